"""A person fills the review; what they decide, and only that, is changed."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publishing.corrections import SEED, take_in
from dagster_project.publishing.review import ReviewError, read_review, write_review
from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import Number, Page, add_pages

TODAY = dt.date(2026, 3, 1)
Row = dict[str, str]


class Desk:
    """A reviewer's desk: statements told by pages, the review of them, the seed."""

    def __init__(self, warehouse: CompiledWarehouse, folder: Path) -> None:
        self.warehouse = warehouse
        self.review = folder / "review.csv"
        self.seed = Path(shutil.copy(SEED, folder / "corrections.csv"))

    def tell(self, *pages: Page, doubt: str = "false") -> None:
        """Make everything of pages whose statements that meet the condition `doubt` are unsure."""
        with self.warehouse.connect() as connection:
            add_pages(connection, pages)
            connection.execute(f"UPDATE raw.statements SET confidence = 0.3 WHERE {doubt}")
            self.warehouse.rebuild(connection)

    def ask(self, fact_id: str = "") -> list[Row]:
        write_review(self.warehouse.settings.warehouse_path, self.review, fact_id)
        return read_review(self.review)

    def fill(self, *rows: Row) -> None:
        with self.review.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def take(self) -> int:
        return take_in(self.review, self.warehouse.settings.warehouse_path, self.seed, TODAY)

    def believe(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives after a run with the seed as it is."""
        with self.warehouse.connect_as_it_is() as connection:
            connection.execute("DELETE FROM seeds.corrections")
            connection.execute(f"COPY seeds.corrections FROM '{self.seed}' (FORMAT CSV, HEADER)")
            self.warehouse.rebuild(connection)
            return connection.sql(query).fetchall()


@pytest.fixture
def desk(warehouse: CompiledWarehouse, tmp_path: Path) -> Desk:
    return Desk(warehouse, tmp_path)


def plants_page() -> Page:
    page = Page("two", dt.date(2025, 3, 1))
    sentence = (
        "=Quarrystone builds a plant in Dayton for $4 million and one in Toledo for $5 million."
    )
    for ordinal, (city, capex) in enumerate((("Dayton", 4e6), ("Toledo", 5e6))):
        page.tell(
            "plant",
            ordinal,
            sentence,
            operator="Quarrystone",
            city=city,
            region="Ohio",
            country="US",
            capex=Number(capex, "USD"),
        )
        page.length, page.parts = 0, []
    page.write(sentence)
    return page


def one(rows: list[Row], **told: str) -> Row:
    [row] = [r for r in rows if all(r[name] == value for name, value in told.items())]
    return row


CITIES = "SELECT city FROM marts.dim_plants ORDER BY city"


def test_doubtful_statements_are_asked_with_their_quote_and_no_cell_is_a_formula(
    desk: Desk,
) -> None:
    desk.tell(plants_page(), doubt="value_text = 'Toledo'")
    [row] = desk.ask()
    assert (row["question"], row["property"], row["value"]) == ("low_confidence", "city", "Toledo")
    assert row["quote"].startswith("'=Quarrystone builds")
    assert "capex: 5000000 USD" in row["whole_fact"]
    assert desk.review.read_bytes().startswith(b"\xef\xbb\xbf")


def test_any_fact_can_be_asked_for_and_corrected(desk: Desk) -> None:
    desk.tell(plants_page())
    [(toledo,)] = desk.believe("SELECT plant_id FROM marts.dim_plants WHERE city = 'Toledo'")
    assert desk.ask() == []
    rows = desk.ask(toledo[:8])
    assert {row["question"] for row in rows} == {"asked_for"}
    capex = one(rows, property="capex")
    assert (capex["value"], capex["unit"]) == ("5000000", "USD")
    assert "city: Toledo" in capex["whole_fact"]
    desk.fill(capex | {"decision": "replace", "corrected_value": "6000000", "reason": "Misprint"})
    desk.take()
    [(believed,)] = desk.believe("SELECT capex_amount FROM marts.dim_plants WHERE city = 'Toledo'")
    assert believed == 6e6


def test_a_fact_that_is_none_is_told_in_words(desk: Desk) -> None:
    desk.tell(plants_page())
    with pytest.raises(ReviewError, match="has the id 'zzzz'"):
        desk.ask("zzzz")


def test_of_two_facts_in_one_sentence_only_the_rejected_one_goes(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    desk.fill(desk.ask()[0] | {"decision": "reject_fact", "reason": "A plan long given up"})
    assert desk.take() > 1
    assert desk.believe(CITIES) == [("Dayton",)]


def test_an_accepted_fact_is_made_whatever_its_confidence(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="frame_id = 'plant-1'")
    assert desk.believe(CITIES) == [("Dayton",)]
    desk.fill(desk.ask()[0] | {"decision": "accept_fact", "reason": "Read it there"})
    desk.take()
    assert desk.believe(CITIES) == [("Dayton",), ("Toledo",)]
    desk.review.unlink()
    assert desk.ask() == []


def test_a_replaced_value_stands_beside_the_original_with_its_reason(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    row = one(desk.ask(), property="capex")
    told = {"decision": "replace", "corrected_value": "5500000", "corrected_qualifier": "up_to"}
    desk.fill(row | told | {"reason": "Up to, says the table", "reviewer": "AB"})
    assert desk.take() == 1
    capex = "SELECT capex_amount, capex_qualifier FROM marts.dim_plants WHERE city = 'Toledo'"
    assert desk.believe(capex) == [(5_500_000, "up_to")]
    [audit] = desk.believe(
        "SELECT original_value, corrected_value, reason, reviewer, reviewed_on, source_url"
        " FROM audit.applied_corrections"
    )
    assert audit == (
        *("5000000.0", "5500000", "Up to, says the table", "AB", TODAY, "documents/two.md"),
    )
    assert desk.believe("SELECT 1 FROM marts.statements WHERE value_number = 5e6") == [(1,)]


def test_both_sides_of_a_conflict_are_asked_each_with_what_the_other_says(desk: Desk) -> None:
    pages = [plants_page(), plants_page()]
    pages[1].name = "three"
    for row in pages[1].rows:
        if row.get("value_number") == 5e6:
            row["value_number"] = 7e6
    desk.tell(*pages)
    sides = {row["value"]: row for row in desk.ask()}
    assert {row["question"] for row in sides.values()} == {"conflict"}
    assert sides.keys() == {"5000000", "7000000"}
    assert "7000000 USD (three.md: =Quarrystone" in sides["5000000"]["other_side"]


def test_what_a_person_has_filled_is_never_overwritten(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    desk.fill(desk.ask()[0] | {"decision": "accept"})
    with pytest.raises(ReviewError, match="holds decisions"):
        desk.ask()


def test_a_review_saved_with_semicolons_is_read_alike(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    row = desk.ask()[0] | {"decision": "accept", "reason": "Ja; so steht es da"}
    with desk.review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    assert desk.take() == 1


def test_the_same_decision_twice_is_one_row_of_the_seed(desk: Desk) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    desk.fill(desk.ask()[0] | {"decision": "accept", "reason": "Read it"})
    desk.take()
    first = desk.seed.read_text()
    desk.take()
    assert desk.seed.read_text() == first


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decision": "maybe"}, "row 2: decision 'maybe' is none of accept, reject"),
        ({"decision": ""}, "decision '' is none of"),
        ({"reason": ""}, "needs a reason"),
        ({"source_url": "my desk"}, "'my desk' is no web address"),
        ({"corrected_value": ""}, "needs a corrected value"),
        ({"corrected_value": "5,5 Mio"}, "'5,5 Mio' is no plain number such as 1500000"),
        ({"corrected_unit": "dollars"}, "'dollars' is no currency code"),
        ({"corrected_qualifier": "about"}, "'about' is none of exact, up_to"),
        ({"decision": "reject"}, "need the decision replace, not reject"),
        ({"statement_id": "gone"}, "no longer there; make review lists"),
    ],
)
def test_a_bad_fill_is_told_in_a_sentence_and_changes_nothing(
    desk: Desk, change: Row, sentence: str
) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    good = {"decision": "replace", "corrected_value": "5500000", "reason": "So says the table"}
    desk.fill(desk.ask()[0] | good | change)
    before = desk.seed.read_text()
    with pytest.raises(ReviewError, match=sentence):
        desk.take()
    assert desk.seed.read_text() == before


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "make review writes it"),
        (lambda path: path.write_bytes("decision,Zürich".encode("cp1252")), "is not UTF-8"),
        (lambda path: path.write_text("decision,reason\naccept,so\n"), "has no column"),
    ],
)
def test_a_file_that_is_no_review_is_told_apart(
    desk: Desk, damage: Callable[[Path], None], sentence: str
) -> None:
    desk.tell(plants_page(), doubt="value_number = 5e6")
    desk.ask()
    damage(desk.review)
    with pytest.raises(ReviewError, match=sentence):
        desk.take()
