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
