"""The dashboard without a browser: one file, small, the same for the same tables."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.dashboard.charts import CHARTS
from dagster_project.publishing.dashboard.marks import stage_color
from dagster_project.publishing.dashboard.network import NETWORK_SIZE
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
    edges = [("a", "b"), ("c", "d"), ("d", "e")]
    places = spread(edges)
    assert places == spread(edges)
    distance = {
        (one, other): sum((p - q) ** 2 for p, q in zip(places[one], places[other], strict=True))
        for one, other in [("a", "b"), ("a", "e")]
    }
    assert distance["a", "b"] < distance["a", "e"]
    assert spread([]) == {}


def test_awards_of_one_name_and_sum_are_drawn_apart() -> None:
    step = {
        "award": "Northfield USD 10 m",
        "currency": "USD",
        "step": 1,
        "action": "awarded",
        "committed_before": 0.0,
        "committed_after": 10.0,
        "change": 10.0,
    }
    assert len(CHARTS["awards"]([{**step, "award_id": id_} for id_ in ("a", "b")])) == 2


def test_a_stage_has_its_colour_in_every_chart() -> None:
    ranges = [
        stage_color([{"stage": stage} for stage in stages]).to_dict()["scale"]
        for stages in (("planned", "operating"), ("operating", "paused"))
    ]
    first, second = (dict(zip(r["domain"], r["range"], strict=True)) for r in ranges)
    assert first["operating"] == second["operating"]


def test_of_many_organisations_the_busiest_deals_are_drawn_whole() -> None:
    deals = [
        {"parties": ["Hub", f"Spoke {n}"] if n % 2 else [f"One {n}", f"Other {n}"]}
        for n in range(90)
    ]
    (chart,) = CHARTS["network"](deals)
    edges, nodes = (chart["datasets"][layer["data"]["name"]] for layer in chart["layer"][:2])
    assert len(nodes) == NETWORK_SIZE
    assert {"Hub"} < {node["organisation"] for node in nodes}
    assert sum("Hub" in edge["parties"] for edge in edges) == len(nodes) - 1
