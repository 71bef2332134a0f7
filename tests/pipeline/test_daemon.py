"""Dagster's daemon on a home of its own: `make test-daemon`, some minutes.

One story, told in order, because starting a daemon and filling a home take most of the time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from dagster_project.warehouse.store import connect, one_writer

from .conftest import ROOT, run_ledger

pytestmark = pytest.mark.skipif(
    "LEDGER_TEST_DAEMON" not in os.environ, reason="some minutes long: make test-daemon"
)

PATIENCE = 1200
DROPPED = """---
title: A maker of battery cells and a battery recycler sign
published_on: 2025-02-03
---
Quorvex Inc., a battery recycler, signed a memorandum of understanding with Brinex Ltd. in May.
"""


@dataclass
class Operation:
    """A running daemon: where it works, and what it posted about failed runs."""

    raw: Path
    home: Path
    posted: list[dict[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def published(self) -> Path:
        return self.home / "published" / "battery_ledger.duckdb"

    def runs(self, job: str) -> list[dg.DagsterRunStatus]:
        """The statuses of a job's runs, oldest first."""
        with dg.DagsterInstance.from_config(str(self.home / "dagster")) as instance:
            records = instance.get_run_records(dg.RunsFilter(job_name=job))
        return [record.dagster_run.status for record in reversed(records)]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(query).fetchall()

    def change(self, statement: str) -> None:
        """Change the warehouse as a person would: while no run has it open."""
        with one_writer(self.home, print), connect(self.home / "warehouse.duckdb") as connection:
            connection.execute(statement)

    def dagster(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dagster", *arguments, "-m", "dagster_project.definitions"]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )


def wait_for(what: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := what()) and time.monotonic() < deadline:
        time.sleep(1)
    return done


NEVER = "0 0 29 2 *"


@contextmanager
def daemon(operation: Operation, **environment: str) -> Iterator[None]:
    """Dagster's daemon at work, with its schedules silent unless said otherwise."""
    silent = {"LEDGER_BUILD_CRON": NEVER, "LEDGER_CHECKS_CRON": NEVER}
    with (operation.home.parent / "daemon.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project", "daemon"],
            cwd=ROOT,
            env={**operation.environment, **silent, **environment},
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def operation() -> Iterator[Operation]:
    # Not below pytest's own folder: other runs of pytest clean up there, and this one is long.
    with tempfile.TemporaryDirectory(
        prefix="ledger-daemon-", ignore_cleanup_errors=True
    ) as scratch:
        folder = Path(scratch)
        raw = Path(shutil.copytree(ROOT / "raw", folder / "raw"))
        told = Operation(raw, folder / "home")

        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.environment = {
            **os.environ,
            "LEDGER_RAW": str(raw),
            "LEDGER_HOME": str(told.home),
            "LEDGER_WATCH_SECONDS": "10",
            "LEDGER_ALERT_WEBHOOK_URL": f"http://127.0.0.1:{server.server_port}/",
            "DAGSTER_HOME": str(told.home / "dagster"),
        }
        yield told
        server.shutdown()
        print((folder / "daemon.log").read_text()[-8000:])


def test_a_new_home_is_built_and_a_dropped_file_is_published(operation: Operation) -> None:
    with daemon(operation):
        assert wait_for(operation.published.exists), "the files found at the start are built"
        first = len(operation.runs("build"))
        assert first == 1
        for year in ("2023", "2025"):
            text = DROPPED.replace("2025", year)
            (operation.raw / "documents" / f"dropped-{year}.md").write_text(text)
        query = "SELECT count(*) FROM marts.dim_documents WHERE file_path LIKE 'dropped%'"
        assert wait_for(lambda: operation.rows(query) == [(2,)])
        assert len(operation.runs("build")) == first + 1, "one run for the batch"
        [(deals,)] = operation.rows(
            "SELECT count(DISTINCT fact_id) FROM marts.bridge_fact_evidence"
            " JOIN marts.dim_documents USING (document_id) WHERE file_path LIKE 'dropped%'"
        )
        assert deals


def test_runs_of_the_ui_and_the_command_line_at_once_all_succeed(operation: Operation) -> None:
    with daemon(operation):
        before = len(operation.runs("build"))
        for _ in range(2):
            operation.dagster("job", "launch", "-j", "build")
        by_hand = run_ledger(operation.raw, operation.home)
        assert by_hand.status == 0, by_hand.said
        assert wait_for(
            lambda: operation.runs("build")[before:] == [dg.DagsterRunStatus.SUCCESS] * 3,
            2 * PATIENCE,
        )
        assert operation.posted == []


def test_a_broken_row_turns_the_scheduled_checks_red_and_stops_publishing(
    operation: Operation,
) -> None:
    with daemon(operation, LEDGER_CHECKS_CRON="* * * * *"):
        assert wait_for(lambda: dg.DagsterRunStatus.SUCCESS in operation.runs("checks"))
        before = operation.published.stat().st_mtime_ns
        operation.change("INSERT INTO raw.statements FROM raw.statements LIMIT 1")
        assert wait_for(lambda: dg.DagsterRunStatus.FAILURE in operation.runs("checks"))
        assert wait_for(lambda: bool(operation.posted))
        assert operation.posted[0]["job"] == "checks"
        assert "unique_stg_statements_statement_id failed on 1 rows" in operation.posted[0]["text"]

        alone = operation.dagster("asset", "materialize", "--select", "published/battery_ledger")
        assert "Not published: unique_stg_statements_statement_id" in alone.stdout + alone.stderr
        refused = run_ledger(operation.raw, operation.home)
        assert refused.status == 1
        assert "unique_stg_statements_statement_id" in refused.said
        assert operation.published.stat().st_mtime_ns == before
        assert wait_for(lambda: any(message["job"] == "build" for message in operation.posted))


def test_a_killed_run_does_not_hold_up_the_queue(operation: Operation) -> None:
    with daemon(operation):
        operation.change(
            "CREATE OR REPLACE TABLE raw.statements AS SELECT DISTINCT * FROM raw.statements"
        )
        before = len(operation.runs("build"))
        killed = subprocess.Popen(
            [sys.executable, "-m", "dagster_project"], cwd=ROOT, env=operation.environment
        )
        assert wait_for(lambda: operation.runs("build")[before:] == [dg.DagsterRunStatus.STARTED])
        assert wait_for(lambda: any((operation.home / "dagster" / "alive").iterdir()))
        killed.kill()
        killed.wait()
        operation.dagster("job", "launch", "-j", "build")
        assert wait_for(
            lambda: (
                operation.runs("build")[before:]
                == [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS]
            ),
            2 * PATIENCE,
        )
