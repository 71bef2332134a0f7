"""dbt's documentation: one page beside the data, whole in itself, replaced only by another."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import duckdb

from dagster_project.publishing.docs import publish_docs
from dagster_project.settings import Settings

from .conftest import ROOT, Run


class Fetched(HTMLParser):
    """Addresses that a browser would fetch to show the page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe"):
            self.addresses += [value for name, value in attrs if name in ("src", "href") and value]


def test_the_page_describes_the_tables_and_needs_no_network(restated: Run) -> None:
    page = (restated.home / "published" / "docs.html").read_text()
    for (description,) in restated.rows(
        "select comment from duckdb_tables() where schema_name = 'analytics'"
    ):
        assert description[:60] in page
    fetched = Fetched()
    fetched.feed(page)
    assert [a for a in fetched.addresses if a.startswith(("http:", "https:", "//"))] == []
    # dbt's page reports to its makers unless the project says no.
    assert '"send_anonymous_usage_stats": false' in page
    assert str(restated.home) not in page
    assert str(ROOT) not in page


def test_an_unchanged_warehouse_keeps_its_page_and_a_new_column_changes_it(
    used_home: Path,
) -> None:
    settings = Settings(home=used_home)
    written = settings.docs_path.stat().st_mtime_ns
    assert not publish_docs(settings)
    assert settings.docs_path.stat().st_mtime_ns == written
    settings.docs_path.unlink()
    assert publish_docs(settings)
    with duckdb.connect(str(settings.published_path)) as connection:
        connection.execute("comment on table marts.fct_deals is 'One row per agreement.'")
    assert publish_docs(settings)
    assert [p.name for p in settings.published_dir.glob(".docs*")] == []
