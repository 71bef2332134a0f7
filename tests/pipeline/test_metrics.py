"""The semantic layer: each metric, asked through MetricFlow, is what plain SQL makes of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.metrics import Metrics
from dagster_project.settings import Settings
from dagster_project.warehouse.dbt import semantic_manifest

from .conftest import Run

CAPACITY = """
    select name, {sum}
    from analytics.announced_capacities join marts.dim_materials using (material_id)
    group by name
"""
MONEY = "select currency, {sum} from marts.dim_awards group by currency"

# By metric: what to group it by, and the same in SQL.
SAME_IN_SQL = {
    f"{state}_{side}_{word}": (
        "material__material_name",
        CAPACITY.format(sum=f"sum({state}_per_year) filter (side = '{side}' and unit = '{unit}')"),
    )
    for state in ("announced", "operating")
    for side in ("input", "output")
    for word, unit in (("tonnes", "t"), ("cars", "EV"))
} | {
    "committed_public_money": (
        "grant_change__currency",
        MONEY.format(sum="sum(net_amount)"),
    ),
    "disbursed_public_money": (
        "grant_change__currency",
        MONEY.format(sum="sum(disbursed_amount)"),
    ),
    "public_money_at_risk": (
        "grant_change__currency",
        MONEY.format(sum="sum(net_amount - disbursed_amount)"),
    ),
    "deals": ("deal__deal_type", "select deal_type, count(*) from marts.fct_deals group by 1"),
}


@pytest.fixture(scope="module")
def metrics(restated: Run) -> Metrics:
    settings = Settings(home=restated.home)
    return Metrics(semantic_manifest(settings), settings.published_path)


def test_every_metric_equals_plain_sql(metrics: Metrics, restated: Run) -> None:
    assert set(metrics.names) == set(SAME_IN_SQL)
    for name, (group_by, query) in SAME_IN_SQL.items():
        expected = {row for row in restated.rows(query) if row[1] is not None}
        told = {row for row in metrics.query([name], [group_by]).rows if row[1] is not None}
        assert told == expected, name


def test_deals_are_counted_by_type_and_month(metrics: Metrics, restated: Run) -> None:
    expected = restated.rows(
        "select date_trunc('month', announced_on)::timestamp, deal_type, count(*)"
        " from marts.fct_deals group by all"
    )
    assert expected
    assert set(metrics.saved_query("deals_by_type_and_month").rows) == set(expected)


def test_the_five_documents_hold_a_capacity_and_a_committed_grant(metrics: Metrics) -> None:
    cars = metrics.query(["announced_output_cars"])
    assert cars.rows == ((250_000.0,),)
    money = metrics.query(["committed_public_money"], ["grant_change__currency"])
    assert money.rows == (("USD", 316_000_000.0),)


def test_money_is_never_added_across_currencies(metrics: Metrics) -> None:
    with pytest.raises(ValueError, match="must be grouped by grant_change__currency"):
        metrics.query(["committed_public_money"], ["grant_change__instrument"])


def test_a_missing_file_is_named(restated: Run, tmp_path: Path) -> None:
    with pytest.raises(duckdb.IOException, match="nothing_here"):
        Metrics(semantic_manifest(Settings(home=restated.home)), tmp_path / "nothing_here")
