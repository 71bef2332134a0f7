"""One row of the corrections seed changes what everything downstream believes, and says why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import Number, Page, add_pages

REASON = "The company's own release names it otherwise"


def plant_page(name: str, operator: str, city: str, capex: float) -> Page:
    page = Page(name, dt.date(2025, 3, 1))
    page.tell(
        "plant",
        0,
        f"{operator} builds a plant in {city}.",
        operator=operator,
        city=city,
        region="Ohio",
        country="US",
        capex=Number(capex, "USD"),
    )
    return page


def told() -> list[Page]:
    return [
        plant_page("one", "Quarrystone", "Dayton", 400_000_000),
        plant_page("two", "Quarrystown", "Dayton", 410_000_000),
    ]


def corrected(
    warehouse: CompiledWarehouse, query: str, **correction: object
) -> tuple[list[Any], list[Any]]:
    """Rows of a query after one correction of page two, and that correction in the audit."""
    row = {
        "correction_id": "c1",
        "file_path": "two.md",
        "frame": "plant",
        "quote_prefix": "Quarrystown builds",
        "action": "replace",
        "source_url": "https://example.com",
        "reason": REASON,
        "reviewer": "a person",
        **correction,
    }
    with warehouse.connect() as connection:
        add_pages(connection, told())
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO seeds.corrections ({columns}) VALUES ({places})", list(row.values())
        )
        warehouse.rebuild(connection)
        audit = "SELECT correction_id, corrected_value, reason FROM audit.applied_corrections"
        return connection.sql(query).fetchall(), connection.sql(audit).fetchall()


@pytest.mark.parametrize(
    ("correction", "query", "expected", "value"),
    [
        pytest.param(
            {"property": "operator", "original_value": "Quarrystown"}
            | {"corrected_value": "Quarrystone"},
            "SELECT count(*) FROM marts.dim_organizations",
            [(1,)],
            "Quarrystone",
            id="identity",
        ),
        pytest.param(
            {"property": "operator", "original_value": "Quarrystown"}
            | {"corrected_value": "Quarrystone"},
            "SELECT count(*) FROM marts.dim_plants",
            [(1,)],
            "Quarrystone",
            id="merge",
        ),
        pytest.param(
            {"property": "capex", "original_value": "410000000"} | {"corrected_number": 450e6},
            "SELECT capex_amount FROM marts.dim_plants ORDER BY ALL",
            [(400e6,), (450e6,)],
            "450000000",
            id="value",
        ),
    ],
)
def test_one_row_changes(
    warehouse: CompiledWarehouse,
    correction: dict[str, object],
    query: str,
    expected: list[Any],
    value: str,
) -> None:
    rows, audit = corrected(warehouse, query, **correction)
    assert rows == expected
    assert audit == [("c1", value, REASON)]


def test_without_a_correction_nothing_is_changed(warehouse: CompiledWarehouse) -> None:
    with warehouse.connect() as connection:
        add_pages(connection, told())
        warehouse.rebuild(connection)
        assert connection.table("marts.dim_plants").shape[0] == 2
        assert connection.table("marts.dim_organizations").shape[0] == 2
        assert connection.table("audit.applied_corrections").shape[0] == 0
