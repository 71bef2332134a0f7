"""The dashboard without a browser: one file, small, the same for the same tables."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.dashboard.page import PARTS, publish_dashboard
from dagster_project.publishing.dashboard.places import locate, spread
from tests.pipeline.conftest import Run

MEGABYTES = 3


@pytest.fixture
def page(restated: Run) -> str:
    return (restated.home / "published" / "dashboard.html").read_text()


def test_the_page_is_small_and_asks_for_nothing(page: str) -> None:
    assert len(page.encode()) < MEGABYTES * 1e6
    head = page[: page.index("<script>")]
    assert 'class="empty"' not in head, "the five documents fill every chart"
    assert [part.name for part in PARTS if f'<section id="{part.name}"' not in head] == []
    assert "src=" not in head
    assert "@import" not in head


def test_the_same_tables_give_the_same_page(page: str, restated: Run, tmp_path: Path) -> None:
    again = publish_dashboard(restated.published, tmp_path / "again.html", tmp_path)
    assert again.read_text() == page


def test_no_data_is_said_in_words(restated: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    empty.write_bytes(restated.published.read_bytes())
    with duckdb.connect(empty) as connection:
        for schema, table in connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables()"
        ).fetchall():
            connection.execute(f"DELETE FROM {schema}.{table}")
    page = publish_dashboard(empty, tmp_path / "page.html", tmp_path).read_text()
    assert [part.name for part in PARTS if f'<p class="empty">{part.empty}' not in page] == []


def test_a_town_is_that_of_its_region_and_an_unknown_one_is_nowhere() -> None:
    found = locate(
        {"city": city, "region": region, "country": country}
        for city, region, country in (
            ("Covington", "Georgia", "US"),
            ("Covington", "Kentucky", "US"),
            ("Covington", "Alaska", "US"),
            ("Pohang", None, "KR"),
            (None, "Georgia", "US"),
            ("Nowhere at all", None, None),
        )
    )
    assert [(round(p["latitude"]), round(p["longitude"])) for p in found] == [
        (34, -84),
        (39, -85),
        (36, 129),
    ]


def test_a_network_is_laid_out_the_same_way_with_neighbours_close() -> None:
    nodes, edges = ["a", "b", "c", "d", "e"], [("a", "b"), ("c", "d"), ("d", "e")]
    places = spread(nodes, edges)
    assert places == spread(nodes, edges)
    distance = {
        (one, other): sum((p - q) ** 2 for p, q in zip(places[one], places[other], strict=True))
        for one, other in [("a", "b"), ("a", "e")]
    }
    assert distance["a", "b"] < distance["a", "e"]
    assert spread([], []) == {}
