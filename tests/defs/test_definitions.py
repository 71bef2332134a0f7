"""What Dagster shows carries the database's names, and every rule is a check."""

from __future__ import annotations

import fcntl
from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture(scope="module")
def manifest(defs: dg.Definitions) -> dict[str, dict[str, dict[str, object]]]:
    from dagster_project.defs.warehouse import MANIFEST

    assert defs
    return MANIFEST


def test_everything_resolves_and_both_jobs_are_there(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)
    assert {job.name for job in defs.resolve_all_job_defs()} >= {"build", "checks"}


def test_asset_keys_equal_the_databases_names(
    defs: dg.Definitions, manifest: dict[str, dict[str, dict[str, object]]]
) -> None:
    keys = {tuple(spec.key.path) for spec in defs.resolve_all_asset_specs()}
    nodes = manifest["nodes"].values()
    built = {(n["schema"], n["name"]) for n in nodes if n["resource_type"] in ("model", "seed")}
    read = {(s["schema"], s["name"]) for s in manifest["sources"].values()}
    assert built | read <= keys
    assert {schema for schema, _ in keys} == {
        *("raw", "seeds", "staging", "intermediate", "marts", "analytics", "audit", "published")
    }


def test_every_asset_has_a_group_a_description_and_an_owner(defs: dg.Definitions) -> None:
    bare = [
        spec.key.to_user_string()
        for spec in defs.resolve_all_asset_specs()
        if not (spec.group_name == spec.key.path[0] and spec.description and spec.owners)
    ]
    assert bare == []


def test_every_data_test_of_dbt_is_an_asset_check(
    defs: dg.Definitions, manifest: dict[str, dict[str, dict[str, object]]]
) -> None:
    checks = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    tests = {n["name"] for n in manifest["nodes"].values() if n["resource_type"] == "test"}
    assert tests - checks == set()


def test_every_check_says_in_words_what_it_promises(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    told = {k.name: graph.get(k).description for k in graph.asset_check_keys}
    assert [name for name, description in told.items() if not description] == []
    assert told["unique_stg_statements_statement_id"] == "No two rows have the same statement_id."


def test_publishing_waits_for_every_table_it_publishes(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    published = graph.get(dg.AssetKey(["published", "battery_ledger"]))
    tables = {k for k in graph.get_all_asset_keys() if k.path[0] in ("marts", "analytics", "audit")}
    assert published.parent_keys == tables


def test_sources_and_published_tables_must_be_fresh_and_nothing_else(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    fresh = {
        key.path[0]
        for key in graph.get_all_asset_keys()
        if graph.get(key).freshness_policy_or_from_metadata
    }
    assert fresh == {"raw", "marts", "analytics", "audit", "published"}
    assert all(
        spec.freshness_policy
        for spec in defs.resolve_all_asset_specs()
        if spec.key.path[0] in {"raw", "marts"}
    )


def test_every_published_column_is_described_with_its_type_before_any_run(
    defs: dg.Definitions,
) -> None:
    for spec in defs.resolve_all_asset_specs():
        if spec.key.path[0] in ("marts", "analytics", "audit"):
            schema = spec.metadata["dagster/column_schema"]
            assert [c.name for c in schema.columns if not c.description or c.type == "?"] == []


def test_a_run_that_uses_the_ledger_keeps_other_writers_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, defs: dg.Definitions
) -> None:
    assert defs
    from dagster_project.defs.resources import ledger

    monkeypatch.setenv("LEDGER_HOME", str(tmp_path))
    with (
        dg.build_resources({"ledger": ledger}),
        (tmp_path / "writer.lock").open("a") as lock,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_what_the_pipeline_reads_is_described_column_by_column(defs: dg.Definitions) -> None:
    assert defs
    from dagster_project.defs.warehouse import described_columns

    raw = described_columns("raw", "statements")
    assert raw == described_columns("staging", "stg_statements")
    assert raw["quote"]
