"""Things that belong together and yet are not one: linked, listed for a person, never merged."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import ROOT, Number, Page, Value, add_pages

JUNE = dt.date(2025, 6, 2)


def a_group_and_its_subsidiary() -> tuple[str, str]:
    """Names of any reviewed parent and of a company it owns."""
    with (ROOT / "dbt" / "seeds" / "organizations.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["organization_id"]: row for row in csv.DictReader(file)}
    owned = next(row for row in rows.values() if row["parent_organization_id"])
    return rows[owned["parent_organization_id"]]["name"], owned["name"]


def deal(page: Page, deal_type: str, supplier: str, buyer: str, on: dt.date) -> None:
    told: dict[str, Value] = {"supplier": supplier, "buyer": buyer, "announced_on": on}
    page.tell("deal", len(page.rows), f"{supplier}: {deal_type}.", deal_type=deal_type, **told)


@pytest.fixture(scope="module")
def told(warehouse: CompiledWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    group, subsidiary = a_group_and_its_subsidiary()
    page, copy, later = Page("page", JUNE), Page("copy", JUNE, origin="page"), Page("later", JUNE)
    for same in (page, copy):
        deal(same, "mou", "Quarrystone", "Oreline", dt.date(2024, 3, 1))
    deal(later, "supply", "Quarrystone Inc.", "Oreline", dt.date(2025, 2, 3))
    deal(later, "supply", group, "Oreline", dt.date(2025, 2, 3))
    deal(later, "supply", subsidiary, "Oreline", dt.date(2025, 2, 3))
    deal(later, "supply", f"{group}ix", "Oreline", dt.date(2025, 2, 3))
    with warehouse.connect() as connection:
        add_pages(connection, [page, copy, later])
        warehouse.rebuild(connection)
        connection.execute((ROOT / "dbt" / "published" / "as_of.sql").read_text())
        yield connection


def test_a_contract_follows_its_memorandum_and_both_stay(told: duckdb.DuckDBPyConnection) -> None:
    deals = told.sql(
        "SELECT contract.deal_type, memorandum.deal_type, memorandum.announced_on"
        " FROM marts.fct_deals AS contract JOIN marts.fct_deals AS memorandum"
        " ON contract.follows_deal_id = memorandum.deal_id"
    ).fetchall()
    assert deals == [("supply", "mou", dt.date(2024, 3, 1))]


def test_copies_of_one_text_are_one_origin(told: duckdb.DuckDBPyConnection) -> None:
    deals = told.sql(
        "SELECT n_documents, n_origins FROM marts.fct_deals WHERE deal_type = 'mou'"
    ).fetchall()
    assert deals == [(2, 1)]


def test_a_subsidiary_is_linked_to_its_group_not_merged(told: duckdb.DuckDBPyConnection) -> None:
    group, subsidiary = a_group_and_its_subsidiary()
    parents = told.execute(
        "SELECT parents.name FROM marts.dim_organizations AS owned"
        " JOIN marts.dim_organizations AS parents"
        " ON owned.parent_organization_id = parents.organization_id WHERE owned.name = ?",
        [subsidiary],
    ).fetchall()
    assert parents == [(group,)]


def test_a_name_near_a_known_one_is_listed_not_merged(told: duckdb.DuckDBPyConnection) -> None:
    group, _ = a_group_and_its_subsidiary()
    near = told.execute(
        "SELECT candidates LIKE '%' || known.organization_id || ' (%',"
        " unresolved.organization_id = known.organization_id"
        " FROM audit.unresolved_organizations AS unresolved, marts.dim_organizations AS known"
        " WHERE unresolved.name = ? AND known.name = ?",
        [f"{group}ix", group],
    ).fetchall()
    assert near == [(True, False)]


def test_a_report_without_a_sum_makes_no_award_of_two_currencies(
    warehouse: CompiledWarehouse,
) -> None:
    site: dict[str, Value] = {"name": "Quarry One", "operator": "Quarrystone", "country": "US"}
    pages = []
    for name, purpose, amount, has_plant in (
        ("dollars", "cathodes", Number(5e6, "USD"), False),
        ("no sum", "cathodes", None, True),
        ("euros", None, Number(7e6, "EUR"), True),
    ):
        page = Page(name, JUNE)
        plant = page.tell("plant", 0, "Quarrystone runs Quarry One.", **site) if has_plant else None
        page.tell(
            "grant_change",
            0,
            "Quarrystone was given a grant.",
            recipient="Quarrystone",
            action="awarded",
            instrument="grant",
            purpose=purpose,
            amount=amount,
            plant=plant,
        )
        pages.append(page)
    with warehouse.connect() as connection:
        add_pages(connection, pages)
        warehouse.rebuild(connection)
        awards = connection.sql("SELECT currency, net_amount FROM marts.dim_awards").fetchall()
        check = "award_balances_are_explained_and_never_negative"
        assert warehouse.failing(connection, check) == 0
    assert sorted(awards) == [("EUR", 7e6), ("USD", 5e6)]
