"""What the charts show, read from the published file with the queries beside this module."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.tables import literal
from dagster_project.warehouse.store import CONNECTION_CONFIG

Row = dict[str, Any]

QUERIES = Path(__file__).with_name("sql")
CHARTED = (
    "capacities",
    "awards",
    "deals",
    "plants",
    "contradictions",
    "drift",
    "documents",
    "corroboration",
)


def read(published: Path) -> tuple[Row, Mapping[str, list[Row]]]:
    """The totals of the page and the rows of each chart by its name."""
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        connection.execute("USE ledger")
        connection.execute(_query("evidence"))
        (totals,) = _rows(connection, "totals")
        return totals, {name: _rows(connection, name) for name in CHARTED}


def _query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    result = connection.execute(_query(name))
    names = [column[0] for column in result.description]
    return [
        {column: _plain(cell) for column, cell in zip(names, row, strict=True)}
        for row in result.fetchall()
    ]


def _plain(cell: object) -> object:
    """As JSON can say it."""
    return cell.isoformat() if isinstance(cell, dt.date) else cell
