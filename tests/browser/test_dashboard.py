"""The dashboard as a reader opens it: from the file, in a browser, on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from dagster_project.publishing.dashboard.page import publish_dashboard
from tests.pipeline.conftest import Run

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = {"desk": (1400, 900), "telephone": (400, 800)}
MARKS = (
    "[aria-roledescription='bar'], [aria-roledescription='circle'], [aria-roledescription='square']"
)


@pytest.fixture
def errors(page: Page) -> list[str]:
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    return told


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_within_the_page_and_axe_finds_nothing(
    page: Page, errors: list[str], built: Run, screenshot: Callable[[Page, str], None], width: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="`make ui-trial`")
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))
    open_dashboard(page, built.home / "published" / "dashboard.html")
    screenshot(page, f"dashboard-{width}")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
    results = axe.Axe().run(page).response
    assert {v["id"]: v["nodes"][0]["html"][:200] for v in results["violations"]} == {}
    assert errors == []


def test_every_mark_tells_its_sentence_document_and_day(page: Page, built: Run) -> None:
    open_dashboard(page, built.home / "published" / "dashboard.html")
    with duckdb.connect(built.published, read_only=True) as connection:
        texts = [
            " ".join(text.split())
            for (text,) in connection.execute("SELECT text FROM marts.dim_documents").fetchall()
        ]
    sections = page.locator("section").all()
    assert len(sections) == 9
    for section in sections:
        mark = section.locator(MARKS).first
        mark.scroll_into_view_if_needed()
        mark.hover(force=True)
        tooltip = page.locator("#vg-tooltip-element.visible")
        tooltip.wait_for()
        told = dict(
            zip(
                tooltip.locator(".key").all_inner_texts(),
                tooltip.locator(".value").all_inner_texts(),
                strict=True,
            )
        )
        quote = " ".join(told["Quote"].split())
        assert any(quote in text for text in texts), told
        assert told["Document"]
        assert told["Published"]
        page.mouse.move(0, 0)


def test_the_tables_can_be_opened_and_scrolled_with_the_keyboard(page: Page, built: Run) -> None:
    open_dashboard(page, built.home / "published" / "dashboard.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the charts"
    page.locator("#deals summary").focus()
    page.keyboard.press("Enter")
    page.locator("#deals table").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_what_documents_say_is_never_markup(page: Page, built: Run, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.duckdb"
    hostile.write_bytes(built.published.read_bytes())
    said = "</script><img src=x onerror=\"document.title='broken'\"><script>document.title='broken'"
    with duckdb.connect(hostile) as connection:
        connection.execute("UPDATE marts.bridge_fact_evidence SET quote = ?", [said])
        connection.execute("UPDATE marts.dim_documents SET title = ?, publisher = ?", [said, said])
        connection.execute("UPDATE marts.dim_organizations SET name = ? || name", [said])
    publish_dashboard(hostile, tmp_path / "page.html", tmp_path)
    open_dashboard(page, tmp_path / "page.html")
    for summary in page.locator("summary").all():
        summary.click()
    for section in page.locator("section").all():
        section.locator(MARKS).first.hover(force=True)
    page.wait_for_timeout(500)
    assert page.title() == "Battery Ledger"
    assert page.locator("img").count() == 0


def open_dashboard(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_function(
        "document.querySelectorAll('.chart').length > 0 &&"
        " [...document.querySelectorAll('.chart')].every(place => place.querySelector('svg'))"
    )
