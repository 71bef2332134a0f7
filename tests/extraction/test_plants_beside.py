"""Whose plant is meant beside its buyers, and further units on the ground of another."""

from __future__ import annotations

import datetime as dt

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
