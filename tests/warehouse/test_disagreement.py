"""When documents disagree: who is believed, by which rule, and what becomes of the other."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import Day, Number, Page, Value, add_pages

MARCH, APRIL = dt.date(2025, 3, 3), dt.date(2025, 4, 3)
CHEAP, DEAR = Number(400e6, "USD"), Number(600e6, "USD")
PLANT: dict[str, Value] = {
    "name": "Quarry One",
    "operator": "Quarrystone",
    "city": "Dayton",
    "country": "US",
}
GRANT: dict[str, Value] = {
    "recipient": "Quarrystone",
    "funder": "Department of Rock",
    "instrument": "grant",
    "action": "terminated",
    "amount": Number(316e6, "USD"),
}


def plant(
    name: str,
    on: dt.date | None,
    publisher: str = "Nobody",
    confidence: float = 0.9,
    **told: Value | list[Value],
) -> Page:
    page = Page(name, on, publisher=publisher, confidence=confidence)
    page.tell("plant", 0, "Quarrystone builds Quarry One in Dayton.", **PLANT, **told)
    return page


def grant(name: str, on: dt.date, action_on: Day) -> Page:
    page = Page(name, on)
    page.tell("grant_change", 0, "Quarrystone's $316 million end.", **GRANT, action_on=action_on)
    return page


def told_twice() -> Page:
    page = plant("won", MARCH, capex=CHEAP)
    page.tell("plant", 0, "It costs $600 million.", capex=DEAR)
    return page


# The page that is believed is called "won"; where another wins, the rule is not followed.
DISPUTES = {
    "finer_date": (
        "conflict",
        [
            grant("won", MARCH, Day(dt.date(2025, 3, 1), "day")),
            grant("lost", APRIL, Day(dt.date(2025, 1, 1), "month")),
        ],
    ),
    "dated_before_undated": (
        "conflict",
        [plant("won", MARCH, capex=CHEAP), plant("lost", None, capex=DEAR)],
    ),
    "later_report": (
        "superseded",
        [plant("lost", MARCH, "PRNewswire", capex=CHEAP), plant("won", APRIL, capex=DEAR)],
    ),
    "stated_before_inferred": (
        "conflict",
        [
            plant("lost", MARCH, "PRNewswire", stage_inferred="operating"),
            plant("won", MARCH, "Benzinga", stage="under_construction"),
        ],
    ),
    "more_reliable_source": (
        "conflict",
        [
            plant("lost", MARCH, "Benzinga", 0.99, capex=CHEAP),
            plant("won", MARCH, "PRNewswire", 0.7, capex=DEAR),
        ],
    ),
    "higher_confidence": (
        "conflict",
        [plant("lost", MARCH, capex=CHEAP), plant("won", MARCH, confidence=0.95, capex=DEAR)],
    ),
    "earlier_in_text": ("conflict", [told_twice()]),
}


@pytest.mark.parametrize("rule", DISPUTES)
def test_the_rule_that_decides_is_named_and_the_loser_stays_as_evidence(
    warehouse: CompiledWarehouse, rule: str
) -> None:
    kind, pages = DISPUTES[rule]
    with warehouse.connect() as connection:
        add_pages(connection, pages)
        warehouse.rebuild(connection)
        decided = connection.sql(
            "SELECT contradictions.kind, resolution_rule, file_path FROM audit.contradictions"
            " JOIN marts.statements ON statement_id = winning_statement_id"
            " JOIN marts.dim_documents USING (document_id)"
        ).fetchall()
        losers = connection.sql(
            "SELECT fact_table FROM marts.bridge_fact_evidence"
            " JOIN audit.contradictions USING (fact_table, fact_id)"
            " JOIN marts.statements USING (statement_id)"
            " WHERE NOT is_winning AND starts_with(statements.property, contradictions.property)"
        ).fetchall()
    assert decided == [(kind, rule, "won.md")]
    assert len(losers) == 1
