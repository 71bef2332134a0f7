"""The ledger as Dagster's steps use it, and how a run speaks to a person.

Belongs here: resources and loggers. Does not belong here: paths (settings), SQL (warehouse).
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import dagster as dg
import duckdb

from dagster_project.settings import Settings
from dagster_project.warehouse.store import connect, one_writer

OWNERS = ["team:battery-ledger"]


class Ledger(dg.ConfigurableResource[dg.InitResourceContext]):
    """Where the ledger lies (LEDGER_* variables). A run that uses it is its only writer."""

    @property
    def settings(self) -> Settings:
        """The settings of this process."""
        return Settings()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Ledger"]:
        """Hold the write lock for as long as the run lasts."""
        say = context.log.info if context.log else print
        with one_writer(self.settings.home, say):
            yield self

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the warehouse for writing."""
        return connect(self.settings.warehouse_path)


class _PlainText(logging.Formatter):
    """The message as the step wrote it, without Dagster's run and step prefix."""

    def format(self, record: logging.LogRecord) -> str:
        return str(getattr(record, "dagster_meta", {}).get("orig_message", record.getMessage()))


@dg.logger(description="What a person follows on the terminal; LEDGER_DEBUG=1 shows everything.")
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


def preview(connection: duckdb.DuckDBPyConnection, query: str) -> dg.TableMetadataValue:
    """The first rows of a query as a table; the UI shows each cell as plain text."""
    rows = connection.sql(query).limit(20)
    return dg.MetadataValue.table(
        [
            dg.TableRecord(
                {k: "" if v is None else str(v) for k, v in zip(rows.columns, row, strict=True)}
            )
            for row in rows.fetchall()
        ],
        dg.TableSchema([dg.TableColumn(name) for name in rows.columns]),
    )
