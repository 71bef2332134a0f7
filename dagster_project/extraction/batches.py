"""Arrow batches of documents in, Arrow batches of statements out, over a pool of processes.

`extract_batch` needs nothing but its batch: the same function can run under Spark's `mapInArrow`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any, NamedTuple

import pyarrow as pa

from dagster_project.documents.limits import TooSlow, limited, memory_detail, slow_detail
from dagster_project.extraction.assemble import read_frames, statements
from dagster_project.extraction.model import STATEMENTS
from dagster_project.extraction.page import Page

# What extraction reads of a document; `suppressed` are the spans marked as boilerplate.
_FIELDS: list[pa.Field[Any]] = [
    pa.field("document_id", pa.string()),
    pa.field("text", pa.string()),
    pa.field("language", pa.string()),
    pa.field("title", pa.string()),
    pa.field("publisher", pa.string()),
    pa.field("published_on", pa.date32()),
    pa.field("published_precision", pa.string()),
    pa.field("recorded_at", pa.timestamp("s", tz="UTC")),
    pa.field("suppressed", pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))),
]
DOCUMENT_INPUT = pa.schema(_FIELDS)


class Failure(NamedTuple):
    """A document that extraction could not read, and why."""

    document_id: str
    detail: str


class Extracted(NamedTuple):
    """Statements of a batch of documents, in document order, and what failed."""

    statements: pa.RecordBatch
    failures: list[Failure]
    documents: int


def extract_batch(batch: pa.RecordBatch, seconds: float = 2.0) -> Extracted:
    """Read a batch of `DOCUMENT_INPUT` rows; a document that breaks is reported, not raised.

    So is one that takes more than `seconds` of processor time, or far too much memory.
    """
    _load()
    rows: list[dict[str, Any]] = []
    failures: list[Failure] = []
    for document in batch.to_pylist():
        try:
            with limited(seconds):
                found = list(statements(document, read_frames(page_of(document))))
        except TooSlow:
            failures.append(Failure(document["document_id"], slow_detail(seconds)))
        except MemoryError:
            failures.append(Failure(document["document_id"], memory_detail()))
        except Exception as error:  # whatever one text does, the others go on
            failures.append(Failure(document["document_id"], f"{type(error).__name__}: {error}"))
        else:
            rows += found
    return Extracted(pa.RecordBatch.from_pylist(rows, schema=STATEMENTS), failures, batch.num_rows)


def _extract_serialized(message: pa.Buffer, seconds: float) -> Extracted:
    return extract_batch(pa.ipc.read_record_batch(message, DOCUMENT_INPUT), seconds)


@cache
def _load() -> None:
    """Load vocabulary, gazetteer and names, which no document's time is charged with."""
    read_frames(Page("Acme Inc. opened a battery recycling plant in Dayton, Ohio, in March 2025."))


def page_of(document: dict[str, Any]) -> Page:
    """The page of a `DOCUMENT_INPUT` row."""
    return Page(
        text=document["text"],
        language=document["language"] or "en",
        title=document["title"],
        publisher=document["publisher"],
        published=document["published_on"],
        published_precision=document["published_precision"] or "unknown",
        suppressed=[(s["start"], s["end"]) for s in document["suppressed"] or ()],
    )


def extract_documents(
    batches: Iterable[pa.RecordBatch], workers: int = 1, seconds: float = 2.0
) -> Iterator[Extracted]:
    """Statements of all batches, in their order, read by `workers` processes.

    A bounded number of batches is under way at once, so memory does not grow with the input.
    """
    if workers <= 1:
        yield from (extract_batch(batch, seconds) for batch in batches)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: list[Any] = []
        for batch in batches:
            # Pickling a slice would send the whole table it was cut from, every time.
            waiting.append(pool.submit(_extract_serialized, batch.serialize(), seconds))
            if len(waiting) > 2 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
