"""Items and headed sections: whom and where their sentences speak of."""

from __future__ import annotations

from dagster_project.extraction.deals.merging import parties
from dagster_project.extraction.deals.reader import extract as deals
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.reader import extract as plants

DIGEST = """Three converters compared

1) Umicore, Lyon
The first lithium hydroxide refinery opened in 2024. It can make 20,000 tonnes a year.

2) Glencore, Dayton
The lithium hydroxide converter is being built. Supply contracts exist with Tesla and Ford.

Readers' letters
"""


def test_a_numbered_heading_names_the_company_of_what_follows() -> None:
    found = deals(Page(DIGEST))
    assert [parties(f) for f in found] == [
        {"Glencore", "Tesla"},
        {"Glencore", "Ford Motor Company"},
    ]


def test_a_numbered_heading_names_the_town_of_what_follows() -> None:
    found = plants(Page(DIGEST))
    assert [(f.texts("operator"), f.texts("city")) for f in found] == [
        (["Umicore"], ["Lyon"]),
        (["Glencore"], ["Dayton"]),
    ]


def test_an_item_is_about_whom_it_opens_with() -> None:
    text = (
        "- **Umicore** filed for protection. Brinex Inc. bought the assets for $3 million.\n"
        "- **Glencore** of Zug shut its works. Quorvex Inc. bought the assets for $4 million.\n"
    )
    found = deals(Page(text))
    assert [parties(f) for f in found] == [{"Brinex", "Umicore"}, {"Quorvex", "Glencore"}]


def test_one_heading_with_a_company_is_a_release_about_it_and_no_section() -> None:
    page = Page("Umicore in Lyon\n\nGlencore plans a works. It signed a contract with Tesla.\n")
    assert page.organisations.main_at(len(page.text) - 2) == page.organisations.main_at(0)


def test_plants_of_two_items_in_one_town_are_two() -> None:
    text = (
        "**① LS MnM** — 새만금에 황산니켈 공장을 짓는다.\n\n"
        "**② 에코프로** — 새만금 전구체 공장의 시운전에 들어갔다.\n"
    )
    found = plants(Page(text, language="ko"))
    assert [(f.texts("operator"), f.texts("city")) for f in found] == [
        (["LS MnM"], ["Saemangeum"]),
        (["EcoPro Group"], ["Saemangeum"]),
    ]
