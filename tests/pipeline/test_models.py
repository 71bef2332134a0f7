"""dbt's own unit tests, for the models with logic. The main job leaves them out: they test code."""

from __future__ import annotations

from pathlib import Path

from dagster_project.settings import Settings
from dagster_project.warehouse import dbt


def test_every_unit_test_of_a_model_passes(used_home: Path) -> None:
    results = dbt.run(Settings(home=used_home), "test", ["test_type:unit"])
    assert len(results) >= 5
    assert {r.name: r.message for r in results if r.is_broken} == {}
