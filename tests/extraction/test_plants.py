"""Plants, read from sentences written for these tests."""

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


def test_a_plant_has_its_operator_place_cost_size_and_products() -> None:
    plant = _one(
        "Umicore will build a $1.2 billion, 400,000-square-foot cathode active material plant "
        "in Lancaster, Ohio."
    )
    assert plant.texts("operator") == ["Umicore"]
    assert (plant.texts("city"), plant.texts("region")) == (["Lancaster"], ["Ohio"])
    assert plant.texts("country") == ["US"]
    capex, area = plant.get("capex"), plant.get("floor_area")
    assert capex is not None
    assert (capex.number, capex.unit) == (1.2e9, "USD")
    assert area is not None
    assert (area.number, area.unit) == (400_000, "sq_ft")
    assert plant.texts("product") == ["cathode_active_material"]
    assert _stage(plant) == "planned"


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("Umicore operates a lithium-ion battery recycling plant in Lancaster, Ohio.", "operating"),
        ("Umicore is building a battery recycling plant in Lancaster, Ohio.", "under_construction"),
        ("Umicore plans to open a battery recycling plant in Lancaster, Ohio.", "planned"),
        ("Umicore has suspended work on its black mass plant in Lancaster, Ohio.", "paused"),
        ("Umicore has scrapped its black mass plant in Lancaster, Ohio.", "cancelled"),
        ("Umicore permanently closed its black mass plant in Lancaster, Ohio.", "closed"),
        (
            "Umicore has completed a black mass plant in Lancaster, Ohio. "
            "The plant will start production next year.",
            "commissioning",
        ),
        (
            "Umicore is to be done soon: its cathode plant in Lancaster, Ohio is expected to be "
            "completed in 2026.",
            "under_construction",
        ),
        ("Umicore makes cathodes. Its black mass plant in Lancaster, Ohio is large.", "operating"),
    ],
)
def test_words_and_tense_tell_the_stage(sentence: str, stage: str) -> None:
    assert _stage(_one(sentence)) == stage


def test_the_plant_the_site_and_its_name_are_one_plant() -> None:
    plant = _one(
        "Umicore is building a cathode plant in Lancaster, Ohio, known as “Meadow 1”. "
        "The site will make precursor from black mass. Meadow 1 will cost $800 million."
    )
    assert plant.texts("name") == ["Meadow 1"]
    capex = plant.get("capex")
    assert capex is not None
    assert capex.number == 8e8


def test_a_negated_product_is_dropped_and_what_replaces_it_is_made() -> None:
    plant = _one(
        "Umicore has decided not to manufacture cathode active material at its Lancaster, Ohio "
        "plant, instead focusing on lithium carbonate."
    )
    assert plant.texts("product_dropped") == ["cathode_active_material"]
    assert plant.texts("product") == ["lithium_carbonate"]


def test_one_noun_with_several_places_is_several_plants() -> None:
    found = _plants(
        "Umicore runs two battery recycling plants located in Lancaster, Ohio, and Mesa, Arizona."
    )
    assert _places(found) == ["Lancaster", "Mesa"]


def test_a_place_list_in_the_next_sentence_belongs_to_the_plants_before() -> None:
    found = _plants(
        "Umicore bought three battery shredding plants. They are located in Ohio, Texas and Iowa."
    )
    assert _places(found) == ["Ohio", "Texas", "Iowa"]


def test_a_plant_beside_another_is_where_that_one_is() -> None:
    found = _plants(
        "Umicore runs a black mass plant in Lancaster, Ohio. "
        "Next door it is building a pilot plant for lithium carbonate."
    )
    assert _places(found) == ["Lancaster", "Lancaster"]
    assert [_stage(f) for f in found] == ["operating", "under_construction"]


def test_partners_of_a_venture_run_its_plant_together() -> None:
    plant = _one(
        "In March, Umicore formed a joint venture with Glencore to build a battery recycling "
        "plant in Lancaster, Ohio."
    )
    assert plant.texts("operator") == ["Umicore", "Glencore"]


def test_land_is_no_floor_and_a_grant_is_no_cost() -> None:
    plant = _one(
        "Umicore won a $90 million grant for its black mass plant on 40 acres of land in "
        "Lancaster, Ohio."
    )
    assert plant.get("capex") is None
    assert plant.get("floor_area") is None


