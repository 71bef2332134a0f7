"""Dates in sentences, read against the publication date."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.model import Date
from dagster_project.extraction.values.dates import find_dates_in

PUBLISHED = dt.date(2025, 9, 17)  # a Wednesday


def _read(text: str, published: dt.date | None = PUBLISHED, precision: str = "day") -> list[Date]:
    return find_dates_in(text, 0, len(text), published, precision)


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("today announced", "2025-09-17", "day"),
        ("it said on Friday", "2025-09-12", "day"),
        ("in October", "2024-10-01", "month"),
        ("by October", "2025-10-01", "month"),
        ("last September", "2024-09-01", "month"),
        ("in October last year", "2024-10-01", "month"),
        ("in the third quarter", "2025-07-01", "quarter"),
        ("in the first quarter of this year", "2025-01-01", "quarter"),
        ("earlier this year", "2025-01-01", "year"),
        ("by 2030", "2030-01-01", "year"),
        ("am 4. August", "2025-08-04", "day"),
        ("去年10月27日", "2024-10-27", "day"),
        ("28일 밝혔다", "2025-08-28", "day"),
        ("지난해 10월", "2024-10-01", "month"),
        ("le mois dernier", "2025-08-01", "month"),
    ],
)
def test_a_relative_date_is_resolved_no_finer_than_its_words(
    text: str, on: str, precision: str
) -> None:
    (found,) = _read(text)
    assert (found.on.isoformat(), found.precision) == (on, precision)


@pytest.mark.parametrize(
    ("text", "on", "until"),
    [
        ("from January to August 2025", "2025-01-01", "2025-08-31"),
        ("from January 1 to October 31, 2024", "2024-01-01", "2024-10-31"),
        ("2025年1-8月", "2025-01-01", "2025-08-31"),
        ("1~8월", "2025-01-01", "2025-08-31"),
        ("in the first eight months of 2025", "2025-01-01", "2025-08-31"),
        ("in the second half of 2026", "2026-07-01", "2026-12-31"),
        ("so far this year", "2025-01-01", "2025-08-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, on: str, until: str) -> None:
    (found,) = _read(text)
    assert (found.on.isoformat(), str(found.until)) == (on, until)


def test_without_a_publication_date_relative_dates_are_left_out() -> None:
    assert _read("today, in October and on Friday", None, "unknown") == []
    assert [d.on.year for d in _read("today and in 2024", None, "unknown")] == [2024]


def test_a_publication_month_gives_months_and_no_days() -> None:
    found = _read("In September it said today", dt.date(2024, 5, 1), "month")
    assert [(d.on.isoformat(), d.precision) for d in found] == [
        ("2023-09-01", "month"),
        ("2024-05-01", "month"),
    ]


def test_a_weekday_beside_a_date_is_no_date_of_its_own() -> None:
    assert len(_read("Wednesday, Sept. 17, 2025")) == 1
    assert _read("on that Wednesday") == []


@pytest.mark.parametrize(
    "text",
    [
        "It opened in 2019; in June of the same year it shut.",
        "Das Werk begann 2019, im Juni desselben Jahres folgte der Stillstand.",
        "Elle a ouvert en mars 2019 et fermé en juin de la même année.",
        "该厂于2019年3月开工,同年6月投产。",
        "2019년 3월 착공해 같은 해 6월 완공했다.",
    ],
)
def test_the_same_year_is_that_of_the_date_before(text: str) -> None:
    assert _read(text)[-1].on == dt.date(2019, 6, 1)


def test_the_same_year_may_be_named_in_the_sentence_before() -> None:
    lead, text = "It opened in March 2019. ", "In June of the same year it shut."
    dates = find_dates_in(lead + text, len(lead), len(lead + text), PUBLISHED, "day")
    assert dates[0].on == dt.date(2019, 6, 1)


@pytest.mark.parametrize(
    ("text", "on", "until"),
    [
        ("In May, sales rose.", dt.date(2025, 5, 1), None),
        ("Sales in 2Q25 rose.", dt.date(2025, 4, 1), None),
        ("Sales in Jan-May rose.", dt.date(2025, 1, 1), dt.date(2025, 5, 31)),
        ("Sales between January and April rose.", dt.date(2025, 1, 1), dt.date(2025, 4, 30)),
        ("截至6月13日", dt.date(2025, 6, 13), None),
    ],
)
def test_short_forms_of_periods_are_read(text: str, on: dt.date, until: dt.date | None) -> None:
    found = find_dates_in(text, 0, len(text), dt.date(2025, 6, 20), "day")
    assert [(d.on, d.until) for d in found] == [(on, until)]
