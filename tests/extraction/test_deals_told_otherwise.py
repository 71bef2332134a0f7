"""Deals told without a word of signing: what one is to the other, goods that move, shares."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.documents.language import detect_language
from dagster_project.extraction.deals.merging import parties
from dagster_project.extraction.deals.reader import extract
from dagster_project.extraction.page import Page

LEAD = "Quorvex Inc. makes lithium hydroxide in Leeds. "
LEITSATZ = "Die Quorvex AG baut in Bitterfeld eine Raffinerie für Lithiumhydroxid. "


def told(text: str) -> list[tuple[str, set[str]]]:
    page = Page(
        text,
        language=detect_language(text) or "en",
        published=dt.date(2025, 6, 11),
        published_precision="day",
    )
    return [(f.texts("deal_type")[0], parties(f)) for f in extract(page)]


PAIR = {"Quorvex", "Brinex"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("partnership", "Its partner for a plant in Portugal is Brinex Ltd."),
        ("partnership", "Brinex Ltd. is its partner for a plant in Portugal."),
        ("supply", "Brinex Ltd. signed on as second customer in March."),
        ("supply", "The company has Brinex Ltd. as its only supplier."),
        ("offtake", "Offtaker is Brinex Ltd."),
        ("operator_contract", "Contractor is Brinex Ltd."),
        ("equity_investment", "Brinex Ltd. came in as a shareholder in 2023 with $15 million."),
        ("equity_investment", "Brinex Ltd. owns 12 per cent of the company."),
        ("equity_investment", "A 12 per cent stake is held by Brinex Ltd."),
        ("equity_investment", "Shareholders of the company include Brinex Ltd."),
        ("joint_venture", "Brinex Ltd. owns the other half."),
        ("offtake", "All of it is under contract to Brinex Ltd."),
        ("offtake", "Two thirds of the output is reserved for Brinex Ltd."),
        ("supply", "Brinex Ltd. is supplied out of it."),
        ("supply", "Spodumene comes from Brinex Ltd. under a ten-year contract."),
        ("tolling", "Brinex Ltd. refines it for a fee and returns nickel sulphate."),
        ("acquisition", "In May the plant went to Brinex Ltd. after its insolvency."),
    ],
)
def test_the_other_party_of_a_deal_may_be_whom_the_text_is_about(kind: str, text: str) -> None:
    assert told(LEAD + text) == [(kind, PAIR)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("offtake", "Die Brinex GmbH nimmt die Hälfte der Produktion ab."),
        ("offtake", "Die Brinex GmbH hat sich 5.000 Tonnen im Jahr gesichert."),
        ("offtake", "Abnehmer ist die Brinex GmbH."),
        ("equity_investment", "Die Brinex GmbH steigt mit 10 Prozent bei Quorvex ein."),
        ("equity_investment", "Mit 10 Prozent beteiligt ist die Brinex GmbH."),
        ("supply", "Quorvex wird von der Brinex GmbH mit Spodumen beliefert."),
        ("joint_venture", "Die andere Hälfte gehört der Brinex GmbH."),
    ],
)
def test_german_verbs_are_read_with_what_stands_at_the_end(kind: str, text: str) -> None:
    assert told(LEITSATZ + text) == [(kind, PAIR)]


def test_each_of_several_takers_has_a_deal_of_its_own() -> None:
    found = told(LEAD + "Offtakers are Brinex Ltd. and Sulvane Corp.")
    assert found == [("offtake", PAIR), ("offtake", {"Quorvex", "Sulvane"})]


def test_who_holds_contracts_with_a_third_has_none_with_each_other() -> None:
    found = told("Brinex Ltd. and Sulvane Corp. hold offtake agreements with Quorvex Inc.")
    assert sorted(found, key=str) == sorted(
        [("offtake", PAIR), ("offtake", {"Quorvex", "Sulvane"})], key=str
    )


def test_names_joined_by_a_hyphen_are_the_owners_of_a_venture() -> None:
    text = "Quorvex Inc. runs the site. Brinex Ltd. helps. The Quorvex-Brinex joint venture is new."
    assert ("joint_venture", PAIR) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Quorvex Inc. shares rose after Brinex Ltd. cut its output of lithium hydroxide.",
        "Quorvex Inc. said customers such as Brinex Ltd. want local supply.",
        "Quorvex Inc. supplies the industry from Leeds; Brinex Ltd. does so from Lyon.",
        "Quorvex Inc. makes 20% of the cathodes that the plants of Brinex Ltd. need.",
        "Brinex Ltd. is a potential customer of Quorvex Inc.",
    ],
)
def test_words_of_trade_alone_tell_no_deal(text: str) -> None:
    assert told(text) == []


def test_a_table_of_buyers_tells_a_deal_a_row() -> None:
    text = (
        "# Offtake agreements of Quorvex Inc.\n\n"
        "| Buyer | Volume | Date |\n| --- | --- | --- |\n"
        "| Brinex Ltd. | 5,000 t a year | March 2025 |\n"
        "| Sulvane Corp. | 2,000 t a year | June 2024 |\n"
    )
    assert told(text) == [("offtake", PAIR), ("offtake", {"Quorvex", "Sulvane"})]


def test_the_items_of_a_list_are_what_the_line_above_calls_them() -> None:
    text = (
        "Quorvex Inc. has signed two offtake agreements:\n\n"
        "- Brinex Ltd.: 5,000 tonnes a year\n"
        "- Sulvane Corp.: 2,000 tonnes a year\n"
    )
    assert told(text) == [("offtake", PAIR), ("offtake", {"Quorvex", "Sulvane"})]


def test_a_share_and_a_share_of_the_output_are_two_deals() -> None:
    found = told("Brinex Ltd. takes 30% of Quorvex Inc. and half of its output.")
    assert sorted(found, key=str) == [("equity_investment", PAIR), ("offtake", PAIR)]


def test_a_material_in_a_name_is_no_goods() -> None:
    assert told("Quorvex Inc. buys Brinex Metals Ltd.") == [
        ("acquisition", {"Quorvex", "Brinex Metals"})
    ]


@pytest.mark.parametrize(
    ("kind", "text", "pair"),
    [
        ("partnership", "恒沃锂业携手登摩化工在匈牙利建设正极材料工厂。", {"恒沃锂业", "登摩化工"}),
        ("offtake", "博瑞汽车向恒沃锂业采购氢氧化锂3万吨。", {"博瑞汽车", "恒沃锂业"}),
        ("offtake", "東陽電池は北斗化学から正極材を調達する。", {"東陽電池", "北斗化学"}),
        ("supply", "恒沃锂业是登摩化工的最大客户。", {"恒沃锂业", "登摩化工"}),
        ("equity_investment", "登摩化工持有恒沃锂业20%股权。", {"登摩化工", "恒沃锂业"}),
    ],
)
def test_eastern_verbs_find_their_other_side(kind: str, text: str, pair: set[str]) -> None:
    assert told(text) == [(kind, pair)]


@pytest.mark.parametrize("doubt", ["could one day supply", "hopes to supply", "tried to supply"])
def test_what_may_be_is_no_deal(doubt: str) -> None:
    assert told(f"Quorvex Inc. {doubt} Brinex Ltd. with nickel sulphate.") == []


def test_a_venture_goods_come_from_is_not_shared_with_who_gets_them() -> None:
    text = "Quorvex Inc. agreed to supply Brinex Ltd. with nickel from its Sulawesi joint venture."
    assert told(text) == [("supply", PAIR)]


def test_the_line_that_is_bought_is_no_goods() -> None:
    text = "Brinex Ltd. has agreed to buy the pilot line of Quorvex Inc., where cells are made."
    assert told(text) == [("acquisition", PAIR)]


def test_half_of_what_is_made_is_no_company() -> None:
    assert told(LEAD + "Brinex Ltd. buys half of that.") == [("offtake", PAIR)]


def test_the_two_are_those_of_the_deal_told_before() -> None:
    text = (
        "Quorvex Inc. and Brinex Ltd. created Sulvane Corp. as a joint venture for cathodes. "
        "The memorandum of understanding between the two dates from December 2023."
    )
    assert ("mou", PAIR) in told(text)


def test_a_deal_said_twice_to_be_the_same_as_the_one_before_is_read_once() -> None:
    first = "Quorvex Inc. signed a supply agreement with Brinex Ltd."
    again = "In France Tavola Ltd. does the same with batteries from Reno."
    assert ("supply", PAIR) in told(f"{first} {again}")
