"""Whose plant a line tells of, where no name stands beside it, and what no plant is."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.reader import extract

LEAD = "Halvorsen Metals Inc. recycles lithium-ion batteries and makes cathode material.\n\n"


def _told(text: str, language: str = "en") -> list[tuple[list[str], list[str]]]:
    page = Page(text=text, language=language, published=dt.date(2025, 6, 2))
    return [(f.texts("operator"), f.texts("city") or f.texts("region")) for f in extract(page)]


def test_the_plants_of_a_list_of_towns_are_those_of_whom_the_page_is_about() -> None:
    text = LEAD + (
        "Brightwater Capital LLC, a creditor, will own it.\n\n"
        "* Dayton, Ohio. The group's cathode plant keeps running.\n"
        "* Sparta, Georgia. A black mass plant bought from Oleander Corp. in 2022.\n"
    )
    assert _told(text) == [(["Halvorsen Metals"], ["Dayton"]), (["Halvorsen Metals"], ["Sparta"])]


def test_the_mine_of_a_line_that_a_company_heads_is_none_named_above() -> None:
    text = (
        "Brightwater Inc. is a miner of lithium. Brightwater Inc.'s mine at Kalgoorlie stopped.\n\n"
        "Halvorsen Metals Inc. The company's loan was paid out. The mine will make spodumene.\n"
    )
    assert (["Brightwater"], ["Kalgoorlie"]) in _told(text)
    assert all(owners != ["Halvorsen Metals"] for owners, towns in _told(text) if towns)


def test_a_plant_right_before_there_stands_in_the_town_named_before() -> None:
    text = LEAD + "The shop in Dayton, Ohio, grew.  Halvorsen's plant there makes cathode material."
    assert _told(text) == [(["Halvorsen Metals"], ["Dayton"])]


def test_its_plant_tells_of_no_site_of_another_company_that_has_no_place_yet() -> None:
    text = (
        "Brightwater Inc. is planning a cathode plant. Oleander Corp. watches.\n\n"
        "Halvorsen Metals Inc. closed its cathode plant in Dayton, Ohio."
    )
    assert (["Halvorsen Metals"], ["Dayton"]) in _told(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "The first shipments reach Chinese smelters in May.",
        "Scrap comes from its Ultra plants under the contract.",
        "Packs go to North American facilities.",
    ],
)
def test_plants_in_general_are_nobodys(sentence: str) -> None:
    assert _told(LEAD + sentence) == []


def test_a_mount_is_no_country() -> None:
    text = LEAD + "Ore comes from the partners' own mine and concentrator at Mount Holland."
    assert all("NL" not in towns for _, towns in _told(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "Halvorsen Metals has sold its black mass plant in Dayton, Ohio, to Oleander Recycling.",
        "Halvorsen Metals handed the keys of its Dayton battery works to Oleander Recycling.",
        "Oleander Recycling is taking over the insolvent Halvorsen Metals' Dayton battery plant.",
    ],
)
def test_who_takes_a_plant_over_owns_it_too(sentence: str) -> None:
    [frame] = extract(Page(text=LEAD + "Oleander Recycling Inc. grows. " + sentence))
    assert set(frame.texts("operator") + frame.texts("owner")) == {
        "Halvorsen Metals",
        "Oleander Recycling",
    }


def test_numbers_tell_the_plants_of_one_site_apart() -> None:
    lead = "한솔배터리(주)는 리튬이온 배터리 양극재 기업이다.\n\n"
    text = lead + "한솔배터리는 구미 1공장에서 양극재를 생산하고, 2공장은 내년 준공한다."
    assert [towns for _, towns in _told(text, "ko")] == [["Gumi"], ["Gumi"]]
    text = lead + "한솔배터리는 김천 1·2공장에서 폐배터리를 처리한다."
    assert [towns for _, towns in _told(text, "ko")] == [["Gimcheon"], ["Gimcheon"]]
    text = lead + "한솔배터리는 구미에 양극재 공장을 두고 있다. 지금 돌아가는 1·2공장은 바쁘다."
    assert [towns for _, towns in _told(text, "ko")] == [["Gumi"]]


def test_a_german_works_with_a_number_is_one_beside_the_other() -> None:
    text = (
        "Die Halvorsen Metals GmbH baut Lithium-Ionen-Batterien. Werk 1 von Halvorsen Metals in "
        "Zwickau stellt Batteriezellen her; Werk 2 ist im Bau."
    )
    assert [towns for _, towns in _told(text, "de")] == [["Zwickau"], ["Zwickau"]]


@pytest.mark.parametrize(
    ("sentence", "towns"),
    [
        ("It has two cell plants: Lubbock (Texas) and Dayton (Ohio).", ["Lubbock", "Dayton"]),
        ("Its Dayton and Lubbock plants turn out cathode material.", ["Dayton", "Lubbock"]),
        ("Its Dayton-based cathode plant is idle.", ["Dayton"]),
        ("A Dayton-based company buys from its cathode plant.", []),
    ],
)
def test_towns_of_works_are_read_in_lists_and_before_based(sentence: str, towns: list[str]) -> None:
    assert [town for _, told in _told(LEAD + sentence) for town in told] == towns


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        (
            "DAYTON, Ohio, May 28, 2025 - Halvorsen Metals inaugurated its cathode plant.",
            ["Dayton"],
        ),
        ("DAYTON, Ohio - Halvorsen Metals will need a cathode plant some day.", []),
        ("DAYTON, Ohio - Halvorsen Metals opened its cathode plant in Nysa, Poland.", ["Nysa"]),
    ],
)
def test_the_dateline_of_a_ceremony_is_the_town_of_the_works(text: str, towns: list[str]) -> None:
    lead = "Lithium-ion batteries and black mass. Halvorsen Metals Inc. recycles.\n\n"
    assert [town for _, told in _told(lead + text) for town in told] == towns


def test_a_line_at_the_same_address_stands_where_the_plant_does() -> None:
    text = LEAD.replace("\n", " ") + (
        "Its cathode factory in Dayton, Ohio, grows. A pilot line at the same address has run "
        "since March."
    )
    assert [towns for _, towns in _told(text)] == [["Dayton"], ["Dayton"]]


def test_works_of_one_town_are_told_apart_by_what_they_make() -> None:
    text = LEAD + "It has a cathode plant in Dayton, Ohio. "
    assert len(_told(text + "Its precursor plant in Dayton is being built.")) == 2
    assert len(_told(text + "The cathode active material plant in Dayton is being enlarged.")) == 1


def test_whose_a_plant_is_that_somebody_wanted() -> None:
    lead = LEAD + "Oleander Corp. and Brightwater Inc. make lithium hydroxide.\n\n"
    text = lead + "The refinery which Oleander and Brightwater wanted in Dayton, Ohio, is dead."
    assert _told(text) == [(["Oleander", "Brightwater"], ["Dayton"])]


def test_a_pilot_in_the_region_of_a_project_with_a_name_is_another_plant() -> None:
    text = LEAD + (
        "The Northside lithium project in Ohio will make lithium hydroxide from 2028.\n\n"
        "The pilot plant in Ohio is running."
    )
    assert len(_told(text)) == 2


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Agrivolt Inc. builds its 40 GWh factory in Dayton, Ohio.", 1),
        ("Agrivolt Inc. has an LFP pilot plant in Dayton, Ohio.", 1),
        ("Agrivolt Inc. has a bakery plant in Dayton, Ohio.", 0),
    ],
)
def test_a_works_says_itself_that_it_is_of_the_field(sentence: str, found: int) -> None:
    assert len(_told("Markets were quiet.\n\nTraders waited.\n\n" + sentence)) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Halvorsen Metals will make cathode material in the old Oleander factory in Dayton, Ohio.",
        "The former Oleander cathode plant in Dayton, Ohio, is being refitted by Halvorsen Metals.",
        "At the disused Oleander works in Dayton, Ohio, Halvorsen Metals makes cathode material.",
    ],
)
def test_a_former_works_belongs_to_who_is_in_it_now(sentence: str) -> None:
    assert _told(LEAD + "Oleander Corp. is gone. " + sentence) == [
        (["Halvorsen Metals"], ["Dayton"])
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Halvorsen Metals will show its battery recycling at a trade fair in Dayton, Ohio.",
        "Halvorsen Metals and Oleander Corp. signed an agreement in Dayton, Ohio, on black mass.",
    ],
)
def test_where_people_meet_no_works_stands(sentence: str) -> None:
    assert _told(LEAD.replace("and makes cathode material", "") + sentence) == []
