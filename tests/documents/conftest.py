"""A raw/ folder to write into, and the warehouse tables it is read to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.documents import library, store
from dagster_project.settings import Settings


@dataclass
class Room:
    """raw/ on disk and an empty warehouse in memory."""

    settings: Settings
    connection: duckdb.DuckDBPyConnection

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.settings.documents_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self) -> dict[str, int]:
        result = library.read_documents(
            self.settings,
            store.known_documents(self.connection),
            store.known_refusals(self.connection, self.settings.document_seconds),
        )
        store.apply(self.connection, result)
        return result.counts

    def documents(self, where: str = "status = 'active'") -> list[dict[str, Any]]:
        query = f"from raw.documents where {where} order by file_path, kind, text"
        return self.connection.execute(query).to_arrow_table().to_pylist()

    def refusals(self) -> dict[str, str]:
        rows = self.connection.execute("select file_path, reason from raw.quarantine").fetchall()
        return dict(rows)

    def marked(self, kind: str) -> list[str]:
        query = """
            select substr(text, span_start + 1, span_end - span_start)
            from raw.suppressed_text join raw.documents using (document_id)
            where suppressed_text.kind = ? order by file_path, span_start
        """
        return [row[0] for row in self.connection.execute(query, [kind]).fetchall()]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    settings = Settings(raw=tmp_path / "raw", home=tmp_path / "home", workers=1)
    settings.documents_dir.mkdir(parents=True)
    with duckdb.connect() as connection:
        store.create_tables(connection)
        yield Room(settings, connection)
