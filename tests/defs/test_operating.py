"""The operating notes speak of every check and setting there is, and their units are valid."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.settings import Settings

ROOT = Path(__file__).parents[2]
NOTES = (ROOT / "docs" / "operating.md").read_text()
UNITS = sorted((ROOT / "docs" / "systemd").glob("*.service"))


def test_every_kind_of_check_is_explained_and_no_other(defs: dg.Definitions) -> None:
    from dagster_project.defs.warehouse import MANIFEST

    tests = [n for n in MANIFEST["nodes"].values() if n["resource_type"] == "test"]
    kinds = {(test.get("test_metadata") or test)["name"] for test in tests}
    dbt_names = {test["name"] for test in tests}
    python = {k.name for k in defs.resolve_asset_graph().asset_check_keys} - dbt_names
    rows = re.findall(r"^\| (`.*?) \|", NOTES.partition("## When a check fails")[2], re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert explained == kinds | python


def test_every_job_sensor_and_schedule_is_explained(defs: dg.Definitions) -> None:
    repository = defs.get_repository_def()
    names = {d.name for d in (*repository.sensor_defs, *repository.schedule_defs)}
    assert names == set(re.findall(r"^\| `(\w+)` \((?:sensor|schedule)\)", NOTES, re.MULTILINE))


def test_settings_are_named_as_they_are_read() -> None:
    known = {f"LEDGER_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"LEDGER_[A-Z_]+", NOTES)) <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_are_valid(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    (tmp_path / "ledger.env").touch()
    here = tmp_path / unit.name
    here.write_text(
        unit.read_text()
        .replace("/opt/battery-ledger", str(ROOT))
        .replace("/etc/battery-ledger.env", str(tmp_path / "ledger.env"))
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
