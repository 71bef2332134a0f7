"""Input and output are never added: whoever mixes them is stopped by a check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.warehouse import dbt
from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import Number, Page, add_pages


def a_refinery_with_both_sides() -> Page:
    """It takes in 30,000 t a year, makes 12,000 t; its operator makes 5,000 t elsewhere."""
    page = Page("sides", dt.date(2025, 3, 1))
    plant = page.tell(
        "plant",
        0,
        "Quarrystone runs a refinery in Dayton, Ohio, for $90 million.",
        operator="Quarrystone",
        city="Dayton",
        region="Ohio",
        country="US",
        stage="operating",
        capex=Number(90_000_000, "USD"),
    )
    for ordinal, (side, tonnes, basis, place) in enumerate(
        [
            ("input", 30_000, "per_year", plant),
            ("output", 12_000, "per_year", plant),
            ("output", 5_000, "per_year", None),
            ("input", 90_000, "cumulative", None),
        ]
    ):
        page.tell(
            "capacity",
            ordinal,
            f"The {side} is {tonnes} tonnes of lithium carbonate.",
            amount=Number(tonnes, "t"),
            side=side,
            material="lithium_carbonate",
            basis=basis,
            kind="nameplate",
            organization="Quarrystone",
            plant=place,
        )
    return page


@pytest.fixture
def told(warehouse: CompiledWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse that knows the refinery alone."""
    with warehouse.connect() as connection:
        add_pages(connection, [a_refinery_with_both_sides()])
        warehouse.rebuild(connection)
        yield connection


def test_each_side_has_its_own_sum(told: duckdb.DuckDBPyConnection) -> None:
    sums = told.sql(
        "SELECT side, sum(capacity_per_year) FROM analytics.capacity_outlook GROUP BY 1"
    )
    assert dict(sums.fetchall()) == {"input": 30_000, "output": 17_000}


@pytest.mark.parametrize(
    ("model", "source", "mistaken_side"),
    [
        ("capacity_outlook", "marts.fct_capacities", "output"),
        ("announced_capacities", "marts.fct_capacities", "output"),
        ("capacity_realisation", "analytics.announced_capacities", "output"),
        ("capex_intensity", "analytics.announced_capacities", "input"),
        ("price_exposure", "marts.fct_capacities", "output"),
        ("feedstock_cover", "marts.fct_capacities", "input"),
    ],
)
def test_a_model_that_mistakes_one_side_for_the_other_fails_its_check(
    warehouse: CompiledWarehouse,
    told: duckdb.DuckDBPyConnection,
    model: str,
    source: str,
    mistaken_side: str,
) -> None:
    check = f"sides_are_kept_apart_in_{model}"
    assert told.table(f"analytics.{model}").shape[0]
    assert warehouse.failing(told, check) == 0
    # The mistake: the model reads both sides as one.
    told.execute(f"CREATE TEMP TABLE mistaken AS FROM {source}")
    told.execute("UPDATE mistaken SET side = ?", [mistaken_side])
    warehouse.fill(told, f"analytics.{model}", {source: "temp.mistaken"})
    assert warehouse.failing(told, check) > 0


def test_no_model_reads_capacities_without_the_check(warehouse: CompiledWarehouse) -> None:
    nodes = warehouse.manifest["nodes"].values()
    read = {
        node["name"]
        for node in nodes
        if node["resource_type"] == "model"
        and "sums_no_capacity" not in node["config"]["meta"]
        and {"fct_capacities", "announced_capacities", "capacity_outlook"}
        & {parent.split(".")[-1] for parent in node["depends_on"]["nodes"]}
    }
    checked = {
        node["attached_node"].split(".")[-1]
        for node in nodes
        if node.get("test_metadata", {}).get("name") == "sides_kept_apart"
    }
    assert read == checked


def test_every_metric_of_capacity_names_one_side_and_one_unit(
    warehouse: CompiledWarehouse,
) -> None:
    models = dbt.load_manifest(dbt.semantic_manifest(warehouse.settings))["semantic_models"]
    measures = [
        measure["expr"]
        for model in models
        if model["node_relation"]["alias"] == "announced_capacities"
        for measure in model["measures"]
    ]
    assert measures
    for expression in measures:
        assert re.fullmatch(
            r"case when side = '(input|output)' and unit = '\w+' then \w+ end", expression
        )
