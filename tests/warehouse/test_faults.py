"""Errors as DuckDB, SQLite and the system raise them are told with a place and what to do."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from dagster_project.warehouse.faults import in_words
from dagster_project.warehouse.store import connect


def told(message: str, home: Path) -> str:
    words = in_words(message, home, home / "warehouse.duckdb")
    assert words is not None
    assert "then run again" in words
    return words


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT i, md5(i::VARCHAR) AS x FROM range(99999) r(i)"
        )
    return path


@pytest.mark.parametrize("damage", ["cut", "noise", "flipped"])
def test_a_damaged_warehouse_is_called_damaged(warehouse: Path, damage: str) -> None:
    content = bytearray(warehouse.read_bytes())
    noise = random.Random(1).randbytes(len(content))
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "noise":
        content[:] = noise
    else:
        content[3 * 4096 :] = noise[3 * 4096 :]
    warehouse.write_bytes(content)
    with pytest.raises(duckdb.Error) as raised, connect(warehouse) as connection:
        connection.execute("SELECT bit_xor(hash(t)) FROM t").fetchall()
    assert f"{warehouse} is damaged" in told(str(raised.value), warehouse.parent)
    assert warehouse.read_bytes() == content


@pytest.mark.parametrize("content", [b"", bytes(4_096)])
def test_a_warehouse_whose_writer_was_killed_while_it_was_made_is_begun_anew(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(content)
    with connect(path) as connection:
        assert connection.sql("SELECT 1").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "is full"),
        ("(sqlite3.OperationalError) database or disk is full\n[SQL: INSERT …]", "is full"),
        ("[Errno 30] Read-only file system: '/home/x/published'", "/home/x/published cannot be"),
        ('IO Error: Cannot open file "/home/x/a.new": Permission denied', "/home/x/a.new cannot"),
        ("(sqlite3.OperationalError) attempt to write a readonly database", "/home/x cannot be"),
        ("[Errno 13] Permission denied: '/elsewhere'", "/home/x cannot be written"),
    ],
)
def test_full_disks_and_folders_that_refuse_are_named(message: str, words: str) -> None:
    assert words in told(message, Path("/home/x"))


def test_other_errors_are_left_in_their_own_words() -> None:
    message = "Binder Error: column full_name does not exist"
    assert in_words(message, Path("/home/x"), Path("/home/x/warehouse.duckdb")) is None
