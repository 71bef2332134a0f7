from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.documents.dates import (
    FoundDate,
    PartialDate,
    find_dates,
    find_partial_dates,
    period_end,
)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("Sept. 17, 2025", date(2025, 9, 17), "day"),
        ("17 September 2025", date(2025, 9, 17), "day"),
        ("September 2025", date(2025, 9, 1), "month"),
        ("3. Juni 2025", date(2025, 6, 3), "day"),
        ("1er février 2025", date(2025, 2, 1), "day"),
        ("29 de junio de 2024", date(2024, 6, 29), "day"),
        ("2025年1月5日", date(2025, 1, 5), "day"),
        ("2025年12月", date(2025, 12, 1), "month"),
        ("2025년 3월 4일", date(2025, 3, 4), "day"),
        ("2023.07.07", date(2023, 7, 7), "day"),
        ("2025-09-17", date(2025, 9, 17), "day"),
        ("1.5.2025", date(2025, 5, 1), "day"),
        ("17/09/2025", date(2025, 9, 17), "day"),
        ("Q3 2025", date(2025, 7, 1), "quarter"),
        ("third quarter of 2025", date(2025, 7, 1), "quarter"),
        ("2025年第三季度", date(2025, 7, 1), "quarter"),
        ("2030", date(2030, 1, 1), "year"),
    ],
)
def test_an_explicit_date_is_found_whole(text: str, on: date, precision: str) -> None:
    found = [(d.start, d.end, d.on, d.precision) for d in find_dates(f"x {text}, y")]
    assert found == [(2, 2 + len(text), on, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "2000 tonnes",
        "$2025",
        "2,025 units",
        "call 555-2025",
        "03/04/2025",
        "12025",
        "Version 2.2025",
    ],
)
def test_a_number_that_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 7 August the", [PartialDate(3, 11, 8, 7)]),
        ("On January 17 the", [PartialDate(3, 13, 1, 17)]),
        ("in September we", [PartialDate(3, 12, 9, None)]),
        ("May I go in May", [PartialDate(12, 15, 5, None)]),
        ("今年2月10日", [PartialDate(2, 7, 2, 10)]),
        ("5 May 2025", []),
        ("in January 15,000 tonnes", [PartialDate(3, 10, 1, None)]),
    ],
)
def test_a_date_without_a_year_is_left_to_the_reader(text: str, found: list[PartialDate]) -> None:
    assert find_partial_dates(text) == found


def test_an_impossible_day_is_not_invented() -> None:
    assert find_dates("31 February 2025") == [FoundDate(12, 16, date(2025, 1, 1), "year")]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_date_written_out_comes_back(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.year}年{day.month}月{day.day}日"):
        assert [(found.on, found.precision) for found in find_dates(text)] == [(day, "day")]


@given(st.text(alphabet="0123456789 .,-/年月日Mayan'JQ", max_size=40))
def test_found_dates_are_in_order_and_never_overlap(text: str) -> None:
    found = find_dates(text)
    edges = [edge for item in found for edge in (item.start, item.end)]
    assert edges == sorted(edges)
    assert all(item.on <= period_end(item.on, item.precision) for item in found)
