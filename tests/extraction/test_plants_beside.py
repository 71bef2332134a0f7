"""Whose plant is meant beside its buyers, and further units on the ground of another."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.finding import find_places
from dagster_project.extraction.plants.reader import extract


def _plants(text: str, language: str = "en") -> list[Frame]:
    return extract(Page(text=text, language=language, published=dt.date(2025, 6, 2)))


def _told(text: str, language: str = "en") -> list[tuple[list[str], list[str]]]:
    return [
        (f.texts("operator"), f.texts("city") or f.texts("region")) for f in _plants(text, language)
    ]


def test_a_second_line_without_a_place_stands_where_the_first_one_does() -> None:
    text = (
        "Verdant Cathode runs a cathode material plant in Gebeng, Malaysia. "
        "A second line of the same size is being built for RM380 million."
    )
    assert _told(text) == [(["Verdant Cathode"], ["Gebeng"])] * 2


def test_plants_of_customers_are_nobodys() -> None:
    text = (
        "Prairie Cathode runs a battery materials plant in Regina. "
        "Output goes to customers with factories in Ontario and Michigan."
    )
    assert _told(text) == [(["Prairie Cathode"], ["Regina"])]


def test_who_winds_a_company_up_runs_none_of_its_plants() -> None:
    text = (
        "NorthCell Batteries collapsed in May. Administrators from Harper Boyle Ltd said that "
        "construction at Blyth, England, halted in March, would not resume."
    )
    assert _told(text) == [(["NorthCell Batteries"], ["Blyth"])]


def test_the_subsidiary_named_after_its_parent_runs_the_plant() -> None:
    text = "澜溪新材股份有限公司子公司循锂科技有限公司在湖南娄底的电池回收工厂年处理退役电池3万吨。"
    assert _told(text, "zh") == [(["循锂科技有限公司"], ["Loudi"])]


def test_a_month_is_no_town() -> None:
    text = "Im Juli hatte Zellbau den Bau der Zellfabrik in Landau begonnen."
    assert [place.city for place in find_places(text, 0, len(text))] == ["Landau"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It has two plants: one in Lubbock, Texas, the other in Dayton, Ohio.",
        "One plant stands in Lubbock, Texas. Its twin runs in Dayton, Ohio, since 2021.",
        "The black mass plant in Lubbock, Texas, is a twin of the one it runs in Dayton, Ohio.",
        "The plant in Lubbock, Texas, has opened; a second is to be put up in Dayton, Ohio.",
    ],
)
def test_a_word_that_counts_on_is_one_more_plant_where_its_verb_tells(sentence: str) -> None:
    told = _told(f"Halvorsen Metals recycles lithium-ion batteries. {sentence}")
    assert told == [(["Halvorsen Metals"], [city]) for city in ("Lubbock", "Dayton")]


def test_a_word_that_counts_on_something_else_is_no_plant() -> None:
    text = (
        "Halvorsen Metals runs a battery recycling plant in Lubbock, Texas. "
        "A second contract in Ohio and another customer in Dayton, Ohio, were signed."
    )
    assert _told(text) == [(["Halvorsen Metals"], ["Lubbock"])]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Verdine garde son usine de batteries d'Harnes, dans le Pas-de-Calais.", "Harnes"),
        ("Verdine lance la production de cathodes à Mulhouse, près d'Altkirch.", "Mulhouse"),
    ],
)
def test_a_french_town_follows_its_works_with_any_of(text: str, city: str) -> None:
    assert [places for _, places in _told("Verdine S.A. recycle. " + text, "fr")] == [[city]]


def test_its_plant_is_no_nearer_description_of_that_of_another_company() -> None:
    text = (
        "Brightwater Cells Inc. would build a battery factory. "
        "Halvorsen Metals Inc. goes on. Its cathode plant in Dayton, Ohio, is running."
    )
    assert (["Halvorsen Metals"], ["Dayton"]) in _told(text)


def test_a_table_of_towns_belongs_to_whom_the_page_is_about() -> None:
    text = (
        "Halvorsen Metals recycles lithium-ion batteries.\n\n| Site | State | What |\n|---|---|---|"
        "\n| Lubbock | Texas | black mass, 20,000 t/y |\n| Dayton | Ohio | cathode, 8,000 t/y |\n"
    )
    assert [places for _, places in _told(text)] == [["Lubbock"], ["Dayton"]]


def test_a_works_needs_no_word_of_the_field_beside_it_in_a_page_steeped_in_it() -> None:
    far = (
        "Black mass, cathode active material and lithium hydroxide are what recyclers of "
        "lithium-ion batteries sell, beside precursor, nickel sulphate and anode graphite.\n\n"
        "Markets were quiet.\n\nTraders waited.\n\n"
    )
    near = "Halvorsen Metals Inc. runs a smelter in Dayton, Ohio.\n"
    assert _told(far + near) == [(["Halvorsen Metals"], ["Dayton"])]
    assert _told("Markets were quiet.\n\nTraders waited.\n\n" + near) == []
