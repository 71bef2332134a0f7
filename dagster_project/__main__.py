"""The command line behind `make run`, `make dev`, `make explain`, `make review` and others."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dagster_project.defs.instance import prepare_instance
from dagster_project.settings import Settings
from dagster_project.warehouse.faults import in_words

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult


COMMANDS = (
    "run",
    "dev",
    "daemon",
    "webserver",
    "validate",
    "metrics",
    "explain",
    "review",
    "correct",
)


def main() -> int:
    """Run the command that was asked for; the exit status is 0 only when it did its work."""
    parser = argparse.ArgumentParser(prog="python -m dagster_project", description=__doc__)
    parser.add_argument("command", nargs="?", choices=COMMANDS, default="run")
    parser.add_argument(
        "names",
        nargs="*",
        help="metrics to ask for, none is the saved queries; a fact to explain or review",
    )
    parser.add_argument("--by", nargs="*", default=[], help="dimensions to group them by")
    parser.add_argument("--port", default="3000", help="of Dagster's UI on this computer")
    arguments = parser.parse_args()
    command = arguments.command
    definitions = ("-m", "dagster_project.definitions")
    listen = ("-h", "127.0.0.1", "-p", arguments.port)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(("LEDGER", *map(str, problem["loc"]))).upper()
            print(f"{name}: {problem['msg']}", file=sys.stderr)
        return 2
    try:
        if command in ("explain", "metrics") and not settings.published_path.exists():
            where = settings.published_path
            print(f"{where} is not there yet; make run publishes it.", file=sys.stderr)
            return 1
        if command == "explain":
            return explain_facts(settings, arguments.names)
        if command == "review":
            return ask(settings, *arguments.names[:1])
        if command == "correct":
            return correct(settings)
        prepare_instance(settings)
        if command == "metrics":
            return show_metrics(settings, arguments.names, arguments.by)
        if command == "dev":
            return become_dagster("dagster", "dev", *listen, *definitions)
        if command == "webserver":
            return become_dagster("dagster_webserver", *listen, *definitions)
        if command == "daemon":
            return become_dagster("dagster._daemon", "run", *definitions)
        if command == "validate":
            return become_dagster("dagster", "definitions", "validate", *definitions)
        return run(settings)
    except KeyboardInterrupt:
        print("Stopped; the published file is as it was.", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("LEDGER_DEBUG"):
            raise
        told = in_words(str(error), settings.home, settings.warehouse_path)
        told = told or f"The command {command} failed: {error}"
        print(f"{told} (LEDGER_DEBUG=1 shows more)", file=sys.stderr)
        return 1


def run(settings: Settings) -> int:
    """Run the job `build` in this process, then say what came of it."""
    # What is loaded stays to the end: looking for garbage in it takes a tenth of a warm run.
    gc.set_threshold(100_000, 20, 20)
    from dagster import DagsterInstance

    from dagster_project.definitions import defs
    from dagster_project.defs.alerts import step_causes
    from dagster_project.defs.liveness import fail_dead_runs
    from dagster_project.publishing.summary import summary

    with DagsterInstance.get() as instance:
        fail_dead_runs(instance, settings.alive_dir)
        result = defs.resolve_job_def("build").execute_in_process(
            instance=instance, raise_on_error=False, run_config={"loggers": {"console": {}}}
        )
    if not result.success:
        print(f"\n{published_or_not(result, settings)}", file=sys.stderr)
        causes = step_causes(result.filter_events(lambda e: e.is_step_failure))
        faults = {in_words(cause, settings.home, settings.warehouse_path) for _, cause in causes}
        # One full disk fails many nodes in many words.
        if told := faults - {None}:
            print(*sorted(map(str, told)), sep="\n", file=sys.stderr)
        else:
            for step, cause in causes:
                print(f"{step}: {cause}", file=sys.stderr)
        print("LEDGER_DEBUG=1 shows more.", file=sys.stderr)
        return 1
    print(summary(settings, *document_counts(result)))
    return 0


def show_metrics(settings: Settings, names: list[str], group_by: list[str]) -> int:
    """Print metrics of the published file, or every saved query of the semantic layer."""
    from dagster_project.publishing.metrics import Metrics
    from dagster_project.warehouse.dbt import semantic_manifest

    metrics = Metrics(semantic_manifest(settings), settings.published_path)
    if unknown := [name for name in names if name not in metrics.names]:
        print(f"No metric is called {unknown[0]!r}; there are:", *metrics.names, file=sys.stderr)
        return 2
    if names:
        print(metrics.query(names, group_by).text_format())
        return 0
    for query in metrics.saved_queries:
        print(f"{query}\n{metrics.saved_query(query).text_format()}\n")
    print("Metrics:", *metrics.names)
    return 0


def explain_facts(settings: Settings, fact_ids: list[str]) -> int:
    """Print why each fact is as it is."""
    from dagster_project.publishing.explain import UnknownFactError, explain

    if not fact_ids:
        print("Which fact? make explain ID=<the fact's id, or its beginning>", file=sys.stderr)
        return 2
    try:
        for fact_id in fact_ids:
            print(explain(settings.published_path, fact_id))
    except UnknownFactError as error:
        print(f"Not explained: {error}.", file=sys.stderr)
        return 1
    return 0


def ask(settings: Settings, fact_id: str = "") -> int:
    """Write what a person should look at, or what is behind one fact, as a CSV to be filled."""
    from dagster_project.publishing.review import ReviewError, write_review

    try:
        questions = write_review(settings.published_path, settings.review_path, fact_id)
    except ReviewError as error:
        print(f"No review written: {error}.", file=sys.stderr)
        return 2
    print(f"{questions} statements to look at in {settings.review_path}")
    print("Fill its columns decision to reviewer, save it as CSV UTF-8, then: make corrections")
    return 0


def correct(settings: Settings) -> int:
    """Place the decisions of the filled review in the corrections seed."""
    from dagster_project.publishing.corrections import SEED, take_in
    from dagster_project.publishing.review import ReviewError

    review = settings.review_path
    try:
        today = dt.datetime.now(dt.UTC).date()
        rows = take_in(review, settings.published_path, SEED, today)
    except ReviewError as error:
        print(f"Nothing was corrected: {error}.", file=sys.stderr)
        return 2
    taken = review.replace(review.with_name("review-taken.csv"))
    print(f"{rows} rows placed in {SEED}; make run applies them. The review is kept as {taken}")
    return 0


def document_counts(result: ExecuteInProcessResult) -> tuple[int, int]:
    """How many files of documents were read, and how many left as they were, in this run."""
    for event in result.get_asset_materialization_events():
        if event.asset_key and event.asset_key.path == ["raw", "documents"]:
            metadata = event.materialization.metadata
            read, unchanged = (metadata[f"documents_{n}"].value for n in ("read", "unchanged"))
            return int(str(read)), int(str(unchanged))
    raise LookupError("the run did not report its documents")


def published_or_not(result: ExecuteInProcessResult, settings: Settings) -> str:
    """What a run that failed has left for readers."""
    if any(
        event.asset_key and event.asset_key.path == ["published", "battery_ledger"]
        for event in result.get_asset_materialization_events()
    ):
        return f"{settings.published_path} is published, but not everything that follows it."
    return "Not published; the last published file is as it was."


def become_dagster(module: str, *arguments: str) -> int:
    """Replace this process by one of Dagster's own command lines."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])


if __name__ == "__main__":
    sys.exit(main())
