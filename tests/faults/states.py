"""What is left of a ledger after something happened to it: is it whole, and is anything gone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb

# Differs from run to run by its nature.
RECORD_OF_RUNS = ("audit", "check_results")

INGESTED = {
    "documents": "SELECT document_id FROM raw.documents",
    "readings": "SELECT document_id FROM raw.extractions",
    "statements": "SELECT statement_id FROM raw.statements",
    "check results": "SELECT DISTINCT run_id FROM audit.check_results",
}

Fingerprint = dict[str, tuple[int, int | None]]
Ingested = dict[str, frozenset[str]]


class Broken(Exception):  # noqa: N818 - the finding of a harness
    """Something a reader or the next run would trip over."""


class Home(NamedTuple):
    """The folders of a ledger that people and the next run rely on."""

    path: Path

    @property
    def published(self) -> Path:
        return self.path / "published" / "battery_ledger.duckdb"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    def parquet(self) -> dict[str, bytes]:
        folder = self.path / "published" / "parquet"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def fingerprint(self) -> Fingerprint | None:
        """Rows and a hash of every published table, read as a reader does; None without a file."""
        if not self.published.exists():
            return None
        try:
            with duckdb.connect(self.published, read_only=True) as connection:
                tables = connection.execute(
                    "SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL"
                ).fetchall()
                found: Fingerprint = {}
                for schema, table in tables:
                    row = connection.execute(
                        f'SELECT count(*), bit_xor(hash(t)) FROM "{schema}"."{table}" AS t'
                    ).fetchone()
                    assert row is not None
                    if (schema, table) != RECORD_OF_RUNS:
                        found[f"{schema}.{table}"] = (row[0], row[1])
                return found
        except duckdb.Error as error:
            raise Broken(f"the published file cannot be read: {error}") from error

    def ingested(self, scratch: Path) -> Ingested:
        """What the pipeline's own file holds, asked of a copy so that nothing is disturbed."""
        copy = scratch / "copy.duckdb"
        for suffix in ("", ".wal"):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)
            source = Path(f"{self.warehouse}{suffix}")
            if source.exists():
                shutil.copyfile(source, f"{copy}{suffix}")
        if not copy.exists():
            return dict.fromkeys(INGESTED, frozenset())
        with duckdb.connect(copy) as connection:
            return {name: _ids(connection, query) for name, query in INGESTED.items()}

    def leftovers(self) -> list[str]:
        """Files of a half-done publication."""
        return sorted(
            path.name
            for path in self.published.parent.iterdir()
            if path.name.startswith(".") or path.suffix == ".wal"
        )


def _ids(connection: duckdb.DuckDBPyConnection, query: str) -> frozenset[str]:
    try:
        return frozenset(str(row[0]) for row in connection.execute(query).fetchall())
    except duckdb.CatalogException:
        return frozenset()


def lost(before: Ingested, after: Ingested) -> list[str]:
    """In words, what was there and is not any more."""
    return [
        f"{len(gone)} {name} are gone" for name in before if (gone := before[name] - after[name])
    ]
