"""Capacities, read from sentences written for these tests."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from dagster_project.extraction.capacities.reader import extract
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants import reader as plants

LEAD = "Umicore runs a battery recycling plant in Lancaster, Ohio. "


class Told(NamedTuple):
    """What one frame says, in short."""

    amount: float
    unit: str
    side: str
    material: str | None
    basis: str | None


def _page(text: str, language: str = "en") -> Page:
    page = Page(text=text, language=language, published=dt.date(2025, 6, 2))
    page.plants = plants.extract(page)
    for number, plant in enumerate(page.plants):
        plant.key = f"plant {number}"
    return page


def _read(text: str, language: str = "en") -> list[Told]:
    found = []
    for frame in extract(_page(text, language)):
        amount = frame.get("amount")
        assert amount is not None
        assert amount.number is not None
        assert amount.unit is not None
        material = frame.texts("material")
        found.append(
            Told(
                amount.number,
                amount.unit,
                frame.texts("side")[0],
                material[0] if material else None,
                frame.texts("basis")[0],
            )
        )
    return found


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "It can treat 12,000 tonnes of end-of-life batteries a year.",
            Told(12_000, "t", "input", "end_of_life_batteries", "per_year"),
        ),
        (
            "It produces 3,000 tonnes of lithium carbonate annually.",
            Told(3_000, "t", "output", "lithium_carbonate", "per_year"),
        ),
        (
            "The line is rated at 10 tonnes of battery scrap per day.",
            Told(10, "t", "input", "battery_scrap", "per_day"),
        ),
        (
            "It recovers cobalt from 24,000 electric vehicles a year.",
            Told(24_000, "EV", "input", "ev_batteries", "per_year"),
        ),
    ],
)
def test_verb_and_material_tell_what_goes_in_and_what_comes_out(sentence: str, told: Told) -> None:
    assert _read(LEAD + sentence) == [told]


def test_a_figure_names_its_plant_and_who_runs_it() -> None:
    page = _page(LEAD + "The plant has an annual capacity of 12,000 tonnes.")
    (frame,) = extract(page)
    assert frame.texts("plant") == [page.plants[0].key]
    assert frame.texts("organization") == ["Umicore"]


def test_before_and_after_are_two_but_a_range_and_a_conversion_are_one() -> None:
    raised = "Capacity will be expanded from 18,000 to 40,000 tonnes of black mass a year."
    assert [t.amount for t in _read(LEAD + raised)] == [18_000, 40_000]
    converted = "It can process 30,000 tonnes (33,000 tons) of batteries a year."
    assert [t.amount for t in _read(LEAD + converted)] == [30_000]


def test_the_same_quantity_as_cars_is_a_second_entry() -> None:
    found = _read(
        "Umicore is building a cathode plant in Lancaster, Ohio. It will make 20,000 tonnes of "
        "cathode active material a year, enough for 250,000 electric cars."
    )
    assert [(t.amount, t.unit, t.side) for t in found] == [
        (20_000, "t", "output"),
        (250_000, "EV", "output"),
    ]


def test_a_plan_carries_the_year_it_is_for() -> None:
    (frame,) = extract(_page(LEAD + "By 2030 it is to treat 50,000 tonnes of batteries a year."))
    year = frame.get("by_year")
    assert year is not None
    assert year.number == 2030
    assert frame.texts("kind") == ["planned"]


def test_what_was_made_in_all_has_no_period() -> None:
    (told,) = _read(LEAD + "In the course of 2024 it made more than 600 pounds of nickel sulphate.")
    assert told.basis == "cumulative"


@pytest.mark.parametrize(
    "sentence",
    [
        "The deposit holds resources of 4 million tonnes of lithium carbonate equivalent.",
        "It agreed to buy 5,000 tonnes of black mass from Glencore.",
        "China's battery exports rose to 90 GWh in May.",
        "It bought 40 electric vehicles and holds 600 ounces of silver.",
    ],
)
def test_stocks_trades_markets_and_fleets_are_no_capacities(sentence: str) -> None:
    assert not _read(sentence)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "de",
            "BASF betreibt in Schwarzheide eine Recyclinganlage. Dort werden im Jahr bis zu "
            "15.000 Tonnen Altbatterien verarbeitet.",
            Told(15_000, "t", "input", "end_of_life_batteries", "per_year"),
        ),
        (
            "ko",
            "에코프로는 포항에 연 3만톤 규모의 양극재 공장을 짓는다.",
            Told(30_000, "t", "output", "cathode_active_material", "per_year"),
        ),
        (
            "zh",
            "格林美荆门工厂年产三元前驱体5万吨。",
            Told(50_000, "t", "output", "precursor_cathode_active_material", "per_year"),
        ),
    ],
)
def test_other_languages_need_only_their_words(language: str, text: str, told: Told) -> None:
    assert _read(text, language) == [told]


def test_a_material_told_before_holds_for_the_figures_after_it() -> None:
    text = (
        "Umicore opened a works in Macon, Georgia. It is about synthetic graphite. "
        "It can make 12,000 tonnes a year."
    )
    assert [t.material for t in _read(text)] == ["synthetic_graphite"]


def test_a_later_figure_may_leave_out_its_unit() -> None:
    text = (
        "Umicore's plant in Macon, Georgia, handles 20,000 tonnes of spent batteries a year, "
        "rising to 50,000 in 2028."
    )
    assert [(t.amount, t.unit) for t in _read(text)] == [(20_000, "t"), (50_000, "t")]


def test_a_table_of_recyclers_tells_what_goes_in() -> None:
    text = (
        "Who recycles batteries in Europe\n\n| Company | Place | t/a |\n|---|---|---|\n"
        "| Umicore | recycling plant in Hoboken, Belgium | 7,000 |\n"
    )
    assert [(t.amount, t.side, t.material) for t in _read(text)] == [(7_000, "input", "batteries")]


def test_what_a_memorandum_is_for_is_no_capacity() -> None:
    assert not _read("Umicore signed an MOU for up to 100,000 tonnes of lithium carbonate a year.")


def test_separator_counts_by_the_square_metre_and_cells_by_number() -> None:
    text = "Umicore runs a battery plant in Lancaster, Ohio. "
    film = _read(text + "It will turn out 700 million m2 of separator a year.")
    assert [(t.amount, t.unit) for t in film] == [(700_000_000, "m2")]
    cells = _read(text + "It makes 135 million cells a year.")
    assert [(t.amount, t.unit) for t in cells] == [(135_000_000, "cell")]
    assert _read(text + "Its hall covers 70,000 m2 and makes cells every year.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The world needs 2 million tonnes of lithium a year by 2030.",
        "The site in Lancaster can store 3,000 tonnes of batteries.",
    ],
)
def test_what_the_world_needs_or_a_site_stores_is_no_capacity(sentence: str) -> None:
    assert _read(LEAD + "\n\n" + sentence) == []


def test_a_rate_beside_a_plant_needs_no_further_word_but_no_word_of_trade() -> None:
    (told,) = _read(LEAD + "It would start with 60,000 tonnes a year.")
    assert (told.amount, told.unit, told.basis) == (60_000, "t", "per_year")
    assert _read(LEAD + "A letter of intent covers 60,000 tonnes a year.") == []


def test_the_number_of_a_phase_and_the_size_of_a_battery_are_no_capacities() -> None:
    text = "It will make 15,000 tonnes a year from phase 1 and 60,000 tonnes a year from phase 2."
    assert [t.amount for t in _read(LEAD + text)] == [15_000, 60_000]
    assert _read(LEAD + "Each unit has a capacity of 1 MWh.") == []
