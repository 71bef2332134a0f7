"""Plants told without a facility noun, and stages told without a verb of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.reader import extract


def _plants(text: str, language: str = "en") -> list[Frame]:
    return extract(Page(text=text, language=language, published=dt.date(2025, 6, 2)))


def _one(text: str, language: str = "en") -> Frame:
    found = _plants(text, language)
    assert len(found) == 1, [(f.texts("name"), f.texts("city")) for f in found]
    return found[0]


def _stage(frame: Frame) -> str | None:
    return next(iter(frame.texts("stage") + frame.texts("stage_inferred")), None)


def _places(frames: list[Frame]) -> list[str | None]:
    return [next(iter(f.texts("city") + f.texts("region")), None) for f in frames]


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("Umicore's cathode plant in Lancaster, Ohio goes into service in June 2026.", "planned"),
        ("Umicore's cathode plant in Lancaster, Ohio, built for Ford, carries on.", "operating"),
        ("Umicore gave the cathode plant in Lancaster, Ohio a new roof.", "operating"),
        ("Umicore's list:\n\n- Umicore: a second cathode plant in Lancaster, Ohio", "planned"),
        ("Umicore has the Brook Creek lithium project in Ontario in its hands.", "planned"),
        (
            "Umicore's cathode plant in Lancaster, Ohio is finished; mass production is due to "
            "begin in July.",
            "commissioning",
        ),
    ],
)
def test_dates_to_come_and_the_words_of_a_noun_tell_the_stage_too(
    sentence: str, stage: str
) -> None:
    assert _stage(_one(sentence + " It makes precursor for lithium-ion batteries.")) == stage


def test_plants_named_in_one_breath_share_their_stage() -> None:
    found = _plants(
        "The closure affects Umicore's battery recycling plant in Lancaster, Ohio, as well as its "
        "site in Mesa, Arizona."
    )
    assert [_stage(f) for f in found] == ["closed", "closed"]


@pytest.mark.parametrize(
    ("text", "name", "stage"),
    [
        ("Ascend Elements has stopped work on Meadow 1.", "Meadow 1", "paused"),
        ("Pilbara Minerals mined 9,000 tonnes of spodumene at Salar Hondo.", "Salar Hondo", None),
    ],
)
def test_a_name_alone_is_a_plant_where_works_are_spoken_of(
    text: str, name: str, stage: str | None
) -> None:
    plant = _one(text + " Cathode active material for lithium-ion batteries needs it.")
    assert plant.texts("name") == [name]
    assert stage is None or _stage(plant) == stage


@pytest.mark.parametrize(
    "text",
    [
        "Umicore has started up Phase 2 of its plan for lithium-ion batteries.",
        "With the Watch 3, Umicore makes 5 tonnes of battery cells.",
        "Umicore ships black mass to a customer's refinery in Ulsan. Lithium-ion batteries!",
    ],
)
def test_numbered_things_and_works_of_customers_are_no_plants(text: str) -> None:
    assert not _plants(text)


def test_entries_that_open_with_a_town_or_a_company_are_plants() -> None:
    found = _plants(
        "Umicore's cathode plants:\n\n* **Nysa, Poland** - cathode material; 40 GWh; running\n"
        "* **Loyalist, Ontario** - cathode material; 35 GWh; work stopped\n\n"
        "**Fortum, Reno** - black mass; 20,000 t/y; under construction."
    )
    assert _places(found) == ["Nysa", "Loyalist", "Reno"]
    assert [_stage(f) for f in found] == ["operating", "paused", "under_construction"]
    assert found[-1].texts("operator") == ["Fortum"]


def test_a_town_that_gets_a_plant_is_where_it_stands() -> None:
    plant = _one("Savannah, Georgia, will be home to a cathode active material plant of Umicore.")
    assert (plant.texts("city"), _stage(plant)) == (["Savannah"], "planned")


def test_what_is_made_in_a_town_beside_a_plant_is_another_plant() -> None:
    found = _plants(
        "Lead-acid battery manufacturing in Monterrey, Mexico will cease, the volumes moving to "
        "Umicore's plant in Richmond, Kentucky."
    )
    assert sorted(map(str, _places(found))) == ["Monterrey", "Richmond"]


def test_whose_plant_is_meant_and_who_bought_it() -> None:
    plant = _one(
        "Fortum buys black mass from Umicore, whose plant in Savannah, Georgia was sold to BASF."
    )
    assert (plant.texts("operator"), plant.texts("owner")) == (["Umicore"], ["BASF"])


def test_a_numbered_town_alone_is_a_label_for_its_entry() -> None:
    found = _plants(
        "Lithium-ion cell plants of the month\n\n"
        "1. **Lancaster, Ohio.** Umicore's battery cell plant there has been shut down.\n\n"
        "2. **Mesa, Arizona.** PowerCo's battery cell plant is under construction.\n"
    )
    assert _places(found) == ["Lancaster", "Mesa"]
    assert [_stage(f) for f in found] == ["closed", "under_construction"]


def test_its_means_the_company_that_heads_the_entry() -> None:
    found = _plants(
        "Umicore makes cathode active material.\n\n"
        "* **Fortum** - no news. Its battery recycling plant in Harjavalta is running.\n"
    )
    assert [f.texts("operator") for f in found] == [["Fortum"]]


def test_a_row_with_money_and_material_is_a_plant_to_be() -> None:
    rows = _plants(
        "Battery grants: cathode active material\n\n| Winner | Place | For | Grant |\n"
        "| Umicore | Muskegon, Michigan | cathode active material | $100 million |\n"
        "| Fortum | Mesa, Arizona | black mass | $50 million |\n"
    )
    assert _places(rows) == ["Muskegon", "Mesa"]


def test_a_company_in_latin_letters_is_no_name_of_its_plant() -> None:
    found = _plants("格林美(Qingshi Materials)在湖北荆门的电池回收工厂已投产。", "zh")
    assert [f.texts("name") for f in found] == [[]]
