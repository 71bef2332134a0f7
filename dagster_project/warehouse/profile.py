"""What a person wants to see of a table: its columns, its first rows, the documents behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import duckdb

from dagster_project.warehouse.store import count_rows, table_exists

# As wide as an id: the UI wraps what is longer, and a row becomes as high as the window.
CELL_CHARACTERS = 32
FIRST_ROWS = 8
DOCUMENTS_NAMED = 10

COLUMNS = """
    SELECT schema_name, table_name, column_name, data_type
    FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database()
    ORDER BY schema_name, table_name, column_index
"""
BEHIND = """
    SELECT
        fact_table, title, file_path, url, count(DISTINCT fact_id) AS n_facts,
        arg_min(quote, (NOT is_winning, span_start, statement_id)) AS quote
    FROM marts.bridge_fact_evidence
    JOIN marts.dim_documents USING (document_id)
    GROUP BY fact_table, document_id, title, file_path, url
    QUALIFY row_number() OVER (
        PARTITION BY fact_table ORDER BY n_facts DESC, file_path, document_id
    ) <= ?
    ORDER BY fact_table, n_facts DESC, file_path
"""


class Profile(NamedTuple):
    """A table: its row count, its columns as (name, type), its first rows as text."""

    rows: int
    columns: list[tuple[str, str]]
    first_rows: list[dict[str, str]]


class Source(NamedTuple):
    """A document that facts of a table rest on: how many, and one sentence of it."""

    title: str | None
    file_path: str
    url: str | None
    facts: int
    quote: str


def all_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    """(schema, table, column, type) of everything in the database, in the tables' own order."""
    return connection.execute(COLUMNS).fetchall()


def profiles(
    connection: duckdb.DuckDBPyConnection,
    names: Iterable[Sequence[str]],
    without_rows: Iterable[str] = (),
) -> dict[tuple[str, str], Profile]:
    """The profile of each table that exists, by (schema, name).

    Of the tables of the schemas `without_rows` no first rows are read.
    """
    wanted = [(schema, name) for schema, name in names]
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, kind in all_columns(connection):
        columns.setdefault((schema, table), []).append((column, kind))
    # Names are ours, never input.
    counts = count_rows(connection, wanted)
    skipped = set(without_rows)
    return {
        (schema, name): Profile(
            counts[f"{schema}.{name}"],
            columns[schema, name],
            [] if schema in skipped else first_rows(connection.sql(f'FROM "{schema}"."{name}"')),
        )
        for schema, name in wanted
        if (schema, name) in columns
    }


def documents_behind(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Source]]:
    """For every fact table and dimension with evidence, the documents most of it rests on."""
    if not table_exists(connection, "marts", "bridge_fact_evidence"):
        return {}
    found: dict[str, list[Source]] = {}
    for table, *source in connection.execute(BEHIND, [DOCUMENTS_NAMED]).fetchall():
        found.setdefault(table, []).append(Source(*source))
    return found


def first_rows(relation: duckdb.DuckDBPyRelation) -> list[dict[str, str]]:
    """The first rows as text: null as nothing, long texts cut."""
    rows = relation.limit(FIRST_ROWS)
    return [
        {
            name: "" if cell is None else _cut(" ".join(str(cell).split()))
            for name, cell in zip(rows.columns, row, strict=True)
        }
        for row in rows.fetchall()
    ]


def _cut(text: str) -> str:
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"
