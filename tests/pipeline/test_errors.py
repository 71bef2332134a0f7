"""What a user can do wrong ends in one sentence that says what, where and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.warehouse.faults import in_words
from tests.pipeline.conftest import ROOT, run_ledger


def test_a_folder_that_is_not_there_withdraws_nothing(used_home: Path, tmp_path: Path) -> None:
    published = used_home / "published" / "battery_ledger.duckdb"
    before = published.read_bytes()
    run = run_ledger(tmp_path / "mistyped", used_home)
    assert run.status == 1
    assert "Traceback" not in run.said
    (told,) = [line for line in run.said.splitlines() if "then run again" in line]
    assert f"There is no file in {tmp_path}/mistyped/documents" in told
    assert "LEDGER_RAW" in told
    assert published.read_bytes() == before


@pytest.mark.parametrize("command", ["explain", "metrics"])
def test_a_question_before_the_first_run_is_told_what_to_do(tmp_path: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project", command, "deals"],
        cwd=ROOT,
        env={**os.environ, "LEDGER_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (told,) = done.stderr.splitlines()
    assert told.endswith("battery_ledger.duckdb is not there yet; make run publishes it.")


def test_a_metric_that_is_none_is_told_with_those_that_are(used_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project", "metrics", "dealz"],
        cwd=ROOT,
        env={**os.environ, "LEDGER_HOME": str(used_home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (told,) = done.stderr.splitlines()
    assert told.startswith("No metric is called 'dealz'; there are: ")
    assert " deals" in told


def test_a_locked_warehouse_names_who_has_it(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(warehouse):
        script = f"import duckdb; duckdb.connect({str(warehouse)!r})"
        error = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
        ).stderr
    told = in_words(error, tmp_path, warehouse)
    assert told is not None
    assert told.startswith(f"{warehouse} is open in another program (process {os.getpid()})")
    assert "run again" in told
