"""What dbt's manifest must say: the grain of every model, every column, everything published."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from dagster_project.publishing.tables import PUBLISHED_SCHEMAS
from dagster_project.settings import Settings
from dagster_project.warehouse.dbt import load_manifest, prepared_manifest

from .conftest import Run


@pytest.fixture(scope="module")
def manifest(restated: Run) -> dict[str, Any]:
    return load_manifest(prepared_manifest(Settings(home=restated.home)))


@pytest.fixture(scope="module")
def relations(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [n for n in manifest["nodes"].values() if n["resource_type"] in ("model", "seed")]


@pytest.fixture(scope="module")
def analytics(relations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [n for n in relations if n["schema"] == "analytics"]


def test_every_description_begins_with_the_grain(relations: list[dict[str, Any]]) -> None:
    assert len(relations) > 50
    assert [n["name"] for n in relations if not n["description"].startswith("One row per ")] == []


def test_every_column_is_described(relations: list[dict[str, Any]], restated: Run) -> None:
    described = {
        (node["schema"], node["name"], column["name"])
        for node in relations
        for column in node["columns"].values()
        if column["description"].strip()
    }
    with duckdb.connect(restated.home / "warehouse.duckdb", read_only=True) as warehouse:
        columns = set(
            warehouse.execute(
                "select schema_name, table_name, column_name from duckdb_columns()"
                " where schema_name in (select unnest(?))",
                [sorted({n["schema"] for n in relations})],
            ).fetchall()
        )
    columns = {c for c in columns if c[:2] != ("audit", "check_results")}  # the pipeline's own
    assert len(columns) > 500
    assert sorted(columns - described) == []


def test_what_is_published_is_under_a_contract(relations: list[dict[str, Any]]) -> None:
    published = [n for n in relations if n["schema"] in PUBLISHED_SCHEMAS]
    assert [n["name"] for n in published if not n["config"]["contract"]["enforced"]] == []


def test_every_analysis_names_its_formula_its_source_and_has_a_unit_test(
    manifest: dict[str, Any], analytics: list[dict[str, Any]]
) -> None:
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    assert [n["name"] for n in analytics if n["name"] not in tested] == []
    for word in ("Formula", "Source: "):
        assert [n["name"] for n in analytics if word not in n["description"]] == []


def test_every_published_table_is_exposed_and_every_exposure_owned(
    manifest: dict[str, Any], relations: list[dict[str, Any]]
) -> None:
    exposures = {e["name"]: e for e in manifest["exposures"].values()}
    published = {n["unique_id"] for n in relations if n["schema"] in PUBLISHED_SCHEMAS}
    for name in ("published_database", "published_parquet"):
        assert set(exposures[name]["depends_on"]["nodes"]) == published, name
    assert [name for name, e in exposures.items() if not e["owner"]["name"]] == []
