"""Which columns a column is made of, read from the SQL that dbt ran: once per version of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"


class Column(NamedTuple):
    """A column of a table as the database names it."""

    schema: str
    table: str
    name: str


Lineage = dict[str, list[Column]]


def kept_lineage(
    path: Path,
    queries: Mapping[str, str],
    columns: Iterable[tuple[str, str, str, str]],
    are_all: bool,
) -> dict[str, Lineage]:
    """The lineage of every table, from `path` or else from the `queries` that made the tables.

    `path` names the version of the queries: it is written the first time that all of them are
    given, and read from then on. `columns` are (schema, table, column, type) of the database.
    """
    if path.exists():
        kept = json.loads(path.read_bytes())
        return {
            table: {
                name: [Column(*origin) for origin in origins] for name, origins in lines.items()
            }
            for table, lines in kept.items()
        }
    schemas = table_schemas(columns)
    found = {table: column_lineage(sql, schemas) for table, sql in queries.items()}
    if are_all:
        for stale in path.parent.glob("lineage-*.json"):
            stale.unlink()
        path.write_text(json.dumps(found))
    return found


def table_schemas(columns: Iterable[tuple[str, str, str, str]]) -> MappingSchema:
    """What the database holds, for `column_lineage`: (schema, table, column, type) rows."""
    types: dict[str, dict[str, dict[str, str]]] = {}
    for schema, table, column, kind in columns:
        types.setdefault(schema, {}).setdefault(table, {})[column] = kind
    return MappingSchema(dict(types), dialect=DIALECT)


def column_lineage(sql: str, schemas: MappingSchema) -> Lineage:
    """For every column a query gives, the columns of tables its value is computed from, sorted.

    Empty when the query uses what this reader of SQL does not know: then nothing is claimed.
    """
    try:
        query = parse_one(sql, dialect=DIALECT)
        for table in query.find_all(exp.Table):
            # dbt names the database too; there is only one.
            table.set("catalog", None)
        columns = lineage(None, query, schemas, dialect=DIALECT, trim_selects=False, copy=False)
    except (SqlglotError, ValueError, RecursionError):
        return {}
    return {name: sorted(_tables_columns(node)) for name, node in columns.items()}


def _tables_columns(node: Node) -> set[Column]:
    """The leaves of a column's tree that are columns of a table, each shared part met once."""
    found: set[Column] = set()
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        waiting += part.downstream
        table = part.expression
        if not part.downstream and isinstance(table, exp.Table) and table.db:
            found.add(Column(table.db, table.name, exp.to_column(part.name).name))
    return found
