from __future__ import annotations

from dagster_project.extraction.page import Page
from dagster_project.extraction.person_roles import extract


def roles(text: str) -> list[tuple[str | None, ...]]:
    return [tuple(slot.text for slot in frame.slots) for frame in extract(Page(text))]


def test_an_office_is_read_after_and_before_the_name() -> None:
    assert roles("It works, said Ann Bell, chief technology officer at Quorvex Inc.") == [
        ("Ann Bell", "chief technology officer", "Quorvex")
    ]
    assert roles("Quorvex Inc. CEO Ann Bell was pleased.") == [("Ann Bell", "CEO", "Quorvex")]


def test_a_form_of_address_is_no_office() -> None:
    assert roles("Quorvex Inc. hired Dr. Ann Bell.") == []
