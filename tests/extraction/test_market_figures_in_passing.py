"""Market figures in the words of people who count cars and cells, from sentences written here."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.market_figures.reader import extract
from dagster_project.extraction.page import Page

Short = tuple[str, float | None, str | None]


def _read(text: str, language: str = "en") -> list[Short]:
    """Indicator, value and unit of every figure."""
    page = Page(text, language, published=dt.date(2025, 11, 14), published_precision="day")
    rows: list[Short] = []
    for frame in extract(page):
        value = frame.get("value")
        number, unit = (value.number, value.unit) if value else (None, None)
        rows.append((frame.texts("indicator")[0], number, unit))
    return rows


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "In March motorists in Britain drove home 69,313 new electric cars.", 69313),
        ("de", "Im November wurden 55.741 neu zugelassene reine Elektroautos gezählt.", 55741),
        ("es", "En octubre se matricularon en España 9.489 turismos eléctricos puros.", 9489),
    ],
)
def test_cars_behind_a_number_are_what_it_counts(language: str, text: str, number: float) -> None:
    assert [(n, u) for _, n, u in _read(text, language)] == [(number, "units")]


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "A tonne of lithium carbonate went for 61,000 yuan on Monday.", "CNY/t"),
        ("fr", "La tonne de carbonate de lithium se payait 61 000 yuans en juin.", "CNY/t"),
        ("zh", "6月末电池级碳酸锂一吨6.1万元。", "CNY/t"),
    ],
)
def test_a_sum_for_a_weight_is_a_price(language: str, text: str, unit: str) -> None:
    assert [(n, u) for _, n, u in _read(text, language)] == [(61000, unit)]


def test_a_name_and_a_number_go_on_in_the_unit_before() -> None:
    text = "Lithium carbonate stood at 82,000 yuan per tonne in China. Hydroxide did 74,500."
    assert [(n, u) for _, n, u in _read(text)] == [(82000, "CNY/t"), (74500, "CNY/t")]


def test_a_percentage_of_cars_that_were_electric_is_a_share() -> None:
    text = "Of all new cars sold in Sweden in August, 35.1% were fully electric."
    assert _read(text) == [("battery-electric car market share", 35.1, "%")]


def test_a_share_may_be_told_before_its_name() -> None:
    text = "2. **22%.** Europe's share of global plug-in sales in June."
    assert _read(text) == [("Europe share of EV market", 22, "%")]


def test_all_plants_of_a_region_are_a_market_and_a_companys_are_not() -> None:
    assert [n for _, n, _ in _read("Europe's cell plants produced 118 GWh in 2024.")] == [118]
    assert _read("The two battery cell plants produced 12 GWh in 2024.") == []


def test_the_unit_of_a_row_may_end_its_label() -> None:
    text = (
        "Weekly snapshot of black mass prices\n\n| Quote | This week |\n|---|---|\n"
        "| NCM black mass, CIF South Korea, nickel payable, % | 73-76 |\n"
        "| Cobalt metal, standard grade, Rotterdam, $/lb | 16.40-17.10 |\n"
    )
    assert [(n, u) for _, n, u in _read(text)] == [(73, "%"), (16.4, "USD/lb")]


def test_who_holds_shares_of_a_plant_has_no_market_share() -> None:
    assert _read("磷酸铁锂正极材料基地由两家公司共同持股,前者占50.03%,后者占49.97%。", "zh") == []
