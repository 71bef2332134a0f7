"""Market tables in the pipeline's database, replaced whole and only when the files changed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from dagster_project.market.datasets import read_market
from dagster_project.market.package import package_digest


class MarketSummary(NamedTuple):
    """Rows now stored; `unchanged` where the files are those of the last time."""

    figures: int
    targets: int
    refused: int
    unchanged: bool


def refresh_market(
    connection: duckdb.DuckDBPyConnection, market_dir: Path, max_bytes: int = 20_000_000
) -> MarketSummary:
    """Make schema `raw` hold what `market_dir` holds, in one transaction.

    Writes market_figures, regulation_targets, market_quarantine and market_package (one row: the
    digest of the files). Reads nothing but hashes where that digest is already stored.
    """
    unchanged = _stored_digest(connection) == package_digest(market_dir)
    if not unchanged:
        market = read_market(market_dir, max_bytes)
        tables = {
            "market_figures": market.market_figures,
            "regulation_targets": market.regulation_targets,
            "market_quarantine": market.quarantine,
            "market_package": pa.table({"digest": [market.digest]}),
        }
        connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        connection.begin()
        try:
            for name, rows in tables.items():
                connection.register("incoming", rows)
                connection.execute(f"CREATE OR REPLACE TABLE raw.{name} AS FROM incoming")
                connection.unregister("incoming")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM raw.market_figures),"
        " (SELECT count(*) FROM raw.regulation_targets),"
        " (SELECT count(*) FROM raw.market_quarantine)"
    ).fetchone()
    figures, targets, refused = counts or (0, 0, 0)
    return MarketSummary(figures, targets, refused, unchanged)


def _stored_digest(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        row = connection.execute("SELECT digest FROM raw.market_package").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None
