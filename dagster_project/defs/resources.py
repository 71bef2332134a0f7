"""The ledger as Dagster's steps use it, and how a run speaks to a person.

Belongs here: resources, loggers, what all assets share. Does not belong here: paths (settings),
SQL (warehouse).
"""

import datetime as dt
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import dagster as dg
import duckdb

from dagster_project.defs.liveness import alive
from dagster_project.settings import Settings
from dagster_project.warehouse.store import connect, one_writer

OWNERS = ["team:battery-ledger"]
# Sources are looked at and tables made anew by every build, changed or not.
FRESH = dg.FreshnessPolicy.time_window(fail_window=dt.timedelta(hours=Settings().fresh_hours))


@dataclass(frozen=True)
class Ledger:
    """Where the ledger lies (LEDGER_* variables)."""

    settings: Settings

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the warehouse for writing."""
        return connect(self.settings.warehouse_path)


@dg.resource(description="The ledger; a run that uses it is its only writer until it ends.")
def ledger(context: dg.InitResourceContext) -> Iterator[Ledger]:
    """Hold the write lock for as long as the run lasts."""
    settings = Settings()
    run_id = context.run.run_id if context.run else "no run"
    with (
        alive(settings.alive_dir, run_id),
        one_writer(settings.home, context.log.info if context.log else print),
    ):
        yield Ledger(settings)


def raw_spec(name: str, description: str, deps: Iterable[dg.AssetSpec] = ()) -> dg.AssetSpec:
    """A table of schema `raw`, written by Python."""
    return dg.AssetSpec(
        ["raw", name],
        description=description,
        group_name="raw",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        deps=deps,
        freshness_policy=FRESH,
    )


class _PlainText(logging.Formatter):
    """The message as the step wrote it, without Dagster's run and step prefix."""

    def format(self, record: logging.LogRecord) -> str:
        return str(getattr(record, "dagster_meta", {}).get("orig_message", record.getMessage()))


@dg.logger(config_schema={}, description="What a person follows; LEDGER_DEBUG=1 shows everything.")
def terminal(_context: dg.InitLoggerContext) -> logging.Logger:
    """Steps' own messages, one plain line each."""
    logger = logging.Logger("battery-ledger")
    handler = logging.StreamHandler(sys.stdout)
    if Settings().debug:
        logger.setLevel(logging.DEBUG)
    else:
        logger.setLevel(logging.INFO)
        handler.setFormatter(_PlainText())
        # Failures are told once, at the end, in words.
        handler.addFilter(lambda record: record.levelno < logging.ERROR)
    logger.addHandler(handler)
    return logger
