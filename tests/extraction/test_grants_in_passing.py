"""Awards told along the way, in labels, tables and half-sentences, from sentences written here."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.grants.reader import extract
from dagster_project.extraction.page import Page

DOE = "U.S. Department of Energy"
Short = tuple[str, str, float | None]


def _read(text: str, language: str = "en") -> list[Short]:
    page = Page(text, language, published=dt.date(2025, 11, 14), published_precision="day")
    found: list[Short] = []
    for frame in extract(page):
        amount = frame.get("amount")
        sum_ = amount.number if amount else None
        found.append((frame.texts("action")[0], frame.texts("recipient")[0], sum_))
    return found


def test_the_earlier_promise_a_loan_is_compared_with_is_a_change_of_its_own() -> None:
    text = (
        f"Brightmetal Lithium Inc. has closed a $96 million loan with the {DOE}, more than the "
        "$70 million the department had committed conditionally in January 2023."
    )
    assert _read(text) == [
        ("closed", "Brightmetal Lithium", 96e6),
        ("conditional_commitment", "Brightmetal Lithium", 70e6),
    ]


@pytest.mark.parametrize(
    ("language", "text", "action"),
    [
        ("en", "Ottawa had promised Brightmetal Batteries Inc. C$20 million.", "awarded"),
        (
            "en",
            "Ottawa has pledged Brightmetal Batteries Inc. C$20 million, subject to final papers.",
            "conditional_commitment",
        ),
        ("de", "Bund und Land bewilligten der Brightmetal Batterie AG 20 Mio. Euro.", "awarded"),
    ],
)
def test_what_a_state_promises_is_given_unless_conditions_are_told(
    language: str, text: str, action: str
) -> None:
    assert [(a, s) for a, _, s in _read(text, language)] == [(action, 20e6)]


def test_an_award_without_a_verb_has_the_sum_that_heads_its_item() -> None:
    text = "2. **$37 million.** The Pentagon's grant of July 2023 to Brightmetal Graphite Inc."
    assert _read(text) == [("awarded", "Brightmetal Graphite", 37e6)]


def test_a_share_of_an_award_paid_is_a_payment_without_a_sum() -> None:
    text = (
        "La Région Grand Est a accordé à la société Brightmetal SA 3 millions d'euros de "
        "subvention pour ses batteries. La moitié de la subvention a été versée cet automne."
    )
    assert _read(text, "fr") == [
        ("awarded", "Brightmetal", 3e6),
        ("disbursed", "Brightmetal", None),
    ]


def test_a_table_of_recipients_is_read_with_the_scale_its_head_tells() -> None:
    text = (
        "# Defense money for battery minerals, as published by the Pentagon\n\n"
        "| Date | Recipient | Sum (US$ million) |\n|---|---|---|\n"
        "| 17 July 2023 | Brightmetal Graphite Inc. | 37.5 |\n"
        "| 12 Sept 2023 | Quarrystone Lithium Inc. | 90 |\n"
    )
    assert _read(text) == [
        ("awarded", "Brightmetal Graphite", 37.5e6),
        ("awarded", "Quarrystone Lithium", 90e6),
    ]


def test_equity_that_a_heading_calls_won_is_no_award() -> None:
    text = (
        "# Brightmetal Lithium wins £31m from National Wealth Fund\n\n"
        "The National Wealth Fund is to put £31 million of equity into Brightmetal Lithium Ltd."
    )
    assert _read(text) == []


def test_the_fate_of_a_sum_is_that_of_who_was_given_it() -> None:
    text = (
        f"Brightmetal Batteries Inc.: the $200 million grant for which the {DOE} had selected us "
        "in October 2022, together with General Motors, was withdrawn in May 2023."
    )
    assert _read(text) == [
        ("selected", "Brightmetal Batteries", 200e6),
        ("cancelled", "Brightmetal Batteries", 200e6),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            f"The {DOE} awarded Brightmetal Batteries Inc. a $30 million grant "
            "and a second one of $5 million.",
        ),
        (
            "fr",
            "La Région Grand Est a accordé à la société Brightmetal SA 30 millions d'euros de "
            "subvention pour ses batteries et un prêt de 5 millions d'euros.",
        ),
    ],
)
def test_a_second_sum_of_the_same_giver_is_one_more_award(language: str, text: str) -> None:
    assert [(a, s) for a, _, s in _read(text, language)] == [("awarded", 30e6), ("awarded", 5e6)]


def test_the_whole_loan_of_a_first_draw_is_what_was_cleared_before() -> None:
    text = (
        "Norway's Brightmetal Batteries AS has been handed the first 25 million crowns of a "
        "1.5 billion crown loan from state agency Innovation Norway. "
        "Parliament had cleared the loan in December 2024."
    )
    assert [(a, s) for a, _, s in _read(text)] == [("disbursed", 25e6), ("awarded", 1.5e9)]
