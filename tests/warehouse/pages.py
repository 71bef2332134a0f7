"""Pages that tell what a test wants told, written straight into a scratch warehouse.

A value is a text, a date, a Number, or a list of these.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from dagster_project.documents.model import DOCUMENTS, QUARANTINE, SUPPRESSED
from dagster_project.extraction.model import EXTRACTOR, STATEMENTS
from dagster_project.extraction.version import EXTRACTOR_VERSION
from dagster_project.market.store import refresh_market
from dagster_project.settings import Settings
from dagster_project.warehouse import dbt
from dagster_project.warehouse.statements import EXTRACTIONS
from dagster_project.warehouse.store import connect, create_table, insert

ROOT = Path(__file__).parents[2]
RECORDED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Number(NamedTuple):
    """A number as stated."""

    value: float
    unit: str | None = None
    qualifier: str | None = "exact"


class Day(NamedTuple):
    """A date that is not known to the day."""

    on: dt.date
    precision: str


Value = str | dt.date | Number | Day


@dataclass
class Page:
    """A document as it is written, sentence by sentence; `origin` names what it copies."""

    name: str
    published_on: dt.date | None
    origin: str = ""
    publisher: str = "PRNewswire"
    recorded_at: dt.datetime = RECORDED
    confidence: float = 0.9
    parts: list[str] = field(default_factory=list)
    length: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def document_id(self) -> str:
        return digest("document", self.name)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def write(self, sentence: str) -> tuple[int, int]:
        """Add a sentence; its span."""
        start = self.length
        self.parts.append(sentence + " ")
        self.length += len(sentence) + 1
        return start, start + len(sentence)

    def tell(
        self, frame: str, ordinal: int, sentence: str, **values: Value | Sequence[Value] | None
    ) -> str:
        """Add a frame told by one sentence; its id."""
        start, end = self.write(sentence)
        frame_id = f"{frame}-{ordinal}"
        for name, told in values.items():
            for value in told if isinstance(told, list) else [told]:
                if value is None:
                    continue
                self.rows.append(
                    {
                        "frame": frame,
                        "frame_id": frame_id,
                        "property": name,
                        "span_start": start,
                        "span_end": end,
                        "quote": sentence,
                        **_columns(value),
                    }
                )
        return frame_id

    def document(self) -> dict[str, Any]:
        """Its row of raw.documents."""
        known = "day" if self.published_on else "unknown"
        origin = digest("origin", self.origin or self.name)
        return {
            "document_id": self.document_id,
            "file_path": f"{self.name}.md",
            "sha256": digest("file", self.name),
            "text_sha256": origin,
            "title": self.parts[0][:60] if self.parts else "",
            "publisher": self.publisher,
            "published_on": self.published_on,
            "published_precision": known,
            "published_basis": "front_matter" if self.published_on else "unknown",
            "published_earliest": self.published_on,
            "published_latest": self.published_on,
            "language": "en",
            "kind": "document",
            "origin_id": origin,
            "status": "active",
            "text": self.text,
            "recorded_at": self.recorded_at,
            "read_key": "",
        }

    def statements(self) -> list[dict[str, Any]]:
        """Its rows of raw.statements."""
        return [
            {
                **row,
                "statement_id": digest("statement", self.name, ordinal),
                "document_id": self.document_id,
                "extractor": EXTRACTOR,
                "extractor_version": EXTRACTOR_VERSION,
                "confidence": self.confidence,
                "reported_on": self.published_on,
                "recorded_at": self.recorded_at,
            }
            for ordinal, row in enumerate(self.rows)
        ]


def _columns(value: Value) -> dict[str, Any]:
    match value:
        case str():
            return {"value_text": value}
        case Number(number, unit, qualifier):
            return {"value_number": float(number), "unit": unit, "qualifier": qualifier}
        case Day(on, precision):
            return {"value_date": on, "value_precision": precision}
        case dt.date():
            return {"value_date": value, "value_precision": "day"}


def digest(*parts: object) -> str:
    """A text id from what identifies the thing."""
    joined = "|".join(map(str, parts))
    return hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()


def create_raw_tables(connection: duckdb.DuckDBPyConnection, market: Path) -> None:
    """Schema raw without documents, with the market figures of a folder."""
    for name, schema in {
        "documents": DOCUMENTS,
        "suppressed_text": SUPPRESSED,
        "quarantine": QUARANTINE,
        "statements": STATEMENTS,
        "extractions": EXTRACTIONS,
    }.items():
        create_table(connection, name, schema)
    refresh_market(connection, market)


def add_pages(connection: duckdb.DuckDBPyConnection, pages: Iterable[Page]) -> None:
    """Write pages and what they tell into schema raw, as a run that reads them would."""
    read = list(pages)
    marks = [
        {"document_id": page.document_id, "extractor_version": EXTRACTOR_VERSION} for page in read
    ]
    documents = [page.document() for page in read]
    statements = [row for page in read for row in page.statements()]
    insert(connection, "documents", pa.Table.from_pylist(documents, schema=DOCUMENTS))
    insert(connection, "statements", pa.Table.from_pylist(statements, schema=STATEMENTS))
    insert(connection, "extractions", pa.Table.from_pylist(marks, schema=EXTRACTIONS))


def scratch_warehouse(home: Path, pages: Iterable[Page]) -> Settings:
    """A home whose warehouse holds these pages."""
    settings = Settings(home=home)
    with connect(settings.warehouse_path) as connection:
        create_raw_tables(connection, ROOT / "raw" / "market")
        add_pages(connection, pages)
    return settings


def build(settings: Settings, *select: str) -> None:
    """`dbt build` of what is selected; raises AssertionError naming what broke."""
    results = dbt.run(settings, "build", list(select) or None)
    broken = [f"{r.name}: {r.message}" for r in results if r.is_broken or r.status == "skipped"]
    assert not broken, "\n".join(broken)
