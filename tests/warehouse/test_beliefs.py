"""Beliefs that change from day to day: deals, capacities, and pages that bear no date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import ROOT, Number, Page, Value, add_pages

EARLY, LATE = dt.date(2024, 3, 4), dt.date(2025, 3, 4)
PLANT: dict[str, Value] = {
    "name": "Quarry One",
    "operator": "Quarrystone",
    "city": "Dayton",
    "country": "US",
}
METALS = ("lithium_carbonate", "nickel_sulphate")


def page(on: dt.date, status: str, tonnes: int) -> Page:
    """A deal's status and the plant's capacity for two materials as they stand on a day."""
    made = Page(f"{on}", on)
    made.tell(
        "deal",
        0,
        f"Quarrystone supplies Oreline: {status}.",
        deal_type="supply",
        supplier="Quarrystone",
        buyer="Oreline",
        announced_on=EARLY,
        status=status,
    )
    plant = made.tell("plant", 0, "Quarrystone runs Quarry One in Dayton.", **PLANT)
    for ordinal, material in enumerate(METALS):
        made.tell(
            "capacity",
            ordinal,
            f"It makes {tonnes} tonnes of {material} a year.",
            amount=Number(tonnes, "t"),
            side="output",
            material=material,
            basis="per_year",
            kind="nameplate",
            organization="Quarrystone",
            plant=plant,
        )
    return made


@pytest.fixture(scope="module")
def told(warehouse: CompiledWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    pages = [page(EARLY, "signed", 5000), page(LATE, "terminated", 8000)]
    # The same again from elsewhere changes nothing.
    pages.append(replace(page(LATE + dt.timedelta(9), "terminated", 8000), name="again"))
    with warehouse.connect() as connection:
        add_pages(connection, pages)
        warehouse.rebuild(connection)
        connection.execute((ROOT / "dbt" / "published" / "as_of.sql").read_text())
        yield connection


@pytest.mark.parametrize(
    ("day", "status", "tonnes"),
    [
        (EARLY - dt.timedelta(1), [], []),
        (EARLY, ["signed"], [5000, 5000]),
        (LATE - dt.timedelta(1), ["signed"], [5000, 5000]),
        (LATE, ["terminated"], [8000, 8000]),
    ],
)
def test_a_deal_and_a_capacity_answer_for_the_day_that_is_asked(
    told: duckdb.DuckDBPyConnection,
    day: dt.date,
    status: list[str],
    tonnes: list[int],
) -> None:
    deals = told.execute("SELECT status FROM marts.deals_as_of(?)", [day]).fetchall()
    capacities = told.execute(
        "SELECT value FROM marts.capacities_as_of(?) WHERE is_current", [day]
    ).fetchall()
    assert [row[0] for row in deals] == status
    assert [row[0] for row in capacities] == tonnes


def test_each_capacity_that_grew_is_one_change_however_often_it_is_told(
    warehouse: CompiledWarehouse, told: duckdb.DuckDBPyConnection
) -> None:
    changes = told.sql(
        "SELECT old_value, new_value FROM marts.fct_plant_changes WHERE change_type = 'capacity'"
    ).fetchall()
    assert changes == [("5000 t per_year output", "8000 t per_year output")] * 2
    assert warehouse.failing(told, "unique_fct_plant_changes_plant_change_id") == 0


def test_a_page_without_a_date_counts_from_the_last_day_its_text_allows_else_from_its_file(
    warehouse: CompiledWarehouse,
) -> None:
    with warehouse.connect() as connection:
        bounded, bare = page(EARLY, "signed", 5000), page(LATE, "terminated", 8000)
        add_pages(connection, [bounded, bare])
        connection.execute(
            "UPDATE raw.documents SET published_on = NULL, published_precision = 'unknown',"
            " published_basis = 'inferred', published_earliest = DATE '2024-02-01',"
            " published_latest = DATE '2024-06-30' WHERE document_id = ?",
            [bounded.document_id],
        )
        connection.execute(
            "UPDATE raw.documents SET published_on = NULL, published_precision = 'unknown',"
            " published_basis = 'unknown', published_earliest = NULL, published_latest = NULL"
            " WHERE document_id = ?",
            [bare.document_id],
        )
        warehouse.rebuild(connection)
        known = connection.sql(
            "SELECT known_from, is_dated FROM marts.dim_documents ORDER BY known_from"
        ).fetchall()
        # Marked as undated, it does not outrank what is dated.
        status = connection.sql("SELECT status FROM marts.fct_deals").fetchall()
    assert known == [(dt.date(2024, 6, 30), True), (bare.recorded_at.date(), False)]
    assert status == [("signed",)]
