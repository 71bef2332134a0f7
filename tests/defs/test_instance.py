"""Dagster's own records: in files below the home, or in PostgreSQL for a team."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import psycopg
import pytest

from dagster_project.defs.instance import prepare_instance
from dagster_project.settings import Settings


@dg.asset
def anything() -> None:
    """An asset to record."""


def record_a_run(settings: Settings, patch: pytest.MonkeyPatch) -> str:
    patch.setenv("DAGSTER_HOME", "")
    prepare_instance(settings)
    with dg.DagsterInstance.get() as instance:
        result = dg.materialize([anything], instance=instance)
        assert instance.get_latest_materialization_event(dg.AssetKey("anything"))
        assert not instance.telemetry_enabled
    return result.run_id


def test_records_lie_below_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "a home: 'quoted' {braces}"
    record_a_run(Settings(home=home), monkeypatch)
    assert (home / "dagster" / "history" / "runs").is_dir()


def test_records_go_to_postgres_when_it_is_named(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_DAGSTER_POSTGRES_URL", f"{postgres_server}/postgres")
    settings = Settings(home=tmp_path)
    run_id = record_a_run(settings, monkeypatch)
    with psycopg.connect(f"{postgres_server}/postgres") as connection:
        runs = connection.execute("SELECT run_id, status FROM runs").fetchall()
        [(events,)] = connection.execute("SELECT count(*) FROM event_logs").fetchall()
    assert runs == [(run_id, "SUCCESS")]
    assert events
    assert not (tmp_path / "dagster" / "history").exists()
    assert str(postgres_server) not in (settings.dagster_home / "dagster.yaml").read_text()
