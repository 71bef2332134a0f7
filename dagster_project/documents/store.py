"""The documents' tables in the warehouse: what is known, and bringing it up to date."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from dagster_project.documents.library import KnownDocument, KnownRefusal, ReadResult
from dagster_project.documents.limits import slow_detail
from dagster_project.documents.model import DOCUMENTS, QUARANTINE, SUPPRESSED

_TABLES = {"documents": DOCUMENTS, "suppressed_text": SUPPRESSED, "quarantine": QUARANTINE}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create schema raw and the three tables where they are missing."""
    connection.execute("create schema if not exists raw")
    for name, schema in _TABLES.items():
        connection.register("_empty", schema.empty_table())
        connection.execute(f"create table if not exists raw.{name} as from _empty")
        connection.unregister("_empty")


def known_documents(connection: duckdb.DuckDBPyConnection) -> list[KnownDocument]:
    """Every document ever read, in order of its id."""
    columns = ", ".join(KnownDocument._fields)
    rows = connection.execute(f"select {columns} from raw.documents order by document_id")
    return [KnownDocument(*row) for row in rows.fetchall()]


def known_refusals(connection: duckdb.DuckDBPyConnection, seconds: float) -> list[KnownRefusal]:
    """Refused files whose bytes are known; one that was slow only for the same limit."""
    rows = connection.execute(
        "select file_path, read_key from raw.quarantine"
        " where read_key is not null and (reason <> 'slow' or detail = ?)",
        [slow_detail(seconds)],
    )
    return [KnownRefusal(*row) for row in rows.fetchall()]


def apply(connection: duckdb.DuckDBPyConnection, result: ReadResult) -> None:
    """Write a ReadResult in one transaction; on an error nothing has changed."""
    changes = pa.table(
        {
            "document_id": pa.array(result.status_changes.keys(), pa.string()),
            "status": pa.array(result.status_changes.values(), pa.string()),
        }
    )
    origins = pa.table(
        {
            "document_id": pa.array(result.origins.keys(), pa.string()),
            "origin_id": pa.array(result.origins.values(), pa.string()),
        }
    )
    views = {
        "_new_documents": result.documents,
        "_new_suppressed": result.suppressed,
        "_new_quarantine": result.quarantine,
        "_changes": changes,
        "_origins": origins,
        "_standing": pa.table({"file_path": pa.array(sorted(result.still_refused), pa.string())}),
    }
    for name, table in views.items():
        connection.register(name, table)
    connection.begin()
    try:
        for statement in _STATEMENTS:
            connection.execute(statement)
        connection.commit()
    except Exception:
        connection.rollback()
        raise
    finally:
        for name in views:
            connection.unregister(name)


# A document read again by a newer reader keeps its id: its old row gives way to the new one.
_STATEMENTS = (
    "update raw.documents set status = c.status from _changes c"
    " where documents.document_id = c.document_id",
    "delete from raw.suppressed_text where document_id in (select document_id from _new_documents)",
    "delete from raw.documents where document_id in (select document_id from _new_documents)",
    "insert into raw.documents by name from _new_documents",
    "insert into raw.suppressed_text by name from _new_suppressed",
    "update raw.documents set origin_id = o.origin_id from _origins o"
    " where documents.document_id = o.document_id"
    " and documents.origin_id is distinct from o.origin_id",
    "delete from raw.quarantine where file_path not in (select file_path from _standing)",
    "insert into raw.quarantine by name from _new_quarantine",
)
