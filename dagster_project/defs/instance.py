"""Dagster's own home below LEDGER_HOME, so that the UI shows the runs `make run` made.

Belongs here: the instance's settings. Does not belong here: definitions.
"""

import json
import os
import re

from dagster_project.settings import Settings

# The time a run's process may take to load everything, on a computer busy with other things too.
STARTING_SECONDS = 600

DAGSTER_YAML = """\
telemetry:
  enabled: false
# No invitation to leave an address with Dagster's makers at the first visit.
nux:
  enabled: false
{storage}
# Steps speak through the event log; capturing the terminal too would take two more processes.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# The warehouse has one writer: a second run queues.
concurrency:
  runs:
    max_concurrent_runs: 1
# A run that never begins must not hold up the queue; for one that dies see defs/liveness.py.
run_monitoring:
  enabled: true
  start_timeout_seconds: {starting_seconds}
"""
SQLITE = """\
event_log_storage:
  module: dagster_project.defs.event_log
  class: PooledEventLogStorage
  config:
    base_dir: {base_dir}"""
POSTGRES = """\
storage:
  postgres:
    postgres_url:
      env: LEDGER_DAGSTER_POSTGRES_URL"""


def prepare_instance(settings: Settings) -> None:
    """Create Dagster's home with its settings and name it in this process's environment."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    history = str(settings.dagster_home / "history" / "runs")
    # JSON quotes a path so that YAML reads it back whatever it holds.
    sqlite = SQLITE.format(base_dir=json.dumps(history))
    (settings.dagster_home / "dagster.yaml").write_text(
        DAGSTER_YAML.format(
            storage=POSTGRES if settings.dagster_postgres_url else sqlite,
            starting_seconds=STARTING_SECONDS,
        )
    )
    # Dagster gives a sensor a minute; the bytes of a large folder on a slow disk take longer.
    os.environ.setdefault("DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS", "900")
    if settings.dagster_postgres_url:
        # SQLAlchemy's own choice of a driver does not understand what dagster-postgres says.
        address = settings.dagster_postgres_url.get_secret_value()
        os.environ["LEDGER_DAGSTER_POSTGRES_URL"] = re.sub(
            r"^postgres(ql)?://", "postgresql+psycopg2://", address
        )
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
