# `make run` and `make test` need nothing but Python 3.11–3.13 and make; the rest is set up in .venv.
# Settings: LEDGER_RAW (input, default raw) and LEDGER_HOME (everything written, default .ledger).

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
BROWSER := $(VENV)/browser
FUZZER := $(VENV)/fuzzer
SUPERSET := $(VENV)/superset
SUPERSET_FILES := dagster_project/publishing/superset
UV_VERSION := 0.13.9
PIP_AUDIT_VERSION := 2.10.1

# Byte code and every cache live in .venv: nothing is written beside the sources or in the home folder.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/.cache/pycache
export PYTHONDONTWRITEBYTECODE :=
export XDG_CACHE_HOME := $(CURDIR)/$(VENV)/.cache
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: audit faults fuzz run test bench check dev metrics review corrections explain cookbook format clean bench-dbt bench-incremental bench-files identity calibrate ui-trial bench-corpus bench-orchestration test-daemon superset superset-trial
.DEFAULT_GOAL := run

run: $(STAMP) ## read raw/, build, check and publish
	@$(PY) -m dagster_project

test: $(STAMP) ## the tests
	@$(PY) -m pytest

check: $(STAMP) ## linters, types, layers and Dagster's own validation
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/sqlfmt --check dbt
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --cache-dir $(VENV)/.cache/import_linter
	$(PY) -m dagster_project validate

bench: $(STAMP) ## speed and memory of extraction, and the share of each stage
	@$(PY) -m tests.bench.extraction

bench-dbt: $(STAMP) ## time and memory of dbt on 100,000 and 1,000,000 generated statements
	@$(PY) -m tests.bench.transformation

audit: $(STAMP) ## known vulnerabilities of the locked packages; asks a public advisory service
	@UV_TOOL_DIR=$(CURDIR)/$(VENV)/tools $(VENV)/bin/uv tool run pip-audit@$(PIP_AUDIT_VERSION) \
	  --strict --require-hashes --disable-pip --progress-spinner off -r requirements.lock

bench-files: $(STAMP) ## memory and time to list a million tiny files
	@$(PY) -m tests.bench.many_files

bench-incremental: $(STAMP) ## cost of a run on 2,000 and 24,638 documents, with none and one added
	@$(PY) -m tests.bench.incremental
bench-corpus: $(STAMP) ## dbt on the statements of the whole corpus in ../shared
	@$(PY) -m tests.bench.corpus
calibrate: $(STAMP) ## fit confidence on the labelled documents of FOLDERS, and docs/confidence.md
	@$(PY) -m tests.calibration.fit $(FOLDERS)

score: $(STAMP) ## how well the labelled documents of FOLDERS are read, through the whole main job
	@$(PY) -m tests.calibration.score $(FOLDERS)

bench-orchestration: $(STAMP) ## what Dagster costs beside dbt, and loading beside importing
	@$(PY) -m tests.bench.orchestration

identity: $(STAMP) ## precision and recall of the matching on labelled pairs
	@$(PY) -m tests.identity.matching

test-daemon: $(STAMP) ## Dagster's daemon at work: sensors, schedules, the queue, alerts
	@LEDGER_TEST_DAEMON=1 $(PY) -m pytest tests/pipeline/test_daemon.py -x

ui-trial: $(BROWSER)/.installed ## pages that people look at, in a real browser; keeps screenshots
	@PYTHONPATH=$(BROWSER) $(PY) -m pytest tests/browser -v -rs

faults: $(STAMP) ## kill the main job at 60 random moments, then full disks and folders that refuse
	@$(PY) -m tests.faults.kills
	@$(PY) -m pytest tests/faults/broken_places.py

fuzz: $(FUZZER)/.installed ## ten minutes of made-up files through readers and extraction
	@PYTHONPATH=$(FUZZER) $(PY) -m tests.fuzz.documents -max_total_time=$(or $(SECONDS),600)

superset-trial: $(SUPERSET)/.installed $(BROWSER)/.installed ## the bundle in a real Superset; keeps a screenshot
	@PYTHONPATH=$(BROWSER) $(PY) -m pytest tests/browser/test_superset.py -v -rs

superset: $(SUPERSET)/.installed ## Superset with the ledger's dashboard, on http://127.0.0.1:8088
	@$(PY) -m dagster_project.publishing.superset
	@home="$${LEDGER_HOME:-.ledger}/superset"; \
	  $(SUPERSET_FILES)/up.sh $(SUPERSET) "$$home/battery_ledger_duckdb.zip" "$$home"

dev: $(STAMP) ## Dagster's UI with its daemon, on http://127.0.0.1:3000
	@$(PY) -m dagster_project dev

metrics: $(STAMP) ## the semantic layer's saved queries, asked of the published file
	@$(PY) -m dagster_project metrics

explain: $(STAMP) ## why a fact is as it is: make explain ID=<its id, or the beginning of it>
	@$(PY) -m dagster_project explain $(ID)

cookbook: $(STAMP) ## the answers in docs/cookbook.md, after a run on raw/
	@$(PY) -m tests.pipeline.cookbook

review: $(STAMP) ## doubtful and contradicted statements, or those of fact ID, as a CSV to be filled
	@$(PY) -m dagster_project review $(ID)

corrections: $(STAMP) ## the decisions of the filled CSV into the corrections seed
	@$(PY) -m dagster_project correct

format: $(STAMP) ## format Python and SQL
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/sqlfmt dbt

clean: ## remove .venv and what the default LEDGER_HOME holds
	rm -rf $(VENV) .ledger

# The first interpreter that is new enough and not too new.
$(STAMP): requirements.lock
	@fits='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; \
	for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  "$$python" -c "$$fits" >/dev/null 2>&1 && break; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed; found: $$(python3 --version 2>&1)." \
	       "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	[ -x $(PY) ] && $(PY) -c "$$fits" || "$$python" -m venv --clear $(VENV)
	@echo "Installing the locked packages into $(VENV) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@$(VENV)/bin/uv pip sync --quiet --require-hashes --python $(PY) requirements.lock
	@touch $@

$(FUZZER)/.installed: tests/fuzz/requirements.txt $(STAMP)
	@$(VENV)/bin/uv pip install --quiet --require-hashes --python $(PY) --target $(FUZZER) -r $<
	@touch $@

# Playwright lies beside the project's packages, not among them; the browser is the system's own.
$(BROWSER)/.installed: tests/browser/requirements.txt $(STAMP)
	@command -v "$(or $(CHROMIUM),chromium)" >/dev/null || { [ "$$(id -u)" = 0 ] && \
	  apt-get -qq update && apt-get -qq --yes install --no-install-recommends chromium; } || \
	  { echo "Chromium is needed: install it, or name it with CHROMIUM=/path/to/chrome" >&2; exit 1; }
	@$(VENV)/bin/uv pip install --quiet --require-hashes --python $(PY) --target $(BROWSER) -r $<
	@touch $@

# Superset's packages cannot live beside the project's.
$(SUPERSET)/.installed: $(SUPERSET_FILES)/requirements.txt $(STAMP)
	@echo "Installing Superset into $(SUPERSET) …"
	@$(VENV)/bin/uv venv --quiet --allow-existing --python $(PY) $(SUPERSET)
	@$(VENV)/bin/uv pip sync --quiet --require-hashes --python $(SUPERSET)/bin/python $<
	@touch $@
