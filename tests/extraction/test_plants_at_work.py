"""Plants told by what a company does in a town, by the row of a table, by works joined in one."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.reader import extract

HEADS = {
    "en": "Halvorsen watches the makers of lithium-ion batteries and their recyclers.\n\n",
    "de": "Nachrichten über das Recycling von Lithium-Ionen-Batterien und über Kathoden.\n\n",
    "fr": "Actualités du recyclage des batteries lithium-ion et des matériaux de cathode.\n\n",
    "zh": "动力电池回收与锂电材料行业新闻。\n\n",
    "ko": "이차전지 소재와 폐배터리 재활용 업계 소식.\n\n",
}
Plants = list[tuple[list[str], list[str], list[str]]]


def _told(text: str, language: str) -> Plants:
    page = Page(text=HEADS[language] + text, language=language, published=dt.date(2025, 6, 2))
    return [
        (
            f.texts("operator"),
            f.texts("city") or f.texts("country"),
            f.texts("stage") + f.texts("stage_inferred"),
        )
        for f in extract(page)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Rekura GmbH in Krefeld zerlegt Lithium-Ionen-Batterien.",
        "Die Rekura GmbH schreddert in Krefeld Lithium-Ionen-Batterien.",
        "In Krefeld nimmt die Rekura GmbH Altbatterien an.",
        "Die Rekura GmbH schmilzt in Krefeld Schwarzmasse ein.",
    ],
)
def test_who_treats_batteries_in_a_german_town_runs_a_works_there(sentence: str) -> None:
    assert _told(sentence, "de") == [(["Rekura"], ["Krefeld"], ["operating"])]


def test_a_town_no_gazetteer_has_counts_between_a_company_and_what_it_does() -> None:
    text = "Die Rekura GmbH in Tannhöfel zerlegt Lithium-Ionen-Batterien in Wasser."
    assert _told(text, "de") == [(["Rekura"], ["Tannhöfel"], ["operating"])]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Die Rekura GmbH aus Krefeld zerlegt Batterien.", "de"),
        ("Die Rekura AG nimmt in Frankfurt an einer Batteriemesse teil.", "de"),
        ("In Berlin hat die Rekura AG ihre Batteriestrategie vorgestellt.", "de"),
        ("Brightwater Recycling Inc. of Oulu recycles lithium-ion batteries.", "en"),
    ],
)
def test_where_a_company_is_from_or_shows_itself_stands_no_works(
    sentence: str, language: str
) -> None:
    assert _told(sentence, language) == []


def test_works_that_are_one_subject_share_what_is_told_of_them() -> None:
    text = (
        "Brightwater Metals Inc. makes nickel salts. Mines, the Sudbury smelter and the Kwinana"
        " nickel refinery were put on care and maintenance."
    )
    told = _told(text, "en")
    assert (["Brightwater Metals"], ["Kwinana"], ["paused"]) in told
    assert (["Brightwater Metals"], ["Sudbury"], ["paused"]) in told


@pytest.mark.parametrize(
    ("table", "language", "told"),
    [
        (
            "| Unternehmen | Ort | Stand |\n|---|---|---|\n"
            "| Lithos AG | Magdeburg | Zerlegung von Altbatterien läuft |\n"
            "| Voltec Germany | Hagen | Batteriewerk stillgelegt |\n"
            "| Quorvex AG | Paderborn | Verfahren eröffnet |\n",
            "de",
            [
                (["Lithos"], ["Magdeburg"], ["operating"]),
                (["Voltec Germany"], ["Hagen"], ["closed"]),
            ],
        ),
        (
            "| 公司 | 地点 | 产品 | 产能 | 状态 |\n|---|---|---|---|---|\n"
            "| 青岚锂业 | 津巴布韦比卡诺(Bikano) | 硫酸锂 | 3万吨/年 | 前期准备 |\n"
            "| 云岭正极科技 | 波兰 | 三元正极 | 2万吨/年 | 在建 |\n",
            "zh",
            [
                (["青岚锂业"], ["Bikano"], ["planned"]),
                (["云岭正极科技"], ["PL"], ["under_construction"]),
            ],
        ),
        (
            "| 기업 | 위치 | 현황 |\n|---|---|---|\n"
            "| 말로우소재 | 경북 포항 | 전구체 공장 건설 중 |\n"
            "| 쿼벡스 | 전북 군산 | 폐배터리 재활용 공장 중단 |\n",
            "ko",
            [
                (["말로우소재"], ["Pohang"], ["under_construction"]),
                (["쿼벡스"], ["Gunsan"], ["paused"]),
            ],
        ),
    ],
)
def test_a_row_is_its_own_companys_and_never_that_of_the_row_before(
    table: str, language: str, told: Plants
) -> None:
    assert _told(table, language) == told


def test_a_french_works_is_called_after_its_town() -> None:
    text = "L'usine de Vavrigny de la société Volnickel SA, qui affine du nickel, est à l'arrêt."
    assert _told(text, "fr") == [(["Volnickel"], ["Vavrigny"], ["paused"])]


def test_an_estate_is_no_town_beside_the_town_it_lies_in() -> None:
    text = "Brightwater Inc. opened its LFP cell factory at Eyre Energipark in Arendal."
    assert _told(text, "en") == [(["Brightwater"], ["Arendal"], ["operating"])]


@pytest.mark.parametrize(
    ("sentence", "language", "stage"),
    [
        ("Brightwater Inc. has planning permission for a cathode plant in Leeds.", "en", "planned"),
        ("Brightwater Inc. shreds battery packs in a pilot plant in Leeds.", "en", "operating"),
        (
            "Brightwater Inc. closed a $9 million loan for its planned cathode plant in Leeds.",
            "en",
            "planned",
        ),
        (
            "Die Rekura AG plant in Krefeld ein Kathodenwerk, in dem von 2027 an jährlich 30.000"
            " Tonnen Altbatterien verarbeitet werden sollen.",
            "de",
            "planned",
        ),
        (
            "Im Werk der Rekura AG in Krefeld wird Kathodenmaterial bereits hergestellt.",
            "de",
            "operating",
        ),
    ],
)
def test_a_stage_is_what_is_said_of_the_works_not_of_its_loan(
    sentence: str, language: str, stage: str
) -> None:
    assert [stages for _, _, stages in _told(sentence, language)] == [[stage]]


def test_a_works_a_plant_lies_on_is_no_second_plant() -> None:
    text = "Brightwater Inc. is building a battery shredder at the former cement works in Leeds."
    assert _told(text, "en") == [(["Brightwater"], ["Leeds"], ["under_construction"])]


def test_the_towns_of_a_round_head_the_paragraphs_they_open() -> None:
    text = (
        "Muskogee first. Brightwater Materials Inc. cut the ribbon on its battery recycling plant."
        "\n\nAnd Lawton. At Oleander Metals Inc. the pilot refinery for nickel has been working."
    )
    assert _told(text, "en") == [
        (["Brightwater Materials"], ["Muskogee"], ["operating"]),
        (["Oleander Metals"], ["Lawton"], ["operating"]),
    ]


def test_a_works_in_apposition_is_that_of_whoever_owns_it() -> None:
    text = (
        'Brightwater Inc. owns Silverton Lithium ("SL"), a lithium refinery near Leeds that makes'
        " 10,000 tonnes of lithium hydroxide a year."
    )
    assert [owners for owners, _, _ in _told(text, "en")] == [["Brightwater"]]


def test_what_a_company_is_called_is_done_nowhere() -> None:
    text = "Brightwater Recycling Inc. presented its lithium results in London."
    assert _told(text, "en") == []
