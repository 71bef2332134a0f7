"""The one file people read: built new, verified, swapped in with one rename."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb

from dagster_project.publishing.tables import (
    PUBLISHED_SCHEMAS,
    PublishedTable,
    literal,
    published_tables,
    quoted,
    row_counts,
)
from dagster_project.warehouse.store import CONNECTION_CONFIG

# Readable by DuckDB 1.4 and later. With the newest format a stale .wal beside the file would be
# replayed into the new one without a word.
STORAGE_VERSION = "v1.4.0"


class PublishingError(Exception):
    """The new file is not what the warehouse holds; the last published one was left alone."""


def publish_database(warehouse: Path, published: Path, macros: Sequence[str]) -> dict[str, int]:
    """Replace `published` by a new file with the readers' tables of `warehouse`.

    `macros` are the CREATE MACRO scripts of the published file. Returns the row count of every
    table by `schema.name`. Raises PublishingError, leaving `published` as it was, when the new
    file does not hold what the warehouse holds.
    """
    published.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target: a rename is atomic only within one file system.
    new = published.with_name(f".{published.name}.new")
    _remove_with_wal(new)
    try:
        expected = _build(warehouse, new, macros)
        counts = _counts(new, "ledger")
        if counts != expected:
            raise PublishingError(f"the new file has {counts}, the warehouse {expected}")
        swap(new, published)
    finally:
        _remove_with_wal(new)
    return counts


def differing_tables(warehouse: Path, published: Path) -> dict[str, tuple[int | None, int | None]]:
    """Tables whose row counts differ: in the warehouse, in the published file; None is absent.

    The record of check runs is left out: it grows between two publications.
    """
    ours = _counts(warehouse, warehouse.stem)
    theirs = _counts(published, "ledger") if published.exists() else {}
    return {
        name: (ours.get(name), theirs.get(name))
        for name in sorted({*ours, *theirs} - {"audit.check_results"})
        if ours.get(name) != theirs.get(name)
    }


def swap(new: Path, published: Path) -> None:
    """Put `new` in the place of `published`; readers have either the old file or the new one."""
    new.chmod(0o644)
    _sync(new)
    Path(f"{published}.wal").unlink(missing_ok=True)
    new.replace(published)
    _sync(published.parent)


def _build(warehouse: Path, new: Path, macros: Sequence[str]) -> dict[str, int]:
    # dbt's views name their database, so the warehouse is attached under the name dbt gave it.
    source = warehouse.stem
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(warehouse))} AS {quoted(source)} (READ_ONLY)")
        connection.execute(
            f"ATTACH {literal(str(new))} AS ledger (STORAGE_VERSION {literal(STORAGE_VERSION)})"
        )
        connection.execute("USE ledger")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        tables = published_tables(connection, source)
        if not tables:
            raise PublishingError("the warehouse holds no table to publish")
        for table in tables:
            _copy(connection, source, table)
        for macro in macros:
            connection.execute(macro)
        connection.execute("CHECKPOINT ledger")
        return row_counts(connection, source, tables)


def _copy(connection: duckdb.DuckDBPyConnection, source: str, table: PublishedTable) -> None:
    connection.execute(
        f"CREATE TABLE {table.reference} AS"
        f" SELECT * FROM {quoted(source)}.{table.reference} ORDER BY {table.order}"
    )
    connection.execute(f"COMMENT ON TABLE {table.reference} IS {literal(table.description)}")
    for column in table.columns:
        connection.execute(
            f"COMMENT ON COLUMN {table.reference}.{quoted(column.name)}"
            f" IS {literal(column.description)}"
        )


def _counts(path: Path, catalog: str) -> dict[str, int]:
    """Row counts of the readers' tables as one finds them in the file."""
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS {quoted(catalog)} (READ_ONLY)")
        return row_counts(connection, catalog, published_tables(connection, catalog))


def _remove_with_wal(path: Path) -> None:
    for leftover in (path, Path(f"{path}.wal")):
        leftover.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
