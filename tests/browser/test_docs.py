"""dbt's documentation page, opened from the file as a reader opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.pipeline.conftest import Run

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_table_is_found_with_its_columns_described(
    page: Page, built: Run, screenshot: Callable[[Page, str], None]
) -> None:
    docs = built.home / "published" / "docs.html"
    page.goto(f"{docs.as_uri()}#!/model/model.battery_ledger.fct_deals")
    page.get_by_text("One row per deal, however many documents report it").first.wait_for()
    page.get_by_text("Day of announcement, formation or signing").first.wait_for()
    screenshot(page, "docs-fct_deals")
