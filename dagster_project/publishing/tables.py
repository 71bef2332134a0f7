"""The tables a database holds for readers, with keys and descriptions as dbt recorded them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

PUBLISHED_SCHEMAS = ("marts", "analytics", "audit")


class Column(NamedTuple):
    """A column, its DuckDB type and its description."""

    name: str
    type: str
    description: str


class ForeignKey(NamedTuple):
    """A column whose values are found in the column `references` of another table, or are null."""

    column: str
    schema: str
    table: str
    references: str


@dataclass(frozen=True)
class PublishedTable:
    """A table for readers; `key` is its primary key, empty when none is declared."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def order(self) -> str:
        """ORDER BY terms that make the row order the same every time."""
        return ", ".join(map(quoted, self.key)) or "ALL"

    @property
    def reference(self) -> str:
        """Schema and name, quoted."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def quoted(identifier: str) -> str:
    """An identifier as SQL takes it whatever it holds."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal, for ATTACH, COPY and COMMENT, which take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def published_tables(
    connection: duckdb.DuckDBPyConnection, catalog: str
) -> tuple[PublishedTable, ...]:
    """Tables and views of the published schemas in the attached database `catalog`, by name."""
    found = connection.execute(
        """
        WITH relations AS (
            SELECT database_name, schema_name, table_name AS name, comment FROM duckdb_tables()
            UNION ALL
            SELECT database_name, schema_name, view_name, comment FROM duckdb_views()
        ),
        keys AS (
            SELECT database_name, schema_name, table_name AS name, constraint_column_names AS key
            FROM duckdb_constraints()
            WHERE constraint_type = 'PRIMARY KEY'
        ),
        columns AS (
            SELECT
                database_name,
                schema_name,
                table_name AS name,
                list([column_name, data_type, coalesce(comment, '')] ORDER BY column_index) AS cols
            FROM duckdb_columns()
            GROUP BY ALL
        )
        SELECT schema_name, name, coalesce(comment, ''), cols, coalesce(key, [])
        FROM relations
        JOIN columns USING (database_name, schema_name, name)
        LEFT JOIN keys USING (database_name, schema_name, name)
        WHERE database_name = ? AND list_contains(?, schema_name)
        ORDER BY schema_name, name
        """,
        [catalog, list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    return tuple(
        PublishedTable(schema, name, comment, tuple(Column(*c) for c in columns), tuple(key))
        for schema, name, comment, columns, key in found
    )


def row_counts(
    connection: duckdb.DuckDBPyConnection, catalog: str, tables: Iterable[PublishedTable]
) -> dict[str, int]:
    """Rows of each table in the attached database `catalog`, by `schema.name`."""
    return {
        f"{table.schema}.{table.name}": connection.sql(
            f"FROM {quoted(catalog)}.{table.reference}"
        ).shape[0]
        for table in tables
    }
