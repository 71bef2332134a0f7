"""Market figures that leave their unit, measure or comparison to the words around them."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.market_figures.reader import extract
from dagster_project.extraction.page import Page

Short = tuple[float | None, str | None, float | None, str | None]


def _read(text: str, language: str = "en") -> list[Short]:
    """Value, unit, change and its basis of every figure."""
    page = Page(text, language, published=dt.date(2025, 11, 14), published_precision="day")
    rows: list[Short] = []
    for frame in extract(page):
        value, change = frame.get("value"), frame.get("change_pct")
        rows.append(
            (
                value.number if value else None,
                value.unit if value else None,
                change.number if change else None,
                change.unit if change else None,
            )
        )
    return rows


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "All values in CNY/t, ex works.\n"
            "- Lithium carbonate: 61,300 (+1.9%)\n- Cobalt sulphate: 48,000 (unch.)\n",
        ),
        ("zh", "锂盐价格(单位:元/吨)\n电池级碳酸锂61300,涨1.9%;硫酸钴48000,持平。"),
    ],
)
def test_prices_are_in_the_unit_that_one_line_says_for_all(language: str, text: str) -> None:
    rows = _read(text, language)
    assert (61300, "CNY/t", 1.9, None) in rows
    assert (48000, "CNY/t", None, None) in rows


def test_each_of_a_list_of_counts_takes_the_change_behind_it() -> None:
    rows = _read(
        "New car registrations in Germany, October: battery-electric 31,425 (+47.7%), "
        "plug-in hybrids 20,946 (+60.1%)."
    )
    assert rows == [(31425, "units", 47.7, None), (20946, "units", 60.1, None)]


def test_a_count_goes_on_from_the_registrations_told_before() -> None:
    rows = _read(
        "Plug-in car registrations reached 1.21 million in March, up 29% from a year earlier. "
        "Compared with February they rose 40%. "
        "In the first quarter 3.1 million were registered."
    )
    assert [row[:3] for row in rows] == [
        (1_210_000, "units", 29),
        (1_210_000, "units", 40),
        (3_100_000, "units", None),
    ]


def test_a_bare_number_with_a_year_is_in_the_unit_before_it() -> None:
    rows = _read("Global nickel demand will reach 640,000 tonnes in 2026, from 530,000 in 2025.")
    assert [row[:2] for row in rows] == [(640_000, "t"), (530_000, "t")]


def test_a_korean_verb_behind_a_percentage_makes_it_a_change() -> None:
    rows = _read(
        "올해 1~9월 전 세계 전기차용 배터리 사용량은 811.7GWh였다. "
        "LG에너지솔루션은 79.7GWh로 16.0% 늘었고 점유율은 9.8%였다.",
        "ko",
    )
    assert (79.7, "GWh", 16.0, None) in rows
    assert (9.8, "%", None, None) in rows


def test_by_how_much_a_price_moved_is_no_price() -> None:
    rows = _read("Lithium hydroxide closed Thursday at $9.60 per kg, 15 cents up.")
    assert [row[0] for row in rows] == [9.6]