def test_ground_that_is_only_explored_is_no_plant() -> None:
    assert not _plants(
        "Glencore has completed drilling at the Brook Creek lithium project in Ontario. "
        "Exploration of the claims goes on."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The firm opened its third law office in Lancaster, Ohio, near a power plant.",
        "Glencore opened a recycling bin. See our site. The batteries are in the press kit.",
    ],
)
def test_other_works_and_websites_are_no_plants(text: str) -> None:
    assert not _plants(text)


@pytest.mark.parametrize(
    ("language", "text", "city", "stage"),
    [
        (
            "de",
            "BASF baut in Schwarzheide eine Recyclinganlage für Lithium-Ionen-Batterien.",
            "Schwarzheide",
            "under_construction",
        ),
        (
            "fr",
            "Veolia exploite une usine de recyclage de batteries lithium-ion à Metz.",
            "Metz",
            "operating",
        ),
        ("zh", "格林美在荆门建设的三元前驱体工厂已投产。", "Jingmen", "operating"),
        ("ko", "에코프로가 포항에 양극재 공장을 짓고 있다.", "Pohang", "under_construction"),
    ],
)
def test_other_languages_need_only_their_words(
    language: str, text: str, city: str, stage: str
) -> None:
    plant = _one(text, language)
    assert plant.texts("city") == [city]
    assert _stage(plant) == stage


@pytest.mark.parametrize(
    ("text", "language", "towns"),
    [
        ("In Harjavalta, BASF is building; it makes cathode material.", "en", ["Harjavalta"]),
        (
            "PowerCo fertigt Batteriezellen.\n\nIn Sagunto und in Salzgitter baut PowerCo.",
            "de",
            ["Sagunto", "Salzgitter"],
        ),
        (
            "포스코퓨처엠은 포항과 광양에서 양극재 공장을 가동하고 있다.",
            "ko",
            ["Pohang", "Gwangyang"],
        ),
        ("格林美在湖北荆门的5万吨/年电池回收基地已投产,主要生产黑粉。", "zh", ["Jingmen"]),
    ],
)
def test_towns_of_one_predicate_are_plants_each(text: str, language: str, towns: list[str]) -> None:
    lead = "Lithium-ion battery cells and cathode active material are the matter here.\n\n"
    assert _places(_plants(lead + text, language)) == towns


def test_what_stands_above_a_table_says_what_all_its_rows_are_about() -> None:
    rows = _plants(
        "Who builds what\n\nOur list of the month.\n\nWorks that recycle lithium-ion batteries.\n\n"
        "| Operator | Site | Capacity (t/y) | Status |\n|---|---|---|---|\n"
        "| Umicore | Hoboken | 7,000 | operating |\n"
        "| Fortum | Harjavalta | 3,000 | operating |\n"
        "| Ecobat | Casa Grande | 10,000 | operating |\n"
    )
    assert _places(rows) == ["Hoboken", "Harjavalta", "Casa Grande"]


def test_a_row_with_company_town_and_stage_is_a_plant() -> None:
    rows = _plants(
        "Lithium-ion cell makers in Europe\n\n| Owner | Site | Country | State | GWh |\n"
        "| CATL | Debrecen | Hungary | under construction | 100 |\n"
        "| LG Energy Solution | Wroclaw | Poland | in production | 86 |\n"
    )
    assert _places(rows) == ["Debrecen", "Wroclaw"]
    assert [_stage(r) for r in rows] == ["under_construction", "operating"]


def test_a_label_tells_where_the_plants_of_its_paragraph_stand() -> None:
    found = _plants(
        "**Windsor, Ontario:** NextStar Energy makes lithium-ion cells. Its plant cost $5 billion."
        "\n\n**Salzgitter, Germany:** PowerCo runs a battery cell plant."
    )
    assert _places(found) == ["Windsor", "Salzgitter"]


def test_where_a_company_is_at_home_is_no_plant() -> None:
    assert not _plants(
        "Umicore, based in Brussels, makes cathode active material for lithium-ion batteries."
    )


