"""Statements kept up with documents: only what this extractor has not read yet is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa

from dagster_project.documents.limits import slow_detail
from dagster_project.extraction.batches import DOCUMENT_INPUT, Extracted, extract_documents
from dagster_project.extraction.model import STATEMENTS
from dagster_project.extraction.version import EXTRACTOR_VERSION
from dagster_project.warehouse.store import create_table, insert

# `failure` is null for a document that was read; staging puts the others into quarantine.
EXTRACTIONS = pa.schema(
    [("document_id", pa.string()), ("extractor_version", pa.string()), ("failure", pa.string())]
)
# Small enough that two processes share the work of a hundred pages.
BATCH_DOCUMENTS = 16

UNREAD = """
    SELECT documents.document_id
    FROM raw.documents AS documents
    WHERE NOT EXISTS (
        SELECT 1 FROM raw.extractions AS done
        WHERE done.document_id = documents.document_id
            AND done.extractor_version = ?
            AND (done.failure IS NULL OR done.failure = ?)
    )
    ORDER BY documents.file_path, documents.document_id
"""
TEXTS = """
    SELECT
        documents.document_id, text, language, title, publisher,
        published_on, published_precision, recorded_at,
        (
            SELECT list({'start': span_start, 'end': span_end} ORDER BY span_start)
            FROM raw.suppressed_text AS marked
            WHERE marked.document_id = documents.document_id
        ) AS suppressed
    FROM raw.documents AS documents
    WHERE documents.document_id IN (SELECT unnest(?))
    ORDER BY documents.file_path, documents.document_id
"""


class Update(NamedTuple):
    """What one run did: documents read now, how many of them failed, statements in all."""

    documents: int
    failed: int
    statements: int


def update_statements(
    connection: duckdb.DuckDBPyConnection,
    workers: int,
    say: Callable[[str], None],
    seconds: float = 2.0,
) -> Update:
    """Extract the documents of `raw.documents` that this extractor version has not read.

    One that broke is tried again, unless it took longer than `seconds` allow now. Each batch is one
    transaction, so a run that was killed goes on where it stopped. Statements of superseded
    documents stay: what was believed then is still asked for.
    """
    create_table(connection, "statements", STATEMENTS)
    create_table(connection, "extractions", EXTRACTIONS)
    known = [EXTRACTOR_VERSION, slow_detail(seconds)]
    unread = [row[0] for row in connection.execute(UNREAD, known).fetchall()]
    done = failed = 0
    # A pool of processes costs a second to start; a handful of pages takes less.
    pool = workers if len(unread) > BATCH_DOCUMENTS else 1
    for extracted in extract_documents(_batches(connection, unread), pool, seconds):
        _store(connection, unread[done : done + extracted.documents], extracted)
        done += extracted.documents
        failed += len(extracted.failures)
        say(f"Statements: {done} of {len(unread)} documents read")
    return Update(done, failed, connection.table("raw.statements").shape[0])


def _batches(connection: duckdb.DuckDBPyConnection, unread: list[str]) -> Iterator[pa.RecordBatch]:
    # A cursor of its own: reading goes on while batches are written.
    reader = connection.cursor().execute(TEXTS, [unread]).to_arrow_reader()
    for batch in reader:
        for start in range(0, batch.num_rows, BATCH_DOCUMENTS):
            yield batch.slice(start, BATCH_DOCUMENTS).cast(DOCUMENT_INPUT)


def _store(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str], extracted: Extracted
) -> None:
    """Replace everything known from these documents by what was extracted now."""
    failures = {failure.document_id: failure.detail for failure in extracted.failures}
    marks = pa.table(
        {
            "document_id": documents,
            "extractor_version": [EXTRACTOR_VERSION] * len(documents),
            "failure": [failures.get(document) for document in documents],
        },
        schema=EXTRACTIONS,
    )
    connection.begin()
    for table in ("statements", "extractions"):
        connection.execute(
            f"DELETE FROM raw.{table} WHERE document_id IN (SELECT unnest(?))", [list(documents)]
        )
    insert(connection, "statements", pa.Table.from_batches([extracted.statements]))
    insert(connection, "extractions", marks)
    connection.commit()
