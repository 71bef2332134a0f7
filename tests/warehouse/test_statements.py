"""Only what the extractor has not read is read, and a document that breaks stops no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from dagster_project.documents import store
from dagster_project.documents.model import DOCUMENTS
from dagster_project.warehouse import statements
from dagster_project.warehouse.statements import Update, update_statements

TEXT = "Acme Recycling GmbH opened a battery recycling plant in Dayton, Ohio, in March 2025."


def document(number: int, text: str = TEXT) -> dict[str, object]:
    return {
        "document_id": f"d{number:03}",
        "file_path": f"{number:03}.md",
        "sha256": str(number),
        "language": "en",
        "published_on": dt.date(2025, 3, 3),
        "published_precision": "day",
        "status": "active",
        "text": text,
        "recorded_at": dt.datetime(2025, 3, 4, tzinfo=dt.UTC),
    }


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        store.create_tables(opened)
        yield opened


def add(connection: duckdb.DuckDBPyConnection, *documents: dict[str, object]) -> None:
    connection.register("added", pa.Table.from_pylist(list(documents), schema=DOCUMENTS))
    connection.execute("INSERT INTO raw.documents BY NAME FROM added")


def read(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("FROM raw.statements ORDER BY ALL").fetchall()


def test_a_document_is_read_once_and_a_new_one_alone(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    add(connection, document(1))
    assert update_statements(connection, 1, print).documents == 1
    first = read(connection)
    assert first
    assert update_statements(connection, 1, print) == Update(0, 0, len(first))
    add(connection, document(2))
    assert update_statements(connection, 1, print) == Update(1, 0, 2 * len(first))


def test_a_new_version_of_the_extractor_reads_all_again_and_replaces(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(connection, document(1), document(2))
    update_statements(connection, 1, print)
    first = read(connection)
    monkeypatch.setattr(statements, "EXTRACTOR_VERSION", "next")
    assert update_statements(connection, 1, print) == Update(2, 0, len(first))
    assert read(connection) == first
    versions = connection.execute("SELECT DISTINCT extractor_version FROM raw.extractions")
    assert versions.fetchall() == [("next",)]


def test_progress_counts_documents_and_two_workers_give_the_same_rows(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(connection, *(document(n) for n in range(40)))
    said: list[str] = []
    update_statements(connection, 2, said.append)
    assert said == [f"Statements: {n} of 40 documents read" for n in (16, 32, 40)]
    two = read(connection)
    monkeypatch.setattr(statements, "EXTRACTOR_VERSION", "next")
    update_statements(connection, 1, print)
    assert read(connection) == two


def test_a_document_that_broke_is_told_apart_and_tried_again(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(connection, document(1))
    with monkeypatch.context() as patch:
        patch.setattr("dagster_project.extraction.batches.read_frames", lambda _page: 1 / 0)
        assert update_statements(connection, 1, print) == Update(1, 1, 0)
    failure = connection.execute("SELECT failure FROM raw.extractions").fetchall()
    assert "division by zero" in failure[0][0]
    update = update_statements(connection, 1, print)
    assert (update.documents, update.failed) == (1, 0)
    assert read(connection)
