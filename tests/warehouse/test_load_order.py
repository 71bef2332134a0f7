"""Belief over time rests on what was published, not on when or in which order it was loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.statements import pages
from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import ROOT, Page, add_pages

HISTORIES = ("plant_history", "deal_history", "award_history", "capacity_history")
AS_OF = ("plants_as_of", "deals_as_of", "awards_as_of", "capacities_as_of")
DAYS = [dt.date(year, 7, 1) for year in (2019, 2021, 2023, 2025)]
# A few organisations in some fifty pages: copies, errors, missing dates.
PAGES = list(pages(1200))


def believed(warehouse: CompiledWarehouse, runs: Sequence[Sequence[Page]]) -> dict[str, list[Any]]:
    """Every history and what was believed on some days, after these pages came run by run."""
    with warehouse.connect() as connection:
        for read in runs:
            add_pages(connection, read)
        warehouse.rebuild(connection)
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
def expected(warehouse: CompiledWarehouse) -> dict[str, list[Any]]:
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
    warehouse: CompiledWarehouse,
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
