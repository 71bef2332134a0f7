"""The published tables as Parquet, for tools without DuckDB, with a data package beside them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.tables import PublishedTable, literal, published_tables
from dagster_project.warehouse.store import CONNECTION_CONFIG

# A record of runs differs from run to run; everything else is the same for the same input.
NOT_EXPORTED = frozenset({("audit", "check_results")})

# DuckDB's types in the words of the Table Schema standard.
FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "DECIMAL": "number",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "UINTEGER": "integer",
    "UBIGINT": "integer",
}


def export_parquet(published: Path, folder: Path) -> list[Path]:
    """Write each table of the `published` file to `folder`, one `<table>.parquet` each.

    The same tables give the same bytes. Every file is replaced by one rename, the data package
    last; files of tables that are gone are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _emptied(folder.with_name(f".{folder.name}.new")) as temporary,
        # Attached from memory: the file's own name may be that of one of its schemas.
        duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection,
    ):
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        # One thread: row groups then always end at the same row.
        connection.execute("SET threads = 1")
        tables = [
            table
            for table in published_tables(connection, "ledger")
            if (table.schema, table.name) not in NOT_EXPORTED
        ]
        resources = []
        for table in tables:
            path = temporary / f"{table.name}.parquet"
            connection.execute(
                f"COPY (SELECT * FROM ledger.{table.reference} ORDER BY {table.order})"
                f" TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            )
            resources.append(_resource(table, path))
        package = temporary / "datapackage.json"
        package.write_text(json.dumps(_package(resources), indent=2, ensure_ascii=False) + "\n")
        names = [*(f"{table.name}.parquet" for table in tables), package.name]
        for name in names:
            (temporary / name).chmod(0o644)
            (temporary / name).replace(folder / name)
    for stale in folder.iterdir():
        if stale.name not in names:
            stale.unlink()
    return [folder / name for name in names]


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A folder of its own, rid of what a run that was killed left in it, and gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _package(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "battery-ledger",
        "title": "Battery Ledger",
        "description": "Deals, plants, capacities and grants of battery recycling; every value"
        " leads back to a sentence.",
        "resources": resources,
    }


def _resource(table: PublishedTable, path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": c.name, "type": _field_type(c.type), "description": c.description}
            for c in table.columns
        ]
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.name.replace("_", "-"),
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.description,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "schema": schema,
    }


def _field_type(duckdb_type: str) -> str:
    """The Table Schema type; a list or struct is `any`. Raises KeyError for a type not listed."""
    if duckdb_type.endswith("]") or duckdb_type.startswith(("STRUCT", "MAP")):
        return "any"
    return FIELD_TYPES[re.sub(r"\(.*\)", "", duckdb_type)]
