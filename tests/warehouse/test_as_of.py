"""What was believed on a day: an award's whole life, a plant that changes, and the present."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from tests.bench.statements import pages
from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import ROOT, Day, Number, Page, Value, add_pages

MILLION = 1_000_000
GRANT: dict[str, Value] = {
    "recipient": "Quarrystone",
    "funder": "U.S. Department of Energy",
    "instrument": "grant",
}
PLANT: dict[str, Value] = {
    "name": "Quarry One",
    "city": "Dayton",
    "region": "Ohio",
    "country": "US",
}
TABLES = {
    "plants_as_of": "dim_plants",
    "plant_operators_as_of": "bridge_plant_operators",
    "deals_as_of": "fct_deals",
    "capacities_as_of": "fct_capacities",
    "awards_as_of": "dim_awards",
}


def dollars(millions: int, qualifier: str = "exact") -> Number:
    return Number(millions * MILLION, "USD", qualifier)


def six_short_documents() -> list[Page]:
    """A grant of 480 million of which 164 are cancelled, 316 kept and then ended, 206 paid."""
    selected, awarded, cut, kept, ended, paid = (
        Page(f"{day}", day)
        for day in (
            dt.date(2022, 10, 19),
            dt.date(2023, 1, 10),
            dt.date(2025, 2, 28),
            dt.date(2025, 3, 12),
            dt.date(2025, 10, 11),
            dt.date(2025, 11, 5),
        )
    )
    selected.tell(
        "grant_change",
        0,
        "Quarrystone was selected for $480 million.",
        **GRANT,
        action="selected",
        amount=dollars(480),
    )
    selected.tell(
        "plant",
        0,
        "Quarry One in Dayton, up to $1 billion, will make precursor and CAM.",
        **PLANT,
        operator="Quarrystone",
        stage="planned",
        capex=dollars(1000, "up_to"),
        product=["precursor_cathode_active_material", "cathode_active_material"],
    )
    awarded.tell(
        "grant_change",
        0,
        "The $480 million grant was awarded.",
        **GRANT,
        action="awarded",
        amount=dollars(480),
    )
    cut.tell(
        "grant_change",
        0,
        "$164 million for CAM were cancelled on 27 February.",
        **GRANT,
        action="cancelled",
        amount=dollars(164),
        action_on=dt.date(2025, 2, 27),
    )
    cut.tell(
        "plant",
        0,
        "Quarry One, now owned with Oreline, will make lithium carbonate and no CAM.",
        **PLANT,
        operator=["Quarrystone", "Oreline"],
        product="lithium_carbonate",
        product_dropped="cathode_active_material",
    )
    kept.tell(
        "grant_change",
        0,
        "$316 million stand; Quarry One is being built.",
        **GRANT,
        action="retained",
        amount=dollars(316),
    )
    kept.tell(
        "plant",
        0,
        "Quarry One, $1 billion, is being built.",
        **PLANT,
        stage="under_construction",
        capex=dollars(1000),
    )
    ended.tell(
        "grant_change",
        0,
        "The $316 million were terminated in October.",
        **GRANT,
        action="terminated",
        amount=dollars(316),
        action_on=Day(dt.date(2025, 10, 1), "month"),
    )
    paid.tell(
        "grant_change",
        0,
        "About $206 million had been paid.",
        **GRANT,
        action="disbursed",
        amount=dollars(206, "approximately"),
    )
    return [selected, awarded, cut, kept, ended, paid]


@pytest.fixture(scope="module")
def told(warehouse: CompiledWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.connect() as connection:
        add_pages(connection, [*six_short_documents(), *pages(1500)])
        warehouse.rebuild(connection)
        connection.execute((ROOT / "dbt" / "published" / "as_of.sql").read_text())
        yield connection


def award_on(told: duckdb.DuckDBPyConnection, day: str) -> list[tuple[str, float, float]]:
    return told.execute(
        "SELECT awards.status, net_amount / 1e6, disbursed_amount / 1e6"
        " FROM marts.awards_as_of(cast(? AS date)) AS awards"
        " JOIN marts.dim_organizations AS organizations"
        " ON awards.recipient_organization_id = organizations.organization_id"
        " WHERE organizations.name = 'Quarrystone'",
        [day],
    ).fetchall()


def test_480_million_become_316_and_206_paid_and_110_lapse(
    told: duckdb.DuckDBPyConnection,
) -> None:
    assert award_on(told, "2022-10-18") == []
    assert award_on(told, "2022-12-31") == [("selected", 0, 0)]
    assert award_on(told, "2023-06-30") == [("awarded", 480, 0)]
    assert award_on(told, "2025-03-31") == [("retained", 316, 0)]
    assert award_on(told, "2025-12-31") == [("terminated", 206, 206)]
    lapsed = told.sql(
        "SELECT amount_delta / 1e6 FROM analytics.grant_ledger"
        " WHERE recipient = 'Quarrystone' AND action = 'terminated'"
    ).fetchall()
    assert lapsed == [(-110,)]


@pytest.mark.parametrize(
    ("day", "stage", "qualifier", "products", "operators"),
    [
        (
            "2022-12-31",
            "planned",
            "up_to",
            "cathode active material; cathode precursor (pcam)",
            ["Quarrystone"],
        ),
        (
            "2025-12-31",
            "under_construction",
            "exact",
            "cathode precursor (pcam); lithium carbonate",
            ["Oreline", "Quarrystone"],
        ),
    ],
)
def test_a_plant_answers_for_the_day_that_is_asked(
    told: duckdb.DuckDBPyConnection,
    day: str,
    stage: str,
    qualifier: str,
    products: str,
    operators: list[str],
) -> None:
    found = told.execute(
        "SELECT plants.stage, capex_qualifier, lower(products),"
        " list(organizations.name ORDER BY organizations.name)"
        " FROM marts.plants_as_of(cast($day AS date)) AS plants"
        " JOIN marts.plant_operators_as_of(cast($day AS date)) USING (plant_id)"
        " JOIN marts.dim_organizations AS organizations USING (organization_id)"
        " WHERE plants.name = 'Quarry One' GROUP BY ALL",
        {"day": day},
    ).fetchall()
    assert found == [(stage, qualifier, products, operators)]


@pytest.mark.parametrize(("macro", "table"), TABLES.items())
def test_on_a_day_to_come_what_is_believed_is_what_the_tables_say(
    told: duckdb.DuckDBPyConnection, macro: str, table: str
) -> None:
    believed = f"SELECT * FROM marts.{macro}(DATE '2100-01-01')"
    columns = ", ".join(told.sql(believed).columns)
    present = f"SELECT {columns} FROM marts.{table}"
    assert told.sql(f"({believed}) EXCEPT ALL ({present})").fetchall() == []
    assert told.sql(f"({present}) EXCEPT ALL ({believed})").fetchall() == []
    assert told.table(f"marts.{table}").shape[0]
