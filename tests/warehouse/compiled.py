"""The project's SQL, compiled by dbt once and run again on other statements in a second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dagster_project.settings import Settings
from dagster_project.warehouse import dbt
from tests.warehouse.pages import scratch_warehouse


class Model(NamedTuple):
    """A table of the project and the query that fills it."""

    relation: str
    query: str


class CompiledWarehouse(NamedTuple):
    """A warehouse that dbt has built, its tables in the order of their making, its checks."""

    settings: Settings
    manifest: dict[str, Any]
    models: list[Model]
    checks: dict[str, str]

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The warehouse without documents and corrections."""
        with self.connect_as_it_is() as connection:
            for table in ("raw.documents", "raw.statements", "raw.extractions"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("DELETE FROM seeds.corrections")
            yield connection

    @contextmanager
    def connect_as_it_is(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The warehouse with what the last test step left in it."""
        with duckdb.connect(self.settings.warehouse_path) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection

    def rebuild(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill every table from what schema raw and the seeds hold now."""
        for model in self.models:
            connection.execute(f"CREATE OR REPLACE TABLE {model.relation} AS {model.query}")

    def fill(
        self, connection: duckdb.DuckDBPyConnection, relation: str, instead: Mapping[str, str]
    ) -> None:
        """Fill one table, reading other tables instead of some of its sources."""
        query = next(model.query for model in self.models if model.relation == relation)
        for source, other in instead.items():
            schema, table = source.split(".")
            query = query.replace(f'"warehouse"."{schema}"."{table}"', other)
        connection.execute(f"CREATE OR REPLACE TABLE {relation} AS {query}")

    def failing(self, connection: duckdb.DuckDBPyConnection, check: str) -> int:
        """How many rows make a check fail."""
        return connection.sql(self.checks[check]).shape[0]


def compiled_warehouse(home: Path) -> CompiledWarehouse:
    """Build the whole project once, without any document."""
    settings = scratch_warehouse(home, [])
    manifest = dbt.load_manifest(dbt.prepared_manifest(settings))
    nodes = manifest["nodes"]
    results = dbt.run(settings, "build", None)
    broken = [f"{r.name}: {r.message}" for r in results if r.is_broken]
    assert not broken, "\n".join(broken)
    return CompiledWarehouse(
        settings,
        manifest,
        [
            Model(f"{nodes[r.unique_id]['schema']}.{r.name}", r.compiled_sql)
            for r in results
            if r.kind == "model" and nodes[r.unique_id]["config"]["materialized"] == "table"
        ],
        {r.name: r.compiled_sql for r in results if r.kind == "test"},
    )
