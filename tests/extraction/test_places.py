from __future__ import annotations

import pytest

from dagster_project.extraction.places.finding import find_places


def places(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(p.city, p.region, p.country) for p in find_places(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a plant in Stade, Lower Saxony, and more", ("Stade", "Lower Saxony", "DE")),
        ("une usine à Béthune (Pas-de-Calais)", ("Béthune", "Pas-de-Calais", "FR")),
        ("ein Werk im polnischen Nysa", ("Nysa", None, "PL")),
        ("the Basque town of Vitoria", ("Vitoria", None, "ES")),
        ("works at Campbellfield near Melbourne", ("Campbellfield", None, "AU")),
        ("une usine de recyclage à Vieuxmoulin-sur-Sarle", ("Vieuxmoulin-sur-Sarle", None, None)),
        ("Mo i Rana | Norway | cancelled", ("Mo i Rana", None, "NO")),
        ("Hier steht das Werk in Danzig.", ("Gdansk", None, "PL")),
        ("à Centenario, dans la province de Salta,", ("Centenario", "Salta", "AR")),
        ("在佛山三水设有工厂", ("Foshan", None, "CN")),
        ("泰国罗勇府工厂", (None, "Rayong", "TH")),
        ("전북 군산 새만금 공장", ("Gunsan", "Jeonbuk", "KR")),
        ("工厂位于江西宜春", ("Yichun", "Jiangxi", "CN")),
        ("공장은 헝가리 데브레첸에서도 돈다", ("Debrecen", None, "HU")),
        ("the Bahodopi, Central Sulawesi, plant", ("Bahodopi", "Central Sulawesi", "ID")),
        ("the Hickok, Kansas plant", ("Hickok", "Kansas", "US")),
        ("Its Moses Lake, Washington plant runs", ("Moses Lake", "Washington", "US")),
        ("ist für Red Rock, Ontario, vorgesehen", ("Red Rock", "Ontario", "CA")),
        ("schließt ihr Zwickauer Batteriewerk", ("Zwickau", None, "DE")),
        ("der Bremer Standort bleibt", ("Bremen", None, "DE")),
        ("Im sächsischen Zwickau entsteht eine Anlage", ("Zwickau", None, "DE")),
        ("una fábrica en la región de Antofagasta", (None, "Antofagasta", "CL")),
        ("En Navalmoral de la Mata (Cáceres), levanta", ("Navalmoral de la Mata", "Cáceres", "ES")),
        ("the Dayton and Lubbock plants turn out", ("Dayton", None, "US")),
        ("Its Dayton-based cathode plant has been idle", ("Dayton", None, "US")),
        ("son usine de batteries de Douai", ("Douai", None, "FR")),
        ("plants in Germany, Poland and Malaysia", (None, None, "PL")),
    ],
)
def test_a_place_is_read_in_many_ways_of_writing(
    text: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert expected in places(text)


def test_a_list_of_towns_is_as_sure_as_its_first() -> None:
    assert [p[0] for p in places("sites in Itzehoe, Kokomo and Debrecen")] == [
        "Itzehoe",
        "Kokomo",
        "Debrecen",
    ]


def test_a_province_named_as_such_is_a_region_and_no_city() -> None:
    assert places("dans la province de Salta, en Argentine") == [(None, "Salta", "AR")]


def test_a_word_that_is_also_a_town_elsewhere_is_no_place_without_a_sign() -> None:
    assert places("Mobile phones and Enterprise software sell well.") == []


@pytest.mark.parametrize(
    "text",
    ["Senator Moran, Kansas, said", "Jane Brown, Texas, said", "officials in Washington said"],
)
def test_who_comes_from_a_state_is_no_town(text: str) -> None:
    assert [city for city, _, _ in places(text) if city] == []


def test_a_namesake_abroad_gives_way_to_the_country_of_the_text() -> None:
    text = "The line runs at Lonsdale, South Australia. Another will stand at Bolivar."
    assert places(text)[-1] == ("Bolivar", None, "AU")