def test_a_town_that_heads_a_section_is_where_its_plants_stand() -> None:
    found = _plants(
        "Battery recycling, town by town\n\n### Kotka\n\nUmicore plans a cathode active material "
        "plant.\n\n### Hamina\n\nBASF's precursor plant makes precursor cathode active material.\n"
    )
    assert _places(found) == ["Kotka", "Hamina"]


def test_plants_are_counted_on_in_sentences_of_their_own() -> None:
    found = _plants(
        "Umicore runs two battery recycling plants. The one in Hoboken, Belgium, shreds "
        "lithium-ion batteries. The other, at Oberkirchdorf in Germany, is under construction."
    )
    assert _places(found) == ["Hoboken", "Oberkirchdorf"]
    assert {name for f in found for name in f.texts("operator")} == {"Umicore"}


def test_a_parent_in_apposition_does_not_run_the_plant() -> None:
    plant = _one("PowerCo, owned by Volkswagen, is building its battery cell plant in St. Thomas.")
    assert plant.texts("operator") == ["PowerCo"]


def test_a_grant_that_is_cancelled_leaves_its_plant_planned() -> None:
    plant = _one(
        "The $90 million grant to Umicore for a cathode active material plant in Lancaster, Ohio "
        "was cancelled."
    )
    assert plant.texts("operator") == ["Umicore"]
    assert _stage(plant) == "planned"


def test_a_works_called_after_a_place_stands_where_the_text_says() -> None:
    plant = _one("Umicore's Riverside works in Chattanooga, Tennessee makes synthetic graphite.")
    assert (plant.texts("name"), plant.texts("city")) == (["Riverside"], ["Chattanooga"])


def test_letters_in_brackets_go_on_for_a_name() -> None:
    plant = _one(
        "Umicore opened its Anode Test Plant (ATP) in Lancaster, Ohio. It makes anode material for "
        "lithium-ion batteries.\n\nThe ATP cost $40 million."
    )
    assert plant.texts("name") == ["Anode Test Plant"]
    assert plant.get("capex") is not None


def test_a_name_between_the_owner_and_the_noun_is_the_plants() -> None:
    plant = _one(
        "Quorvex Inc. raised money. Quorvex's second Advanced Anode Materials factory, in Moses"
        " Lake, Washington, is being built in modules."
    )
    assert (plant.texts("operator"), plant.texts("city")) == (["Quorvex"], ["Moses Lake"])


def test_a_province_tells_where_a_town_lies_and_is_no_town() -> None:
    plant = _one(
        "Umicore runs a cathode materials plant. The Nysa plant, in Opole province, grows."
    )
    assert (plant.texts("city"), plant.texts("region")) == (["Nysa"], ["Opole"])


def test_a_town_that_opens_a_sentence_about_a_works_is_where_it_stands() -> None:
    plant = _one(
        "Umicore makes powders. Candiac is the only battery materials plant of its kind in Canada."
    )
    assert (plant.texts("operator"), plant.texts("city")) == (["Umicore"], ["Candiac"])


def test_who_is_bought_runs_the_plant_no_longer() -> None:
    plant = _one(
        "Umicore bought Quorvex Inc.'s business, a battery recycling plant in Lyon, France."
    )
    assert plant.texts("operator") == ["Umicore"]


def test_works_of_one_town_that_make_different_goods_are_two() -> None:
    text = (
        "Umicore runs a precursor plant in Lyon, France. Its cathode plant in Lyon opened in May."
    )
    assert _places(_plants(text)) == ["Lyon", "Lyon"]


def test_a_plant_told_after_a_partner_is_the_main_companys() -> None:
    text = (
        "About Umicore\nQuorvex Inc. collects batteries for Umicore in Norway. "
        "A planned black mass refinery in Lyon, France, is on hold."
    )
    plant = _one(text)
    assert (plant.texts("operator"), plant.texts("city")) == (["Umicore"], ["Lyon"])


def test_a_town_no_gazetteer_has_is_one_right_behind_a_company() -> None:
    plant = _one(
        "Battery recycling in Switzerland.\nThe recycler Quorvex AG in Freudwilstein shreds"
        " lithium-ion batteries, 300 tonnes a year."
    )
    assert (plant.texts("operator"), plant.texts("city")) == (["Quorvex"], ["Freudwilstein"])
