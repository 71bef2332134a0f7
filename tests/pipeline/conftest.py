"""Whole runs, as `make run` makes them, each in a process and a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Run:
    """A finished run: its exit status, what it said, and its home."""

    status: int
    said: str
    home: Path

    @property
    def published(self) -> Path:
        return self.home / "published" / "battery_ledger.duckdb"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(query).fetchall()

    def parquet(self) -> dict[str, bytes]:
        folder = self.home / "published" / "parquet"
        return {path.name: path.read_bytes() for path in folder.iterdir()}


def run_ledger(raw: Path, home: Path, **environment: str) -> Run:
    """The main job on `raw` into `home`."""
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project"],
        cwd=ROOT,
        env={**os.environ, "LEDGER_RAW": str(raw), "LEDGER_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    return Run(done.returncode, done.stdout + done.stderr, home)


@dataclass(frozen=True)
class FirstRuns:
    """Runs that need no other one, under way at once."""

    restated: Future[Run]
    originals: Future[Run] | None


@pytest.fixture(scope="session")
def first_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstRuns]:
    folder = tmp_path_factory.mktemp("runs")
    originals = None
    with ThreadPoolExecutor(2) as pool:
        restated = pool.submit(
            run_ledger, ROOT / "raw", folder / "restated", PYTHONHASHSEED="0", LEDGER_WORKERS="1"
        )
        if (SHARED / "seeds").is_dir():
            shutil.copytree(SHARED / "seeds", folder / "raw" / "documents")
            originals = pool.submit(run_ledger, folder / "raw", folder / "originals")
        yield FirstRuns(restated, originals)


@pytest.fixture(scope="session")
def restated(first_runs: FirstRuns) -> Run:
    """The documents and data sets of the project, read with hash seed 0 and one worker."""
    run = first_runs.restated.result()
    assert run.status == 0, run.said
    return run


@pytest.fixture(scope="session")
def originals(first_runs: FirstRuns) -> Run:
    """The five documents that those of the project restate."""
    if first_runs.originals is None:
        pytest.skip("the original documents are not part of the project: no ../shared/seeds here")
    run = first_runs.originals.result()
    assert run.status == 0, run.said
    return run


@pytest.fixture
def used_home(restated: Run, tmp_path: Path) -> Path:
    """A copy of the home that a run has filled, to run again in."""
    return Path(shutil.copytree(restated.home, tmp_path / "home"))
