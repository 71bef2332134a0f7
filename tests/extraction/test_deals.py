from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.documents.language import detect_language
from dagster_project.extraction.deals.merging import parties
from dagster_project.extraction.deals.reader import extract
from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page


def deals(text: str, language: str = "en") -> list[Frame]:
    page = Page(text, language=language, published=dt.date(2025, 6, 11), published_precision="day")
    return extract(page)


def told(text: str, language: str = "en") -> list[tuple[str, set[str]]]:
    return [(f.texts("deal_type")[0], parties(f)) for f in deals(text, language)]


PAIR = {"Quorvex", "Brinex"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("mou", "Quorvex Inc. signed a memorandum of understanding with Brinex Ltd."),
        ("mou", "A memorandum of understanding between Quorvex Inc. and Brinex Ltd. was signed."),
        ("supply", "Quorvex Inc. and Brinex Ltd. inked a supply agreement for nickel salts."),
        ("offtake", "Under an offtake agreement, Brinex Ltd. will buy salts from Quorvex Inc."),
        ("acquisition", "Quorvex Inc. was acquired by Brinex Ltd. in May."),
        ("acquisition", "Quorvex Inc. completed its purchase of Brinex Ltd."),
        ("joint_venture", "Newcell Inc. belongs to Quorvex Inc. (60%) and Brinex Ltd. (40%)."),
        ("equity_investment", "Quorvex Inc. has invested $5 million in Brinex Ltd."),
        ("licence", "Quorvex Inc. took an exclusive licence from Brinex Ltd."),
        ("partnership", "Quorvex Inc. teamed up with Brinex Ltd. to make cells."),
        ("mou", "Quorvex GmbH unterzeichnete mit der Firma Brinex AG eine Absichtserklärung."),
        ("acquisition", "Le groupe Quorvex a racheté la société Brinex."),
    ],
)
def test_a_deal_is_told_in_many_ways(kind: str, text: str) -> None:
    assert told(text, detect_language(text) or "en") == [(kind, PAIR)]


def test_the_first_party_may_stand_in_an_earlier_sentence() -> None:
    text = "Quorvex Inc. shreds packs. The company has a supply agreement with Brinex Ltd."
    assert told(text) == [("supply", PAIR)]


def test_contracts_with_three_customers_are_three_deals() -> None:
    text = "Quorvex Inc. signed offtake agreements with Brinex Ltd., Calder Inc. and Doral Corp."
    assert [p for _, p in told(text)] == [
        {"Quorvex", other} for other in ("Brinex", "Calder", "Doral")
    ]


def test_mentions_of_one_deal_are_one_frame_and_a_memorandum_and_its_contract_are_two() -> None:
    text = (
        "Quorvex Inc. signed a memorandum of understanding with Brinex Ltd. on 3 March 2024.\n"
        "The partnership with Brinex Ltd. is close.\n"
        "On 5 May 2025 Quorvex Inc. signed a supply agreement with Brinex Ltd."
    )
    assert [kind for kind, _ in told(text)] == ["mou", "supply"]


def test_a_date_counts_where_the_text_ties_it_to_the_deal() -> None:
    signed = deals("Quorvex Inc. signed a supply agreement with Brinex Ltd. in May 2024.")[0]
    date = signed.get("announced_on")
    assert date
    assert (date.on, date.precision) == (dt.date(2024, 5, 1), "month")
    later = deals("Quorvex Inc. has a supply agreement with Brinex Ltd. until 2030.")[0]
    assert later.get("announced_on") is None


def test_the_price_of_a_company_is_the_value_and_the_cost_of_a_plant_is_not() -> None:
    bought = deals("Quorvex Inc. acquired Brinex Ltd. for $40 million.")[0].get("value")
    assert bought
    assert (bought.number, bought.unit) == (40_000_000, "USD")
    built = deals("Quorvex Inc. teamed up with Brinex Ltd. on a $40 million plant.")[0]
    assert built.get("value") is None


@pytest.mark.parametrize(
    "text",
    [
        "Quorvex Inc. is in talks with Brinex Ltd. about a supply agreement.",
        "Quorvex Inc. secures its supply chain as Brinex Ltd. watches.",
        "Quorvex Inc. secured a grant of $5 million from the Department of Energy.",
        "About Quorvex\nQuorvex Inc. has a partnership with Brinex Ltd.",
    ],
)
def test_talks_supply_chains_grants_and_company_descriptions_are_no_deals(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quorvex Inc. brings its technology to the collaboration and Brinex Ltd. its trucks "
            "and logistics, the two said.",
            [("logistics_service", PAIR)],
        ),
        (
            "Quorvex Inc. owns a battery plant, which the Swiss branch of Brinex Ltd., a firm "
            "from Basel, is set to manage.",
            [("operator_contract", PAIR)],
        ),
        ("Quorvex Inc. partnered in April with Brinex Ltd.", [("partnership", PAIR)]),
        (
            "Quorvex Inc. signed a memorandum of understanding with Brinex Ltd. in May.\n"
            "Calder Inc. has a similar agreement.",
            [("mou", PAIR), ("mou", {"Brinex", "Calder"})],
        ),
        (
            "Quorvex Inc. invested $3 million in Brinex Ltd. and agreed to buy 500 tonnes of "
            "nickel from Brinex Ltd.",
            [("equity_investment", PAIR), ("offtake", PAIR)],
        ),
        (
            "Quorvex Inc. has offtake agreements with Brinex Ltd. and Calder Inc., which supply "
            "nickel to makers like Doral Corp.",
            [("offtake", PAIR), ("offtake", {"Quorvex", "Calder"})],
        ),
    ],
)
def test_deals_are_told_over_branches_pairs_and_clauses(
    text: str, expected: list[tuple[str, set[str]]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This article was amplified by Quorvex Inc. in partnership with Brinex Ltd.",
        "This partnership will allow Quorvex Inc. to design cells while Brinex Ltd. makes packs.",
        "Owners of a Quorvex Inc. pack will be able to purchase parts from Brinex Ltd.",
        "Nickel needs secure supply lines, so Quorvex Inc. may gain as Brinex Ltd. does.",
    ],
)
def test_credits_quotes_and_customers_are_no_deals(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Newcell Inc., 60% Quorvex Inc. and 40% Brinex Ltd., makes cells.",
        "Quorvex Inc. and Brinex Ltd.'s cell plant in Ohio is nearly finished.",
        "The refinery belongs to Quorvex Inc. and Brinex Ltd.",
    ],
)
def test_owners_of_one_works_are_partners_in_a_joint_venture(text: str) -> None:
    assert told(text) == [("joint_venture", PAIR)]


