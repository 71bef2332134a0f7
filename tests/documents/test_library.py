from __future__ import annotations

import os
import random
from typing import Any

import duckdb
import pytest

from dagster_project.documents import library, store
from dagster_project.documents.model import DOCUMENTS, QUARANTINE, SUPPRESSED
from dagster_project.documents.origins import cluster, signature, text_hash
from dagster_project.settings import Settings
from tests.documents.conftest import Room

WORDS = [f"word{number}" for number in range(400)]
ARTICLE = " ".join(random.Random(1).choices(WORDS, k=300))


def test_an_unchanged_document_is_not_read_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = room.write("a.txt", ARTICLE)
    room.read()
    before = room.documents()
    os.utime(path, (1, 1))
    monkeypatch.setattr(library, "read_files", lambda *_, **__: pytest.fail("read again"))
    assert room.read()["unchanged"] == 1
    assert room.documents() == before


def test_a_changed_document_supersedes_and_a_vanished_one_is_withdrawn(room: Room) -> None:
    room.write("a.txt", "The first version of the text.")
    path = room.write("b.txt", ARTICLE)
    room.read()
    room.write("a.txt", "The second version of the text.")
    path.unlink()
    counts = room.read()
    assert (counts["superseded"], counts["withdrawn"], counts["read"]) == (1, 1, 1)
    states = {d["text"][:12]: d["status"] for d in room.documents("true")}
    assert states == {
        "The first ve": "superseded",
        "The second v": "active",
        ARTICLE[:12]: "withdrawn",
    }


def test_a_document_that_comes_back_is_active_again_without_being_read(room: Room) -> None:
    path = room.write("a.txt", ARTICLE)
    room.read()
    [before] = room.documents()
    path.unlink()
    room.read()
    room.write("a.txt", ARTICLE)
    assert room.read()["read"] == 0
    [after] = room.documents()
    assert after == before


def test_new_metadata_or_a_new_reader_reads_again_under_the_same_id(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("a.txt", ARTICLE)
    room.read()
    [before] = room.documents()
    room.write("a.txt.meta.yaml", "publisher: The Gazette")
    room.read()
    [after] = room.documents("true")
    assert (after["document_id"], after["publisher"]) == (before["document_id"], "The Gazette")
    monkeypatch.setattr("dagster_project.documents.discovery.READER_VERSION", "next")
    assert room.read()["read"] == 1
    assert len(room.documents("true")) == 1


def test_a_failed_write_changes_nothing(room: Room) -> None:
    room.write("a.txt", ARTICLE)
    room.read()
    before = room.documents("true")
    room.write("a.txt", "Something new stands here.")
    result = library.read_documents(room.settings, store.known_documents(room.connection))
    room.connection.execute("drop table raw.quarantine")
    with pytest.raises(duckdb.Error):
        store.apply(room.connection, result)
    assert room.documents("true") == before


def test_copies_share_an_origin_and_another_text_does_not(room: Room) -> None:
    room.write("a.txt", ARTICLE)
    room.write("exact.md", ARTICLE.replace(" ", "\n", 3))
    room.write("near.txt", f"RENO, March 4, 2025 -- {ARTICLE}\n\nContact: ann@example.org")
    room.write("other.txt", " ".join(random.Random(2).choices(WORDS, k=300)))
    room.read()
    origins = {d["file_path"]: d["origin_id"] for d in room.documents()}
    assert origins["a.txt"] == origins["exact.md"] == origins["near.txt"]
    assert origins["other.txt"] != origins["a.txt"]
    room.write("late.txt", f"{ARTICLE} One more word.")
    room.read()
    assert len({d["origin_id"] for d in room.documents("file_path <> 'other.txt'")}) == 1


def test_origins_do_not_depend_on_the_order_of_files() -> None:
    texts = [ARTICLE, ARTICLE + " and more", " ".join(reversed(ARTICLE.split())), "short"] * 2
    documents = [(str(i), text_hash(text), signature(text, [])) for i, text in enumerate(texts)]
    expected = cluster(documents)
    random.Random(3).shuffle(documents)
    assert cluster(documents) == expected
    assert len(set(expected.values())) == 3


def test_any_number_of_workers_gives_the_same_rows(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        room.write(f"{number}.txt", f"{number} {ARTICLE}")
    room.write("bad.txt", b"\x00" * 40)
    monkeypatch.setattr(library, "_MIN_FOR_POOL", 1)
    monkeypatch.setattr(library, "_BATCH", 4)
    seen: list[tuple[int, int]] = []

    def read(workers: int) -> Any:
        settings = Settings(raw=room.settings.raw, home=room.settings.home, workers=workers)
        return library.read_documents(settings, on_progress=lambda *done: seen.append(done))

    one, two = read(1), read(2)
    assert one == two
    assert seen == [(4, 10), (8, 10), (10, 10)] * 2
    assert (one.documents.schema, one.suppressed.schema, one.quarantine.schema) == (
        DOCUMENTS,
        SUPPRESSED,
        QUARANTINE,
    )


def test_settings_come_from_the_environment_and_name_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, room: Room
) -> None:
    monkeypatch.setenv("LEDGER_RAW", str(room.settings.raw))
    monkeypatch.setenv("LEDGER_WORKERS", "none")
    with pytest.raises(ValueError, match="workers"):
        Settings()
    monkeypatch.setenv("LEDGER_WORKERS", "3")
    assert (Settings().raw, Settings().workers) == (room.settings.raw, 3)
