"""The sensors: what starts a run, who hears of a failed one, and what becomes of a killed one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest

Tick = Callable[[], int]


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEDGER_RAW", str(tmp_path))
    folder = tmp_path / "documents" / "deeper"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def tick(defs: dg.Definitions, documents: Path) -> Tick:
    """One look of the sensor; gives the number of runs it asks for."""
    assert defs
    assert documents
    from dagster_project.defs.automation import changed_files

    cursor: str | None = None

    def look() -> int:
        nonlocal cursor
        with dg.build_sensor_context(cursor=cursor) as context:
            result = changed_files(context)
        assert isinstance(result, dg.SensorResult)
        cursor = result.cursor or cursor
        return len(result.run_requests or [])

    return look


def test_a_batch_of_files_starts_one_run_once_it_has_settled(documents: Path, tick: Tick) -> None:
    (documents / "a.md").write_text("one")
    first = tick()
    (documents / "b.md").write_text("two")
    assert [first, tick(), tick(), tick()] == [0, 0, 1, 0]


def test_changed_vanished_and_returned_files_start_a_run_each(documents: Path, tick: Tick) -> None:
    file = documents / "a.md"
    file.write_text("one")
    assert [tick(), tick()] == [0, 1]
    file.write_text("two")
    assert [tick(), tick()] == [0, 1]
    file.unlink()
    assert [tick(), tick()] == [0, 1]
    file.write_text("one")
    assert [tick(), tick(), tick()] == [0, 1, 0]


def test_files_only_touched_or_hidden_start_nothing(documents: Path, tick: Tick) -> None:
    file = documents / "a.md"
    file.write_text("one")
    assert [tick(), tick()] == [0, 1]
    os.utime(file, (1, 1))
    (documents / ".editing").write_text("swap")
    assert [tick(), tick(), tick()] == [0, 0, 0]


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this computer: its address and what was posted to it."""
    posted: list[bytes] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", posted
    server.shutdown()


@dg.op
def breaks() -> None:
    raise dg.Failure("check <!channel> failed on 3 rows", allow_retries=False)


@dg.job
def build() -> None:
    breaks()


def alert(instance: dg.DagsterInstance) -> None:
    from dagster_project.defs.alerts import failed_runs

    result = build.execute_in_process(instance=instance, raise_on_error=False)
    [event] = [e for e in result.all_events if e.is_failure and not e.is_step_event]
    context = dg.build_run_status_sensor_context(
        "failed_runs", event, instance, result.dagster_run
    ).for_run_failure()
    failed_runs(context)


def test_a_failed_run_is_posted_with_its_cause_and_no_markup(
    defs: dg.Definitions, webhook: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert defs
    address, posted = webhook
    monkeypatch.setenv("LEDGER_ALERT_WEBHOOK_URL", address)
    with dg.DagsterInstance.ephemeral() as instance:
        alert(instance)
    [message] = map(json.loads, posted)
    assert message["job"] == "build"
    assert "breaks: check &lt;!channel&gt; failed on 3 rows" in message["text"]


def test_a_run_that_no_daemon_started_is_posted_as_well(
    defs: dg.Definitions, webhook: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert defs
    from dagster_project.defs.alerts import failed_runs

    address, posted = webhook
    monkeypatch.setenv("LEDGER_ALERT_WEBHOOK_URL", address)
    cursor = None
    with dg.DagsterInstance.ephemeral() as instance:
        for job_runs in (False, True):
            if job_runs:
                build.execute_in_process(instance=instance, raise_on_error=False)
            with dg.build_sensor_context(
                instance, cursor=cursor, repository_name="__repository__"
            ) as context:
                cursor = failed_runs.evaluate_tick(context).cursor
    assert len(posted) == 1


def test_without_an_address_the_log_is_told(
    defs: dg.Definitions, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert defs
    monkeypatch.delenv("LEDGER_ALERT_WEBHOOK_URL", raising=False)
    with dg.DagsterInstance.ephemeral() as instance:
        alert(instance)
    assert "check <!channel> failed on 3 rows" in capsys.readouterr().err


HOLD = """
import sys, time
from pathlib import Path
from dagster_project.defs.liveness import alive
with alive(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_is_marked_as_failed_and_a_living_one_left_alone(tmp_path: Path) -> None:
    from dagster_project.defs.liveness import fail_dead_runs

    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(build)
        instance.report_dagster_event(
            dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, "build"), run.run_id
        )
        command = [sys.executable, "-c", HOLD, str(tmp_path), run.run_id]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            assert fail_dead_runs(instance, tmp_path) == []
            process.kill()
        assert fail_dead_runs(instance, tmp_path) == [run.run_id]
        ended = instance.get_run_by_id(run.run_id)
        assert ended
        assert ended.status == dg.DagsterRunStatus.FAILURE
        assert fail_dead_runs(instance, tmp_path) == []
