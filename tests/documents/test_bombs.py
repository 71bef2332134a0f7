"""No file holds the reader for long or takes all memory; each is refused in words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dagster_project.documents import limits
from dagster_project.documents.apart import read_one_by_one
from dagster_project.documents.discovery import FoundFile
from dagster_project.documents.model import REASONS
from dagster_project.documents.readers import READERS
from dagster_project.documents.reading import Readings, read_files
from dagster_project.documents.text import normalise
from tests.documents.bombs import attributes, bombs
from tests.documents.conftest import Room

SECONDS = 0.5
SMALL = bombs(20_000)


def found(folder: Path, name: str, content: bytes) -> FoundFile:
    path = folder / name
    path.write_bytes(content)
    return FoundFile(str(path), name, 0.0, "00", None, "key")


def reasons(readings: Readings) -> list[str]:
    return readings.quarantine.column("reason").to_pylist()


@pytest.mark.parametrize("name", SMALL)
def test_a_bomb_is_read_or_refused_in_time(tmp_path: Path, name: str) -> None:
    file = found(tmp_path, name, SMALL[name])
    begun = time.process_time()
    readings = read_files([file], SECONDS)
    # One call into C may go on a little after the time is up; hours are what a bomb wants.
    assert time.process_time() - begun < 10 * SECONDS
    assert readings.documents.num_rows > 0 or set(reasons(readings)) <= REASONS


def test_a_file_that_no_exception_stops_ends_its_process_and_the_next_one_is_read(
    tmp_path: Path,
) -> None:
    stuck = found(tmp_path, "stuck.html", attributes(600_000))
    good = found(
        tmp_path, "good.html", b"<p>A plant opens in Ohio, the company said today.</p>" * 9
    )
    readings = read_one_by_one([stuck, good], 1)
    assert reasons(readings) == ["slow"]
    assert readings.documents.column("file_path").to_pylist() == ["good.html"]


def test_a_reader_that_catches_every_exception_is_stopped_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(_: bytes) -> None:
        while True:
            try:
                time.sleep(0)
            except Exception:
                continue

    file = found(tmp_path, "deaf.txt", b"A plant opens.")
    monkeypatch.setitem(READERS, ".txt", deaf)
    assert reasons(read_files([file], 0.05)) == ["slow"]


def test_a_reader_that_takes_all_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(READERS, ".txt", lambda _: bytearray(2 * limits.MEMORY_BYTES))
    assert reasons(read_files([found(tmp_path, "big.txt", b"A plant opens.")], 5)) == ["too_large"]


def test_a_slow_file_is_tried_again_only_when_more_time_is_allowed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("slow.md", "A plant opens.")
    tried: list[bytes] = []

    def slow(content: bytes) -> None:
        tried.append(content)
        while True:
            pass

    monkeypatch.setitem(READERS, ".md", slow)
    for seconds, times in ((0.05, 1), (0.05, 1), (0.1, 2)):
        room.settings = room.settings.model_copy(update={"document_seconds": seconds})
        assert room.read()["quarantined"] == 1
        assert len(tried) == times
    assert room.refusals() == {"slow.md": "slow"}


def test_marks_on_one_letter_are_cut_before_they_are_sorted() -> None:
    assert len(normalise("a" + "\u0315\u0300" * 1_000_000)) == 30
    assert normalise("e\u0301") == "é"
