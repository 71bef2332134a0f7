"""Mines and works that the trade calls by their names alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.reader import extract

WORKS = Path(__file__).parents[2] / "dagster_project" / "extraction" / "gazetteer" / "works.csv"


def plants(text: str) -> list[Frame]:
    return extract(Page("Lithium-ion battery materials.\n\n" + text))


@pytest.mark.parametrize(
    "text",
    [
        "Quorvex Inc. has stopped production at Thacker Pass after a landslide.",
        "Quorvex Inc. bought the Thacker Pass lithium project, where it makes carbonate.",
        "Quorvex Inc. plans to double the lithium carbonate capacity of Thacker Pass.",
    ],
)
def test_a_mine_is_found_by_its_reviewed_name(text: str) -> None:
    (plant,) = plants(text)
    assert plant.texts("name") == ["Thacker Pass"]
    assert plant.texts("operator") == ["Quorvex"]
    assert plant.texts("country") == ["US"]


def test_a_works_led_to_by_its_noun_is_one_plant() -> None:
    (plant,) = plants("Quorvex Inc. will close the lithium mine at Thacker Pass in May.")
    assert plant.texts("name") == ["Thacker Pass"]


def test_a_name_that_tells_nothing_of_the_works_is_no_plant() -> None:
    assert plants("Quorvex Inc. thanked its neighbours from Thacker Pass.") == []


def test_every_reviewed_works_has_its_country_its_source_and_names_of_its_own() -> None:
    with WORKS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    surfaces = [s for r in rows for s in [r["name"], *filter(None, r["surfaces"].split("|"))]]
    assert len(surfaces) == len(set(surfaces))
    assert all(len(r["country"]) == 2 and r["source_url"] and r["reason"] for r in rows)
