"""What the documents room hands on: three Arrow schemas, and why a file is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, get_args

import pyarrow as pa

# Raise it when the same bytes give another text, date or mark: documents are then read again.
READER_VERSION = "3"

Precision = Literal["day", "month", "quarter", "year", "unknown"]
Basis = Literal["front_matter", "dateline", "byline", "inferred", "unknown"]
Status = Literal["active", "superseded", "withdrawn"]
Reason = Literal[
    "bad_metadata",
    "empty_file",
    "encrypted_pdf",
    "no_text",
    "no_text_layer",
    "not_text",
    "outside_raw",
    "slow",
    "too_large",
    "truncated_pdf",
    "unreadable",
    "unsupported_format",
]
REASONS: frozenset[str] = frozenset(get_args(Reason))

# `read_key` says which bytes, metadata and reader a row came from, `signature` is the MinHash (128
# little-endian uint32; empty where the text is too short to be compared).
_DOCUMENTS: dict[str, pa.DataType] = {
    "document_id": pa.string(),
    "parent_document_id": pa.string(),
    "file_path": pa.string(),
    "sha256": pa.string(),
    "text_sha256": pa.string(),
    "title": pa.string(),
    "publisher": pa.string(),
    "published_on": pa.date32(),
    "published_precision": pa.string(),
    "published_basis": pa.string(),
    "published_earliest": pa.date32(),
    "published_latest": pa.date32(),
    "language": pa.string(),
    "kind": pa.string(),
    "origin_id": pa.string(),
    "status": pa.string(),
    "url": pa.string(),
    "text": pa.string(),
    "recorded_at": pa.timestamp("s", tz="UTC"),
    "read_key": pa.string(),
    "signature": pa.binary(),
}
_SUPPRESSED: dict[str, pa.DataType] = {
    "document_id": pa.string(),
    "span_start": pa.int64(),
    "span_end": pa.int64(),
    "kind": pa.string(),
}
_QUARANTINE: dict[str, pa.DataType] = {
    "file_path": pa.string(),
    "sha256": pa.string(),
    "reason": pa.string(),
    "detail": pa.string(),
    "first_seen_at": pa.timestamp("s", tz="UTC"),
    "read_key": pa.string(),
}
DOCUMENTS = pa.schema(_DOCUMENTS)
SUPPRESSED = pa.schema(_SUPPRESSED)
QUARANTINE = pa.schema(_QUARANTINE)


class Refusal(Exception):  # noqa: N818 - a refusal is an outcome, not a fault
    """An input that is not read: a stable code and a sentence a person understands."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class Span(NamedTuple):
    """A stretch of text left out of extraction."""

    start: int
    end: int
    kind: str


class Published(NamedTuple):
    """When a document was published, as finely as is known; `earliest`/`latest` are bounds."""

    on: date | None
    precision: Precision
    basis: Basis
    earliest: date | None
    latest: date | None


UNKNOWN_DATE = Published(None, "unknown", "unknown", None, None)


class Metadata(NamedTuple):
    """What front matter, a `.meta.yaml` file or an HTML head say about a document."""

    title: str | None = None
    publisher: str | None = None
    published: Published | None = None
    language: str | None = None
    url: str | None = None


def file_time(seconds: float) -> datetime:
    """A file's modification time as stored: UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconds), tz=UTC)
