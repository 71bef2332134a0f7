"""One writer at a time, and a wait that says for what."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from dagster_project.warehouse.store import connect, count_rows, one_writer


def test_a_second_writer_waits_until_the_first_is_done_and_says_for_whom(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []

    def second() -> None:
        with one_writer(tmp_path, said.append):
            order.append("second")

    with one_writer(tmp_path, said.append):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.3)
        assert waiting.is_alive()
        order.append("first")
    waiting.join(timeout=5)
    assert order == ["first", "second"]
    assert len(said) == 1
    assert "process" in said[0]


def test_a_reader_of_the_pipelines_file_makes_it_wait_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(path).close()
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            " print('open', flush=True); sys.stdin.readline()",
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    said: list[str] = []
    with pytest.raises(duckdb.IOException), connect(path, said.append, patience=0.6):
        pass
    assert len(said) == 1
    assert str(reader.pid) in said[0]
    reader.communicate("\n", timeout=10)
    with connect(path, said.append) as connection:
        assert connection.sql("SELECT 1").fetchall() == [(1,)]


def test_rows_of_tables_and_views_are_counted_and_what_is_missing_is_left_out() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 1 UNION ALL SELECT 2;")
        connection.execute("CREATE VIEW s.v AS FROM s.t")
        assert count_rows(connection, [("s", "t"), ("s", "v"), ("s", "gone")]) == {
            "s.t": 2,
            "s.v": 2,
        }
