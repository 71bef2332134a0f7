"""The published tables as files, for tools without DuckDB, with a data package beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.escaping import spreadsheet_column
from dagster_project.publishing.keys import with_keys
from dagster_project.publishing.package import package, resource
from dagster_project.publishing.tables import PublishedTable, literal, published_tables, quoted
from dagster_project.warehouse.store import CONNECTION_CONFIG

# A record of runs differs from run to run; everything else is the same for the same input.
NOT_EXPORTED = frozenset({("audit", "check_results")})

# Per format, how DuckDB writes it and what the data package says of it.
OPTIONS = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'",
}
FORMS: dict[str, dict[str, Any]] = {
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
    "csv": {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
}


def export_files(
    published: Path, folder: Path, form: str, manifest: Mapping[str, Any]
) -> list[Path]:
    """Write each table of the `published` file to `folder`, one `<table>.<form>` each.

    `form` is parquet or csv; in CSV a text that a spreadsheet would run as a formula is preceded by
    an apostrophe. The same tables give the same bytes. Every file is replaced by one rename, the
    data package, which tells the keys of dbt's `manifest`, last; files of tables that are gone are
    removed.
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
            for table in with_keys(published_tables(connection, "ledger"), manifest)
            if (table.schema, table.name) not in NOT_EXPORTED
        ]
        resources = []
        for table in tables:
            path = temporary / f"{table.name}.{form}"
            connection.execute(
                f"COPY (SELECT {_columns(table, form)} FROM ledger.{table.reference} AS source"
                f" ORDER BY {_order(table)}) TO {literal(str(path))} ({OPTIONS[form]})"
            )
            resources.append(resource(table, path, FORMS[form]))
        descriptor = temporary / "datapackage.json"
        descriptor.write_text(
            json.dumps(package(resources), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        names = [*(f"{table.name}.{form}" for table in tables), descriptor.name]
        for name in names:
            (temporary / name).chmod(0o644)
            (temporary / name).replace(folder / name)
    for stale in folder.iterdir():
        if stale.name not in names:
            stale.unlink()
    return [folder / name for name in names]


def _columns(table: PublishedTable, form: str) -> str:
    if form != "csv":
        return "*"
    return ", ".join(
        spreadsheet_column(column.name) if column.type == "VARCHAR" else quoted(column.name)
        for column in table.columns
    )


def _order(table: PublishedTable) -> str:
    """By the key as it is stored, not as it is written."""
    return ", ".join(f"source.{quoted(name)}" for name in table.key) or "ALL"


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A folder of its own, rid of what a run that was killed left in it, and gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
