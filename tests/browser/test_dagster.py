"""Dagster's UI as a person meets it on Monday: what there is, building it, a failed check."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dagster_project.warehouse.store import connect, one_writer
from tests.pipeline.conftest import ROOT, Run
from tests.pipeline.test_daemon import NEVER, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

Keep = Callable[["Page", str], None]
# A whole run, started by the daemon in a process that loads everything anew.
RUN_MILLISECONDS = 900_000
LOCATION = "dagster_project.definitions"


@dataclass(frozen=True)
class Site:
    """`make dev` on a home of its own: its address and its home."""

    address: str
    home: Path


@pytest.fixture(scope="module")
def site(browser: object, built: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    assert browser
    folder = tmp_path_factory.mktemp("site")
    home = Path(shutil.copytree(built.home, folder / "home"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    silent = {"LEDGER_BUILD_CRON": NEVER, "LEDGER_CHECKS_CRON": NEVER, "LEDGER_WATCH_SECONDS": "60"}
    with (folder / "dev.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project", "dev", "--port", port],
            cwd=ROOT,
            env={**os.environ, **silent, "LEDGER_HOME": str(home), "LEDGER_RAW": str(ROOT / "raw")},
            stdout=log,
            stderr=log,
        )
        try:
            assert wait_for(lambda: answers(f"{address}/server_info")), folder / "dev.log"
            yield Site(address, home)
        finally:
            process.terminate()
            process.wait(300)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def wait_until_still(page: Page) -> None:
    """Dialogs fade in; the page's own rules forbid Playwright's wait_for_function."""
    assert wait_for(lambda: page.evaluate("document.getAnimations().length") == 0, 60)


def test_the_graph_shows_the_layers_and_asks_for_no_address(
    page: Page, site: Site, screenshot: Keep
) -> None:
    page.goto(f"{site.address}/asset-groups")
    for layer in ("raw", "seeds", "staging", "intermediate", "marts", "analytics", "published"):
        page.get_by_text(layer, exact=True).first.wait_for()
    screenshot(page, "graph")
    assert page.get_by_text("Join the Dagster community").count() == 0
    page.goto(f"{site.address}/locations/{LOCATION}/asset-groups/raw/lineage")
    page.get_by_text("Materialized", exact=True).first.wait_for()
    screenshot(page, "layer")


def test_a_table_shows_its_columns_rows_and_the_documents_behind_it(
    page: Page, site: Site, screenshot: Keep
) -> None:
    page.goto(f"{site.address}/assets/marts/fct_deals")
    page.get_by_text("One row per deal").first.wait_for()
    page.get_by_text("Value of the deal in whole currency units").wait_for()
    page.get_by_text("Fails if more than 30 hours since").wait_for()
    screenshot(page, "table")
    shown = page.locator("tr", has=page.get_by_text("documents_behind", exact=True)).last
    shown.get_by_text("[Show Markdown]").click()
    page.get_by_text("facts", exact=True).wait_for()
    wait_until_still(page)
    screenshot(page, "documents-behind")


def test_statements_are_drawn_by_frame(page: Page, site: Site, screenshot: Keep) -> None:
    page.goto(f"{site.address}/assets/raw/statements")
    shown = page.locator("tr", has=page.get_by_text("statements_by_frame", exact=True)).last
    shown.get_by_text("[Show Markdown]").click()
    picture = page.locator("img[alt^='capacity: ']")
    picture.wait_for()
    wait_until_still(page)
    screenshot(page, "chart")
    assert picture.evaluate("image => image.naturalWidth") > 100


def test_everything_is_built_from_the_button(page: Page, site: Site, screenshot: Keep) -> None:
    page.goto(f"{site.address}/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text("Launched run").wait_for(timeout=RUN_MILLISECONDS)
    screenshot(page, "launched")
    page.get_by_role("link", name="View").first.click()
    page.get_by_text("Success", exact=True).first.wait_for(timeout=RUN_MILLISECONDS)
    # Its steps follow the page's headline late.
    page.reload()
    page.get_by_text(re.compile(r"Succeeded \([1-9]")).wait_for()
    screenshot(page, "built")


def test_a_failed_check_is_found_where_one_looks(page: Page, site: Site, screenshot: Keep) -> None:
    with one_writer(site.home, print), connect(site.home / "warehouse.duckdb") as connection:
        connection.execute("INSERT INTO raw.statements FROM raw.statements LIMIT 1")
    page.goto(f"{site.address}/assets/staging/stg_statements?view=checks")
    page.get_by_role("button", name="Execute all").click()
    page.get_by_text("Failed").first.wait_for(timeout=RUN_MILLISECONDS)
    page.get_by_text("unique_stg_sta").first.click()
    page.get_by_text("No two rows have the same statement_id.").wait_for()
    page.get_by_text("first_failing_rows").wait_for()
    screenshot(page, "failed-check")
    page.goto(f"{site.address}/runs")
    page.get_by_text("Failure", exact=True).first.wait_for(timeout=RUN_MILLISECONDS)
    screenshot(page, "runs")
    page.locator("a[href^='/runs/']").first.click()
    page.get_by_text("unique_stg_statements_statement_id failed on 1 rows").first.wait_for()
    screenshot(page, "failed-run")
