"""The figures in `raw/market` against what is known about them from elsewhere."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.market.datasets import read_market
from dagster_project.market.model import TABLE_NAMES, table_schema
from dagster_project.market.store import refresh_market

SHIPPED = Path(__file__).resolve().parents[2] / "raw" / "market"


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    refresh_market(connection, SHIPPED)
    return connection


def values(database: duckdb.DuckDBPyConnection, series: str, more: str = "true") -> list[float]:
    query = f"select value from raw.market_figures where series_id = ? and {more} order by all"
    return [row[0] for row in database.execute(query, [series]).fetchall()]


def value(database: duckdb.DuckDBPyConnection, series: str, month: str) -> float:
    row = database.execute(
        "select value from raw.market_figures where series_id = ? and period_start = ?",
        [series, date.fromisoformat(f"{month}-01")],
    ).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_the_schema_beside_the_data_is_the_one_we_check(name: str) -> None:
    assert json.loads((SHIPPED / f"{name}.schema.json").read_text()) == table_schema(name)


def test_nickel_has_ten_years_and_four_months(database: duckdb.DuckDBPyConnection) -> None:
    assert len(values(database, "nickel-price-annual")) == 10
    assert len(values(database, "nickel-price-monthly")) == 4


def test_lithium_carbonate_of_2022_stands_in_each_vintage(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = database.execute(
        "select year(vintage_on), value, is_real, is_estimate from raw.market_figures"
        " where series_id = 'lithium-carbonate-price' and period_start = '2022-01-01' order by 1"
    ).fetchall()
    assert rows == [
        (2023, 37_000, False, True),
        (2024, 68_100, False, False),
        (2025, 71_100, True, False),
    ]


@pytest.mark.parametrize("month", ["2023-11", "2024-01", "2025-01"])
def test_a_sample_over_its_share_gives_the_estimate_within_one_percent(
    database: duckdb.DuckDBPyConnection, month: str
) -> None:
    sample = value(database, "china-nev-wholesale-sample", month)
    share = value(database, "china-nev-wholesale-sample-share", month)
    estimate = value(database, "china-nev-wholesale-estimate", month)
    assert sample / (share / 100) == pytest.approx(estimate, rel=0.01)


def test_no_part_of_the_world_sells_more_cars_than_the_world(
    database: duckdb.DuckDBPyConnection,
) -> None:
    shares = database.execute(
        "select sum(value) filter (geography <> 'World') / sum(value) filter (geography = 'World')"
        " from raw.market_figures where indicator = 'EV car sales' and year(period_start) >= 2020"
        " group by period_start"
    ).fetchall()
    assert len(shares) == 4
    assert all(0.85 < share <= 1 for (share,) in shares)


def test_demand_said_to_be_more_than_a_figure_keeps_its_qualifier(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert values(database, "ev-battery-demand-world", "qualifier = 'more_than'") == [750, 950]


def test_every_target_of_the_eu_regulation_rises_with_time(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = database.execute(
        "select measure, subject, list(value order by applies_on) from raw.regulation_targets"
        " where jurisdiction = 'EU' group by all having count(*) > 1"
    ).fetchall()
    assert len(rows) == 5 + 4 + 2
    assert all(earlier <= later for _, _, (earlier, later) in rows)


def test_what_is_only_remembered_is_marked(database: duckdb.DuckDBPyConnection) -> None:
    remembered = database.execute(
        "select rule_id from raw.regulation_targets where basis = 'from_memory' order by 1"
    ).fetchall()
    assert remembered == [
        ("eu-recycling-efficiency-lead-acid-battery-2030",),
        ("eu-recycling-efficiency-lithium-battery-2030",),
    ]


def test_an_unchanged_package_is_not_read_again_and_a_changed_one_replaces_it(
    market_dir: Path,
) -> None:
    connection = duckdb.connect()
    assert refresh_market(connection, market_dir) == (79, 27, 0, False)
    assert refresh_market(connection, market_dir) == (79, 27, 0, True)
    (market_dir / "prices.csv").unlink()
    assert refresh_market(connection, market_dir) == (39, 27, 1, False)


def test_rows_come_in_the_same_order_whatever_the_order_of_the_descriptor(
    market_dir: Path, edit_descriptor: Callable[[Callable[[dict[str, Any]], object]], None]
) -> None:
    before = read_market(market_dir)
    edit_descriptor(lambda d: d["resources"].reverse())
    after = read_market(market_dir)
    assert after.market_figures.equals(before.market_figures)
    assert after.regulation_targets.equals(before.regulation_targets)
