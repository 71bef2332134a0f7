"""One file to its rows: the document, its sidebar articles, its marks, or its refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from dagster_project.documents.boilerplate import mark_boilerplate, merge_spans
from dagster_project.documents.discovery import FoundFile
from dagster_project.documents.language import detect_language
from dagster_project.documents.limits import TooSlow, limited, memory_detail, slow_detail
from dagster_project.documents.metadata import merge, parse_metadata
from dagster_project.documents.model import (
    DOCUMENTS,
    QUARANTINE,
    SUPPRESSED,
    Metadata,
    Published,
    Refusal,
    Span,
    file_time,
)
from dagster_project.documents.origins import signature, text_hash
from dagster_project.documents.publication import find_publication
from dagster_project.documents.readers import READERS
from dagster_project.documents.sidebars import find_sidebars
from dagster_project.documents.text import decode, normalise

_MAX_TITLE = 300

Row = dict[str, Any]


class Readings(NamedTuple):
    """Rows of the three tables, in file order."""

    documents: pa.Table
    suppressed: pa.Table
    quarantine: pa.Table

    @classmethod
    def concatenated(cls, parts: Iterable[Readings]) -> Readings:
        """The rows of all parts, in their order."""
        tables = zip(readings_of(), *parts, strict=True)
        return cls(*(pa.concat_tables(same) for same in tables))


def read_files(found: list[FoundFile], seconds: float) -> Readings:
    """Read files one after another; whatever goes wrong with one is its row in quarantine.

    `seconds` of processor time are given to each.
    """
    documents: list[Row] = []
    suppressed: list[Row] = []
    quarantine: list[Row] = []
    for file in found:
        _load(file.path.suffix.lower())
        try:
            with limited(seconds):
                rows, marks = _read(file)
        except Refusal as refusal:
            quarantine.append(refusal_row(file, refusal))
        except TooSlow:
            quarantine.append(refusal_row(file, Refusal("slow", slow_detail(seconds))))
        except MemoryError:
            quarantine.append(refusal_row(file, Refusal("too_large", memory_detail())))
        except Exception as error:  # A reader's library may raise anything on a damaged file.
            detail = f"The file could not be read ({type(error).__name__}: {str(error)[:200]})."
            quarantine.append(refusal_row(file, Refusal("unreadable", detail)))
        else:
            documents.extend(rows)
            suppressed.extend(marks)
    return readings_of(documents, suppressed, quarantine)


def readings_of(
    documents: Sequence[Row] = (), suppressed: Sequence[Row] = (), quarantine: Sequence[Row] = ()
) -> Readings:
    """Rows as the tables they belong to."""
    return Readings(
        pa.Table.from_pylist(list(documents), schema=DOCUMENTS),
        pa.Table.from_pylist(list(suppressed), schema=SUPPRESSED),
        pa.Table.from_pylist(list(quarantine), schema=QUARANTINE),
    )


@cache
def _load(suffix: str) -> None:
    """Load what a format and the language need, which no document's time is charged with."""
    detect_language("A plant opens.")
    with suppress(Refusal):
        READERS[suffix](b"%PDF-1.4\n%%EOF\n" if suffix == ".pdf" else b"<p>A plant opens.</p>")


def refusal_row(file: FoundFile, refusal: Refusal) -> Row:
    """A row of QUARANTINE."""
    return {
        "file_path": file.file_path,
        "sha256": file.sha256,
        "reason": refusal.reason,
        "detail": refusal.detail,
        "first_seen_at": file_time(file.modified),
        "read_key": file.read_key,
    }


def _read(file: FoundFile) -> tuple[list[Row], list[Row]]:
    said, text = READERS[file.path.suffix.lower()](file.path.read_bytes())
    if file.metadata_path is not None:
        beside = normalise(decode(file.metadata_path.read_bytes()))
        said = merge(parse_metadata(beside, "metadata file"), said)
    if not any(char.isalnum() for char in text):
        raise Refusal("no_text", "The file holds no words.")
    published = said.published or find_publication(text)
    rows: list[Row] = []
    marks: list[Row] = []

    def add(body: str, spans: list[Span], meta: Metadata, dated: Published, ordinal: int) -> None:
        row = _row(file, body, spans, meta, dated, ordinal)
        rows.append(row)
        marks.extend({"document_id": row["document_id"]} | _mark(span) for span in spans)

    sidebars = find_sidebars(text)
    own = [] if sidebars is None else [sidebars.region]
    add(text, merge_spans([*own, *mark_boilerplate(text)]), said, published, 0)
    for ordinal, (start, end) in enumerate(sidebars.articles if sidebars else (), start=1):
        body = text[start:end]
        spans = mark_boilerplate(body)
        add(body, spans, Metadata(), _sidebar_date(body, published), ordinal)
    return rows, marks


def _mark(span: Span) -> Row:
    return {"span_start": span.start, "span_end": span.end, "kind": span.kind}


def _sidebar_date(text: str, page: Published) -> Published:
    """What the article's own text states; the page's date only says that it is no older."""
    found = find_publication(text)
    if found.on is not None:
        return found._replace(basis="inferred")
    return Published(None, "unknown", "unknown", page.earliest, None)


def _row(
    file: FoundFile, text: str, spans: list[Span], said: Metadata, dated: Published, ordinal: int
) -> Row:
    return {
        "document_id": document_id(file, ordinal),
        "parent_document_id": document_id(file, 0) if ordinal else None,
        "file_path": file.file_path,
        "sha256": file.sha256,
        "text_sha256": text_hash(text),
        "title": said.title or _title(text, spans),
        "publisher": said.publisher,
        "published_on": dated.on,
        "published_precision": dated.precision,
        "published_basis": dated.basis,
        "published_earliest": dated.earliest,
        "published_latest": dated.latest,
        "language": said.language or detect_language(text),
        "kind": "sidebar" if ordinal else "document",
        "origin_id": None,
        "status": "active",
        "url": said.url,
        "text": text,
        "recorded_at": file_time(file.modified),
        "read_key": file.read_key,
        "signature": signature(text, spans),
    }


def document_id(file: FoundFile, ordinal: int) -> str:
    """Hash of what identifies a document: path, bytes, place among the page's articles."""
    identity = f"{file.file_path}\0{file.sha256}\0{ordinal}"
    return hashlib.sha256(identity.encode()).hexdigest()[:24]


def _title(text: str, spans: list[Span]) -> str | None:
    """A Markdown heading or a first line that is a headline, not a sentence; else nothing."""
    marked = {span.start for span in spans}
    offset = 0
    for line in text[:2_000].split("\n"):
        content = line.strip()
        start = offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
        if not content or start in marked:
            continue
        if content.startswith("# "):
            return content[2:].strip()[:_MAX_TITLE]
        is_sentence = content.endswith((".", "。", ":", ";"))
        return None if is_sentence or len(content) > _MAX_TITLE // 2 else content
    return None
