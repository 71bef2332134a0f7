"""Statements of the optional language model beside those of the rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from dagster_project.extraction.assemble import Extractor, read_frames, statements
from dagster_project.extraction.batches import DOCUMENT_INPUT, page_of
from dagster_project.extraction.llm.merging import merged
from dagster_project.extraction.llm.reader import (
    EXTRACTOR,
    Endpoint,
    Reader,
    Unread,
    connected,
)
from dagster_project.extraction.model import STATEMENTS, Frame
from dagster_project.extraction.relevance import is_relevant
from dagster_project.settings import Settings
from dagster_project.warehouse.statements import TEXTS
from dagster_project.warehouse.store import insert

# What the rules could not read is not tried; what is in force comes first, should the budget not
# reach.
DOCUMENTS = """
    SELECT document_id
    FROM raw.documents
    SEMI JOIN (SELECT document_id FROM raw.extractions WHERE failure IS NULL) USING (document_id)
    ORDER BY status != 'active', file_path, document_id
"""


class LlmUpdate(NamedTuple):
    """What the model made of the documents about the field.

    `left` were not read because the budget was spent, `failed` for another reason; both are asked
    again by the next run. `dropped` counts values that the text does not bear out, by reason.
    """

    documents: int
    statements: int
    requests: int
    left: int
    failed: int
    dropped: dict[str, int]


def llm_reader(settings: Settings) -> Reader | None:
    """The model's reader as the settings name it, None when they name none. Raises LlmError."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    endpoint = Endpoint(
        settings.llm_base_url,
        settings.llm_model,
        settings.llm_api_key.get_secret_value(),
        settings.llm_timeout_seconds,
        settings.llm_max_requests,
    )
    return connected(endpoint, settings.llm_cache_dir)


def remove_llm_statements(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave the rules' statements alone, as when the model was never asked."""
    connection.execute("DELETE FROM raw.statements WHERE extractor = ?", [EXTRACTOR])


def update_llm_statements(
    connection: duckdb.DuckDBPyConnection, reader: Reader, say: Callable[[str], None]
) -> LlmUpdate:
    """Replace the model's statements by those of all documents that it has read by now.

    What it once said of a text is kept by `reader`, so only new or changed documents are asked
    about. Call it after the rules' statements are up to date.
    """
    wanted = [row[0] for row in connection.execute(DOCUMENTS).fetchall()]
    by = Extractor(EXTRACTOR, reader.endpoint.version, _as_told)
    rows: list[dict[str, Any]] = []
    documents = left = failed = 0
    for document_id in wanted:
        document = _document(connection, document_id)
        page = page_of(document)
        if not is_relevant(page.lowered):
            continue
        try:
            known = read_frames(page)
            rows += statements(document, merged(reader.read(page), known), by)
        except Unread:
            spent = reader.requests >= reader.endpoint.max_requests
            left, failed = left + spent, failed + (not spent)
            continue
        documents += 1
    table = pa.Table.from_pylist(rows, schema=STATEMENTS)
    connection.begin()
    remove_llm_statements(connection)
    insert(connection, "statements", table)
    connection.commit()
    update = LlmUpdate(
        documents, len(rows), reader.requests, left, failed, dict(sorted(reader.dropped.items()))
    )
    say(_in_words(update, reader))
    return update


def _document(connection: duckdb.DuckDBPyConnection, document_id: str) -> dict[str, Any]:
    found = connection.execute(TEXTS, [[document_id]]).to_arrow_table().cast(DOCUMENT_INPUT)
    document: dict[str, Any] = found.to_pylist()[0]
    return document


def _as_told(frames: list[Frame], _language: str) -> list[list[float]]:
    return [[frame.confidence] * len(frame.slots) for frame in frames]


def _in_words(update: LlmUpdate, reader: Reader) -> str:
    told = f"Language model: {update.documents} documents read with {update.requests} requests"
    if update.left:
        told += f", {update.left} left: LEDGER_LLM_MAX_REQUESTS is spent, the next run goes on"
    if update.failed:
        causes = ", ".join(sorted(reader.failures)) or "the endpoint does not answer"
        told += f", {update.failed} failed ({causes})"
    if update.dropped:
        told += "; values dropped: " + ", ".join(f"{n} {why}" for why, n in update.dropped.items())
    return told
