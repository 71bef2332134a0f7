"""Belief over time rests on what was published, not on when or in which order it was loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.warehouse import dbt
from tests.bench.statements import pages
from tests.warehouse.pages import ROOT, Page, add_pages, scratch_warehouse

HISTORIES = ("plant_history", "deal_history", "award_history", "capacity_history")
AS_OF = ("plants_as_of", "deals_as_of", "awards_as_of", "capacities_as_of")
DAYS = [dt.date(year, 7, 1) for year in (2019, 2021, 2023, 2025)]
# A few organisations in some fifty pages: copies, errors, missing dates.
PAGES = list(pages(1200))


class Model(NamedTuple):
    """A table of the project and the query that fills it."""

    relation: str
    query: str


class Warehouse(NamedTuple):
    """A warehouse that dbt has built once, so that its compiled SQL can run again."""

    path: Path
    models: list[Model]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    built = scratch_warehouse(tmp_path_factory.mktemp("order"), PAGES)
    facts = (
        "dim_plants",
        "fct_deals",
        "dim_awards",
        "fct_capacities",
        "dim_materials",
        "dim_documents",
    )
    wanted = (*HISTORIES, *facts, "bridge_fact_evidence")
    results = dbt.run(built, "build", [f"+{name}" for name in wanted])
    assert not [result.message for result in results if result.is_broken]
    nodes = dbt.load_manifest(dbt.prepared_manifest(built))["nodes"]
    tables = [
        result
        for result in results
        if result.kind == "model" and nodes[result.unique_id]["config"]["materialized"] == "table"
    ]
    return Warehouse(
        built.warehouse_path,
        [Model(f"{nodes[r.unique_id]['schema']}.{r.name}", r.compiled_sql) for r in tables],
    )


def believed(warehouse: Warehouse, runs: Sequence[Sequence[Page]]) -> dict[str, list[Any]]:
    """Every history and what was believed on some days, after these pages came run by run."""
    with duckdb.connect(warehouse.path) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in ("documents", "statements", "extractions"):
            connection.execute(f"DELETE FROM raw.{table}")
        for read in runs:
            add_pages(connection, read)
        for model in warehouse.models:
            connection.execute(f"CREATE OR REPLACE TABLE {model.relation} AS {model.query}")
        connection.execute((ROOT / "dbt" / "published" / "as_of.sql").read_text())
        found = {
            name: connection.execute(f"FROM marts.{name} ORDER BY ALL").fetchall()
            for name in HISTORIES
        }
        for name in AS_OF:
            for day in DAYS:
                found[f"{name} {day}"] = connection.execute(
                    f"FROM marts.{name}(?) ORDER BY ALL", [day]
                ).fetchall()
    return found


@pytest.fixture(scope="module")
def expected(warehouse: Warehouse) -> dict[str, list[Any]]:
    """What is believed when one run reads all pages in order."""
    found = believed(warehouse, [PAGES])
    assert all(found[name] for name in HISTORIES), "a world without history proves nothing"
    return found


@settings(max_examples=4)
@given(
    order=st.permutations(PAGES),
    cut=st.integers(0, len(PAGES)),
    late=st.sets(st.sampled_from([page.name for page in PAGES if page.published_on])),
)
def test_pages_in_any_order_in_one_run_or_two_give_the_same_history(
    warehouse: Warehouse,
    expected: dict[str, list[Any]],
    order: list[Page],
    cut: int,
    late: set[str],
) -> None:
    # When a dated page was recorded says nothing about when it could be known.
    loaded = [
        replace(page, recorded_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
        if page.name in late
        else page
        for page in order
    ]
    assert believed(warehouse, [loaded[:cut], loaded[cut:]]) == expected
