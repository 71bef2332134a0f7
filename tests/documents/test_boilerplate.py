from __future__ import annotations

import pytest

from dagster_project.documents.boilerplate import mark_boilerplate
from tests.documents.conftest import Room

FACT = "The plant will take in 5,000 tonnes of scrap a year."


def marked(text: str) -> dict[str, str]:
    return {text[span.start : span.end]: span.kind for span in mark_boilerplate(text)}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("This website uses cookies to make your visit pleasant.", "cookie"),
        ("Nous utilisons des cookies.", "cookie"),
        ("Already have an account?", "login"),
        ("Subscribe", "subscribe"),
        ("Get every story delivered to your inbox by noon.", "newsletter"),
        ("3 Comments", "navigation"),
        ("Home | Metals | Batteries | Jobs", "navigation"),
        ("Startseite · Metalle · Batterien", "navigation"),
        ("免责声明:本文不构成投资建议。", "disclaimer"),
        ("무단 전재 및 재배포 금지", "promotion"),
        ("Ann Lee | [email protected]", "contact"),
        ("Press office: 01752 555 0191, news@example.org", "contact"),
        ("Service clients : 09 70 55 50 12", "subscribe"),
        ("客服:021-5555 0127", "contact"),
        ("Tel. 030 5550 1870", "contact"),
        ("Photo - https://example.org/media/PLANT_2025.jpg", "image_link"),
        ("![A plant](https://example.org/2025/plant.webp)", "image_link"),
        ("https://example.org/releases/2025", "link"),
    ],
)
def test_a_line_of_page_furniture_is_marked(line: str, kind: str) -> None:
    assert marked(f"{FACT}\n{line}\n{FACT[:-1]}!") == {line: kind}


@pytest.mark.parametrize(
    ("glued", "kept"),
    [
        (f"{FACT} For more information visit the site.", FACT),
        (f"{FACT} Questions: ann@example.org or +1 212 555 0142.", FACT),
        (f"Don't miss out - subscribe today. {FACT}", FACT),
        (f"Stay connected! {FACT}", FACT),
        (f"{FACT} This release contains forward-looking statements. They may fail.", FACT),
        ("电池产量50GWh。客服:021-5555 0127;产能2万吨。", "产能2万吨。"),
    ],
)
def test_a_fact_glued_to_boilerplate_is_kept(glued: str, kept: str) -> None:
    spans = mark_boilerplate(glued)
    assert spans
    left = "".join(c for i, c in enumerate(glued) if not any(s.start <= i < s.end for s in spans))
    assert kept in left


@pytest.mark.parametrize(
    "line",
    [
        "About Northern Cells",
        "Northern Cells runs a plant in Umeå with room for 30,000 tonnes a year.",
        "The investor will subscribe to 5 million new shares for $20 million.",
        "Output of 1,200,000 t against 450-4000 t before.",
        "Les ventes ont gagné +1 200 000 voitures, soit +1.14 % de plus.",
        "Months: 350 420 1500 and 120 450 1200 t.",
        "# Cookie policy of a battery maker",
    ],
)
def test_what_a_company_says_about_itself_is_never_marked(line: str) -> None:
    assert marked(line) == {}


def test_a_section_of_disclaimers_ends_at_the_next_heading() -> None:
    text = f"{FACT}\nCautionary note\nPlans may fail.\nNothing is sure.\nAbout Us\n{FACT[:-1]}!"
    assert marked(text) == {"Cautionary note\nPlans may fail.\nNothing is sure.": "forward_looking"}


def test_a_repeated_line_is_marked_from_its_second_time_on() -> None:
    text = f"{FACT}\nSomething else.\n{FACT}\nTotal | 5\nTotal | 5"
    [span] = mark_boilerplate(text)
    assert (span.kind, span.start) == ("repeated_line", text.rindex(FACT))


PAGE = """A recycler signs in the north

Published: Mar 4, 2025 09:00
The recycler signed a memorandum with a smelter.
Related News
Sales of electric cars reached 900,000 units in a month.
15 hours ago
Sales of electric cars reached 900,000 units in a month.
Read More
Sales of electric cars reached 900,000 units in a month.
Producers above 10,000 units made up 93% of all sales.
15 hours ago
Imports fell to 476,000 cars
15 hours ago
Imports fell to 476,000 cars
2025年,汽车整车进口47.6万辆,同比下降32.4%。
15 hours ago"""


def test_later_articles_become_documents_of_their_own(room: Room) -> None:
    room.write("page.txt", PAGE)
    room.read()
    page, imports, sales = room.documents()
    assert {sales["parent_document_id"], imports["parent_document_id"]} == {page["document_id"]}
    assert {sales["kind"], imports["kind"]} == {"sidebar"}
    assert "Producers above 10,000" in sales["text"]
    assert "47.6万" in imports["text"]
    assert imports["published_on"] is None
    assert imports["published_basis"] == "unknown"
    assert imports["published_earliest"] == page["published_on"]
    [region] = room.marked("sidebar")
    assert region == PAGE[PAGE.index("Related News") :]
    assert (
        room.marked("repeated_line").count(
            "Sales of electric cars reached 900,000 units in a month."
        )
        == 2
    )


def test_a_list_of_headlines_ends_where_the_page_goes_on(room: Room) -> None:
    listed = "RELATED\n> Copper is up\n> Tin is down"
    room.write("page.txt", f"Title\n\n{FACT}\n\n{listed}\n\nAbout Us\n{FACT}")
    room.read()
    assert room.marked("sidebar") == [listed]


def test_who_subscribes_for_shares_is_no_furniture() -> None:
    assert marked(f"{FACT}\nA fund is to subscribe for A$69 million of new shares.") == {}