def test_a_later_sentence_says_what_an_agreement_is_about() -> None:
    text = (
        "Quorvex Inc. signed an agreement with Brinex Ltd. on Tuesday. Under it, Quorvex will "
        "supply 8,000 tonnes of nickel sulphate a year."
    )
    assert told(text) == [("supply", PAIR)]


def test_backers_named_a_sentence_later_join_the_round() -> None:
    text = (
        "Quorvex Inc. raised $55 million in a Series B round led by Brinex Ltd. "
        "Calder Inc. and Doral Corp. also took part."
    )
    assert told(text) == [("equity_investment", {"Quorvex", "Brinex", "Calder", "Doral"})]


def test_customers_of_one_supplier_need_no_subject() -> None:
    text = (
        "Quorvex Inc. makes graphite. Offtake contracts are in place with Brinex Ltd. and Calder "
        "Inc."
    )
    assert [p for _, p in told(text)] == [{"Quorvex", "Brinex"}, {"Quorvex", "Calder"}]


def test_a_question_tells_no_deal() -> None:
    assert told("Will Quorvex Inc. acquire Brinex Ltd.?") == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("supply", "Brinex has awarded Quorvex a five-year contract for cells."),
        ("offtake", "Brinex will buy half of the lithium carbonate that Quorvex turns out."),
        ("offtake", "Brinex takes up to 60% of the nickel sulphate made at Quorvex's refinery."),
        ("asset_sale", "Quorvex has sold its Dresden works to Brinex."),
        ("acquisition", "Brinex is now part of Quorvex."),
        ("operator_contract", "Brinex's refinery will be built by Quorvex under a contract."),
    ],
)
def test_deals_between_names_nobody_has_met_are_told_in_many_ways(kind: str, text: str) -> None:
    assert told(text) == [(kind, PAIR)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Brinex lends Quorvex EUR 60 million for its Gothenburg works.", 60e6),
        ("Quorvex secured a $25 million credit facility from Brinex.", 25e6),
        ("Brinex has awarded Quorvex a $400 million contract for battery cells.", 400e6),
    ],
)
def test_the_sum_of_a_loan_or_a_contract_is_no_cost_of_a_plant(text: str, amount: float) -> None:
    value = deals(text)[0].get("value")
    assert value
    assert value.number == amount


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("offtake", "Brinex Corp. has contracted to take half of the initial output."),
        ("equity_investment", "Brinex Corp. has been a shareholder since October 2023."),
        ("equity_investment", "Brinex Corp. put money into it in 2019."),
        ("equity_investment", "Brinex Corp. bought 15% of the company in May."),
        ("supply", "Brinex Corp. is the largest customer, under a five-year deal."),
        ("supply", "Brinex Corp. ended its contract in November."),
    ],
)
def test_a_deal_without_a_second_party_is_with_whom_the_text_is_about(kind: str, text: str) -> None:
    lead = "Quorvex Inc. builds an anode plant in Lulea. "
    assert told(lead + text) == [(kind, PAIR)]


def test_a_list_of_who_signed_or_holds_contracts_is_one_deal_each() -> None:
    lead = "Quorvex Inc. builds an anode plant in Lulea. "
    for text in (
        "Brinex Corp., Calder Inc. and Doral Ltd. have all signed non-binding offtake terms.",
        "Contracts are in place with Brinex Corp., Calder Inc. and Doral Ltd.",
    ):
        found = [p for _, p in told(lead + text)]
        assert found == [{"Quorvex", other} for other in ("Brinex", "Calder", "Doral")]


@pytest.mark.parametrize(
    "text",
    [
        "The world put $634 billion into carmaker Quorvex Inc., according to Brinex Ltd.",
        "Quorvex Inc. sold shares, with Brinex Ltd. acting as sole bookrunner.",
    ],
)
def test_a_source_and_a_bank_are_no_parties(text: str) -> None:
    assert all("Brinex" not in who for _, who in told(text))


def test_a_certificate_and_skills_are_acquired_from_nobody() -> None:
    assert told("Quorvex Inc. announced its acquisition of a certification by Brinex Ltd.") == []
    assert told("Quorvex Inc. has acquired new skills with the help of Brinex Ltd.") == []


def test_who_opens_a_sentence_as_its_source_may_be_a_party() -> None:
    text = "According to Quorvex Inc., a memorandum of understanding was signed with Brinex Ltd."
    assert told(text) == [("mou", PAIR)]
