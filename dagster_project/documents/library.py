"""From the files in raw/ and what is known of them to what must change in the warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from dagster_project.documents import apart
from dagster_project.documents.discovery import FoundFile, discover
from dagster_project.documents.model import DOCUMENTS, QUARANTINE, SUPPRESSED, Status
from dagster_project.documents.origins import cluster
from dagster_project.documents.reading import Readings, read_files, refusal_row
from dagster_project.settings import Settings

_BATCH = 64
# Below this a pool of processes costs more than it saves.
_MIN_FOR_POOL = 256

Progress = Callable[[int, int], None]


class KnownDocument(NamedTuple):
    """What the warehouse knows of one document: enough to plan, and to compare it with new ones."""

    document_id: str
    file_path: str
    read_key: str
    status: Status
    text_sha256: str
    signature: bytes
    origin_id: str | None


class KnownRefusal(NamedTuple):
    """A refused file whose bytes are known, so that it is not tried again unchanged."""

    file_path: str
    read_key: str


class Plan(NamedTuple):
    """What to read, and what becomes of the documents known already (document_id -> status)."""

    read: list[FoundFile]
    still_refused: set[str]
    status_changes: dict[str, Status]
    unchanged: int


@dataclass(frozen=True)
class ReadResult:
    """The difference to apply, see `store.apply`.

    `quarantine` holds the new refusals and `still_refused` the paths of refusals that stand;
    `origins` gives the origin_id of every active document, new ones included.
    """

    documents: pa.Table
    suppressed: pa.Table
    quarantine: pa.Table
    still_refused: frozenset[str]
    status_changes: dict[str, Status]
    origins: dict[str, str]
    counts: dict[str, int]


def plan(
    known: Iterable[KnownDocument], refused: Iterable[KnownRefusal], files: Sequence[FoundFile]
) -> Plan:
    """Decide by content alone: same bytes, metadata and reader version are not read again.

    Other bytes under the same path supersede what was there; a path that is gone withdraws it;
    bytes that come back make their document active again.
    """
    refusals = set(refused)
    present = {file.file_path: file for file in files}
    changes: dict[str, Status] = {}
    current: set[str] = set()
    for document in known:
        file = present.get(document.file_path)
        status: Status = "withdrawn" if file is None else "superseded"
        if file is not None and file.read_key == document.read_key:
            status = "active"
            current.add(document.file_path)
        elif document.status != "active":
            # It was replaced or withdrawn before; what happens to the path now changes nothing.
            status = document.status
        if status != document.status:
            changes[document.document_id] = status
    read: list[FoundFile] = []
    still_refused: set[str] = set()
    for file in files:
        if file.read_key and KnownRefusal(file.file_path, file.read_key) in refusals:
            still_refused.add(file.file_path)
        elif file.file_path not in current:
            read.append(file)
    return Plan(read, still_refused, changes, len(current))


def read_documents(
    settings: Settings,
    known: Sequence[KnownDocument] = (),
    refused: Sequence[KnownRefusal] = (),
    on_progress: Progress | None = None,
) -> ReadResult:
    """Read what is new or changed under `settings.documents_dir`.

    `on_progress(done, total)` counts files. A file that cannot be read is a row of `quarantine`;
    nothing a file holds raises.
    """
    found = discover(settings.documents_dir, settings.raw, settings.max_document_bytes)
    planned = plan(known, refused, found.readable)
    readings = list(_read_all(planned.read, settings, on_progress))
    documents = _concat(DOCUMENTS, (reading.documents for reading in readings))
    unread = pa.Table.from_pylist(
        [refusal_row(file, refusal) for file, refusal in found.refused], schema=QUARANTINE
    )
    quarantine = _concat(QUARANTINE, (unread, *(reading.quarantine for reading in readings)))
    quarantine = quarantine.sort_by("file_path")
    origins = _origins(known, planned.status_changes, documents)
    ids = map(str, documents.column("document_id").to_pylist())
    position = DOCUMENTS.get_field_index("origin_id")
    documents = documents.set_column(
        position, DOCUMENTS.field(position), pa.array([origins[i] for i in ids], pa.string())
    )
    statuses = Counter(planned.status_changes.values())
    return ReadResult(
        documents=documents,
        suppressed=_concat(SUPPRESSED, (reading.suppressed for reading in readings)),
        quarantine=quarantine,
        still_refused=frozenset(planned.still_refused),
        status_changes=planned.status_changes,
        origins=origins,
        counts={
            "files": len(found.readable) + len(found.refused),
            "read": len(planned.read) - sum(r.quarantine.num_rows for r in readings),
            "unchanged": planned.unchanged,
            "quarantined": quarantine.num_rows + len(planned.still_refused),
            "superseded": statuses["superseded"],
            "withdrawn": statuses["withdrawn"],
        },
    )


def _concat(schema: pa.Schema, tables: Iterable[pa.Table]) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables])


def _origins(
    known: Sequence[KnownDocument], changes: dict[str, Status], documents: pa.Table
) -> dict[str, str]:
    read = documents.select(["document_id", "text_sha256", "signature"]).to_pylist()
    replaced = {row["document_id"] for row in read}
    kept = [
        (document.document_id, document.text_sha256, document.signature)
        for document in known
        if changes.get(document.document_id, document.status) == "active"
        and document.document_id not in replaced
    ]
    return cluster(
        [*kept, *((row["document_id"], row["text_sha256"], row["signature"]) for row in read)]
    )


def _read_all(
    files: Sequence[FoundFile], settings: Settings, on_progress: Progress | None
) -> Iterator[Readings]:
    """Batches in file order, whatever the number of workers."""
    batches = [list(files[i : i + _BATCH]) for i in range(0, len(files), _BATCH)]
    seconds = settings.document_seconds
    done = 0

    def report(results: Iterable[Readings]) -> Iterator[Readings]:
        nonlocal done
        for batch, result in zip(batches, results, strict=True):
            done += len(batch)
            if on_progress is not None:
                on_progress(done, len(files))
            yield result

    apart_wanted = any(file.path.suffix.lower() in apart.SUFFIXES for file in files)
    if len(files) >= _MIN_FOR_POOL and (settings.workers > 1 or apart_wanted):
        yield from report(apart.read_by_pool(batches, settings.workers, seconds))
    elif apart_wanted:
        yield from report(apart.read_one_by_one(batch, seconds) for batch in batches)
    else:
        yield from report(read_files(batch, seconds) for batch in batches)
