from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.documents.boilerplate import mark_boilerplate
from dagster_project.documents.discovery import FoundFile
from dagster_project.documents.model import REASONS
from dagster_project.documents.readers import READERS
from dagster_project.documents.reading import read_files
from tests.documents.conftest import Room
from tests.documents.pdfs import pdf

GOOD = "# A plant opens\n\n3 March 2025\n\nThe plant makes 5,000 tonnes of black mass a year."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty_file"),
        ("blank.txt", b" \n\n \n", "no_text"),
        ("binary.txt", bytes(range(256)) * 40, "not_text"),
        ("image.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 30, "not_text"),
        ("odd_encoding.txt", bytes([0x81, 0x8D, 0x9D, 0xFF, 0x90] * 50), "not_text"),
        ("half_utf16.txt", b"\xff\xfeA", "not_text"),
        ("no.pdf", b"This is no PDF at all.", "not_text"),
        ("cut.pdf", pdf("A plant opens.")[:-300], "truncated_pdf"),
        ("locked.pdf", pdf("A plant opens.", password="secret"), "encrypted_pdf"),
        ("scan.pdf", pdf(), "no_text_layer"),
        ("scripts.html", b"<html><script>var a = 'plant';</script></html>", "no_text"),
        ("sheet.xlsx", b"PK\x03\x04", "unsupported_format"),
        ("front.md", "---\npublished_on: soon\n---\n" + GOOD, "bad_metadata"),
        ("yaml.md", "---\ntitle: [a, b\n---\n" + GOOD, "bad_metadata"),
        ("list.md", "---\n- a\n---\n" + GOOD, "bad_metadata"),
    ],
)
def test_a_bad_file_is_quarantined_and_the_rest_is_read(
    room: Room, name: str, content: str | bytes, reason: str
) -> None:
    room.write(name, content)
    room.write("good.md", GOOD)
    assert room.read()["read"] == 1
    assert room.refusals() == {name: reason}
    assert [document["file_path"] for document in room.documents()] == ["good.md"]


def test_a_file_of_50_mb_in_one_line_is_refused_without_being_read(room: Room) -> None:
    path = room.write("long.txt", b"")
    os.truncate(path, 50_000_000)
    room.read()
    [(reason, sha256, detail)] = room.connection.execute(
        "select reason, sha256, detail from raw.quarantine"
    ).fetchall()
    assert (reason, sha256) == ("too_large", None)
    assert "50.0 MB" in detail


def test_one_long_line_within_the_limit_is_read_in_time(room: Room) -> None:
    room.write("line.txt", "Write to desk@example.org or call 212 555-0142 today " * 20_000)
    assert room.read()["read"] == 1


def test_links_that_lead_out_of_raw_are_not_followed(room: Room, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(GOOD)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "also.txt").write_text(GOOD)
    inside = room.write("inside.txt", GOOD)
    folder = room.settings.documents_dir
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "folder").symlink_to(tmp_path / "outside")
    (folder / "alias.txt").symlink_to(inside)
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    room.read()
    refusals = room.refusals()
    assert refusals.pop("circle.txt") in REASONS
    assert refusals == {"link.txt": "outside_raw", "folder": "outside_raw"}
    assert [document["file_path"] for document in room.documents()] == ["alias.txt", "inside.txt"]


def test_folders_may_be_nested_deeper_than_python_calls(room: Room) -> None:
    deep = top = room.settings.documents_dir / "d"
    for _ in range(1_200):
        deep.mkdir()
        deep = deep / "d"
    (deep.parent / "good.md").write_text(GOOD)
    assert room.read()["read"] == 1
    subprocess.run(["rm", "-r", top], check=True)  # which pytest's own tidying would not reach


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.txt",
        "a 'quoted' \"name\".txt",
        "100% {x}; --.txt",
        "x..%2f..%2fetc.txt",
        "-rf.txt",
    ],
)
def test_a_file_may_have_any_name(room: Room, name: str) -> None:
    room.write(name, GOOD)
    room.read()
    assert [document["file_path"] for document in room.documents()] == [name]


def test_a_name_that_is_no_utf_8_is_written_with_escapes(room: Room) -> None:
    path = os.fsencode(room.settings.documents_dir) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(GOOD)
    room.read()
    assert [document["file_path"] for document in room.documents()] == ["caf\\xe9.txt"]


def test_hidden_files_and_notes_for_people_are_left_alone(room: Room) -> None:
    for name in (".DS_Store", "README.md", ".git/config"):
        room.write(name, GOOD)
    assert room.read()["files"] == 0
    assert room.refusals() == {}


def test_a_refused_file_is_tried_again_only_when_it_changed(room: Room) -> None:
    room.write("a.pdf", pdf())
    room.read()
    assert room.read()["quarantined"] == 1
    room.write("a.pdf", pdf("A plant opens in the north."))
    assert room.read() | {"files": 0} == {
        "files": 0,
        "read": 1,
        "unchanged": 0,
        "quarantined": 0,
        "superseded": 0,
        "withdrawn": 0,
    }
    assert room.refusals() == {}


def test_a_reader_that_takes_too_long_is_given_up(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_: bytes) -> None:
        while True:
            pass

    monkeypatch.setitem(READERS, ".txt", endless)
    path = room.write("slow.txt", GOOD)
    found = FoundFile(str(path), "slow.txt", 0.0, "00", None, "key")
    [row] = read_files([found], seconds=0.05).quarantine.to_pylist()
    assert row["reason"] == "slow"
    assert "0.05 seconds" in row["detail"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=400), suffix=st.sampled_from(sorted(READERS)))
def test_any_bytes_become_documents_whose_spans_hold_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    readings = read_files([FoundFile(str(path), path.name, 0.0, "00", None, "key")], 30)
    texts = {row["document_id"]: row["text"] for row in readings.documents.to_pylist()}
    for mark in readings.suppressed.to_pylist():
        assert 0 <= mark["span_start"] < mark["span_end"] <= len(texts[mark["document_id"]])
    assert bool(texts) != bool(readings.quarantine.num_rows)


PIECES = st.sampled_from(
    ["Please contact ", "a@b.org", "+1 212 555 0142", "Read more\n", "Disclaimer\n", "İẞﬃ", "。",
     "Related News\n", "2 hours ago\n", "The plant makes 5 t.", "![x](y.png)", "\n\n", " | ", "# "]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join))
def test_marks_are_in_order_and_never_overlap(text: str) -> None:
    spans = mark_boilerplate(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end <= len(text) for span in spans)
