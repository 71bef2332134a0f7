"""Deals whose second party, or whose round's investors, another sentence or a list tells."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.documents.language import detect_language
from dagster_project.extraction.deals.merging import parties
from dagster_project.extraction.deals.reader import extract
from dagster_project.extraction.page import Page

LEAD = "Quorvex Inc. makes lithium hydroxide in Leeds. "


def told(text: str) -> list[tuple[str, set[str]]]:
    page = Page(
        text,
        language=detect_language(text) or "en",
        published=dt.date(2025, 6, 11),
        published_precision="day",
    )
    return [(f.texts("deal_type")[0], parties(f)) for f in extract(page)]


def each(kind: str, *others: str) -> list[tuple[str, set[str]]]:
    return [(kind, {"Quorvex", other}) for other in others]


@pytest.mark.parametrize(
    "text",
    [
        "Two customers have committed to its lithium: Brinex Ltd. and Calder Inc.",
        "Buyers for the first years are already found: Brinex Ltd. and Calder Inc.",
        "Two customers, Brinex Ltd. and Calder Inc., have signed for the output.",
        "Brinex Ltd. and Calder Inc. signed multiyear offtakes in February 2024.",
        "Brinex Ltd. signed an offtake agreement in May. Calder Inc. came next, in June.",
    ],
)
def test_each_customer_of_a_list_contracts_with_whom_the_text_is_about(text: str) -> None:
    assert told(LEAD + text) == each("offtake", "Brinex", "Calder")


@pytest.mark.parametrize(
    "text",
    [
        "Brinex Ltd. and Calder Inc. were the main buyers.",
        "The money came from Brinex Ltd. and Calder Inc.",
        "Brinex Ltd. and Calder Inc. are among the new names.",
    ],
)
def test_the_investors_of_a_round_may_follow_in_a_sentence_of_their_own(text: str) -> None:
    lead = LEAD + "It raised $27 million in October 2024. "
    assert told(lead + text) == [("equity_investment", {"Quorvex", "Brinex", "Calder"})]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("supply", "Its older works in Leeds carries on supplying Brinex Ltd."),
        ("supply", "The works is dedicated to Brinex Ltd."),
        ("asset_sale", "Sold its lithium metal business to Brinex Ltd. for $11 million."),
        ("offtake", "From Brinex Ltd. it receives second-life packs."),
    ],
)
def test_a_works_or_nobody_as_the_subject_leaves_the_deal_to_its_company(
    kind: str, text: str
) -> None:
    assert told(LEAD + text) == [(kind, {"Quorvex", "Brinex"})]


def test_who_followed_suit_is_no_party_of_the_deal_before_it() -> None:
    text = LEAD + "Brinex Ltd. signed an offtake contract in May, and Calder Inc. followed suit."
    assert told(text) == each("offtake", "Brinex", "Calder")


@pytest.mark.parametrize(
    "text",
    [
        "Customers have visited the works: nobody of Brinex Ltd. came.",
        "The works in Leeds took lithium out of old brine.",
    ],
)
def test_visits_and_processes_are_no_deals(text: str) -> None:
    assert told(LEAD + text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("joint_venture", "The mine, which it owns 55-45 with Brinex Ltd., comes first."),
        ("joint_venture", "It holds 55% of the mine alongside Brinex Ltd."),
        ("joint_venture", "The remaining 45 percent belong to Brinex Ltd."),
        ("joint_venture", "Brinex Ltd. agreed to pay $490 million for half of the project."),
        ("equity_investment", "It took $50 million from Brinex Ltd. in April 2023."),
        ("loan", "Brinex Ltd. is providing a $85 million loan under a June 2023 agreement."),
        ("licence", "The technology comes from Brinex Ltd. and is used in Leeds."),
        ("acquisition", "It acquired Brinex Ltd.'s 75 percent share in their joint venture."),
    ],
)
def test_owners_lenders_and_licensors_deal_with_whom_the_text_is_about(
    kind: str, text: str
) -> None:
    assert told(LEAD + text) == [(kind, {"Quorvex", "Brinex"})]


def test_a_venture_told_by_its_own_name_belongs_to_the_two_named_before() -> None:
    text = "Quorvex Inc. and Brinex Ltd. are building a cell plant in Leeds. "
    text += "The joint venture, Calder Cells Inc., was announced in May 2024."
    assert ("joint_venture", {"Quorvex", "Brinex"}) in told(text)


def test_a_paragraph_without_a_subject_speaks_of_the_company_of_the_text() -> None:
    text = LEAD + "\n\nBrinex Ltd. makes cells in Turin.\n\n"
    text += "Calder Ltd. has sent a letter of intent for the output."
    assert told(text) == [("loi", {"Quorvex", "Calder"})]


@pytest.mark.parametrize(
    "text",
    [
        "It received 4,000 visitors from Brinex Ltd. in April 2023.",
        "It took $50 million of sales from Brinex Ltd. last year.",
    ],
)
def test_sales_and_visitors_are_no_round(text: str) -> None:
    assert told(LEAD + text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("equity_investment", "The Series B closed in February 2023 at $30 million."),
        ("equity_investment", "Shareholders put in $34.5 million in April 2024."),
        ("loan", "In August 2024 a green loan of $500 million was signed with a group of banks."),
        ("acquisition", "In May 2024 a group of investors took over what remained of the company."),
    ],
)
def test_an_unnamed_investor_bank_or_buyer_leaves_a_deal_with_one_party(
    kind: str, text: str
) -> None:
    assert told(LEAD + text) == [(kind, {"Quorvex"})]


@pytest.mark.parametrize(
    "text",
    [
        "A Series B of $30 million is planned for next year.",
        "Investors trust the company.",
        "Brinex Ltd. has 38% of the world market, Calder Ltd. the rest.",
        "Buyers rush to purchase battery cars before the tax credit ends.",
    ],
)
def test_plans_moods_of_investors_and_shares_of_a_market_are_no_deals(text: str) -> None:
    assert told(LEAD + text) == []


def test_what_hangs_on_with_it_is_the_company_of_the_text() -> None:
    text = "Brinex Ltd. bought shares for $3 million in 2023. Calder Ltd. has an alliance with it."
    assert ("partnership", {"Quorvex", "Calder"}) in told(LEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "Together with Calder Ltd. it plans a kiln. All of its output is sold to Brinex Ltd.",
        "Calder Ltd. signed an offtake in May. Brinex Ltd., an arm of Doral Inc., followed suit.",
    ],
)
def test_neither_a_parent_nor_a_companion_takes_the_place_of_a_party(text: str) -> None:
    assert ("offtake", {"Quorvex", "Brinex"}) in told(LEAD + text)


def test_a_korean_sentence_without_a_subject_speaks_of_its_paragraph_s_topic() -> None:
    text = "엘앤에프는 양극재를 만든다.\n\n솔브레인은 전해액을 만든다. SK온에 공급하기 위한 것이다."
    assert told(text) == [("supply", {"Soulbrain", "SK On"})]
