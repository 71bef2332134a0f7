"""Parquet for those without DuckDB: the same bytes for the same tables, described."""

import json
from pathlib import Path

import duckdb
import frictionless
import pyarrow.parquet as pq
import pytest

from dagster_project.publishing.parquet import export_parquet


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "battery_ledger.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("""
            CREATE SCHEMA marts; CREATE SCHEMA audit;
            CREATE TABLE marts.numbers AS
                SELECT i AS number_id, i / 7 AS share, DATE '2025-01-01' + i::INT AS day,
                       ['a', 'b'] AS words
                FROM range(300_000) AS r(i) ORDER BY hash(i);
            ALTER TABLE marts.numbers ADD PRIMARY KEY (number_id);
            COMMENT ON TABLE marts.numbers IS 'One row per number.';
            COMMENT ON COLUMN marts.numbers.share IS 'A seventh of it.';
            CREATE TABLE audit.check_results AS SELECT now() AS checked_at;
        """)
    return path


def test_the_same_tables_give_the_same_bytes_and_stale_files_go(
    published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "parquet"
    written = export_parquet(published, folder)
    first = {path.name: path.read_bytes() for path in written}
    (folder / "dropped_table.parquet").write_bytes(b"old")
    export_parquet(published, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert set(first) == {"numbers.parquet", "datapackage.json"}, "runs differ in check_results"


def test_rows_lie_in_the_order_of_the_key(published: Path, tmp_path: Path) -> None:
    export_parquet(published, tmp_path / "parquet")
    ids = pq.read_table(tmp_path / "parquet" / "numbers.parquet")["number_id"].to_pylist()
    assert ids == list(range(300_000))


def test_the_data_package_is_valid_and_carries_descriptions_and_keys(
    published: Path, tmp_path: Path
) -> None:
    export_parquet(published, tmp_path / "parquet")
    package = tmp_path / "parquet" / "datapackage.json"
    frictionless.Package(str(package))
    (resource,) = json.loads(package.read_text())["resources"]
    assert resource["description"] == "One row per number."
    assert resource["schema"]["primaryKey"] == ["number_id"]
    assert {f["name"]: (f["type"], f["description"]) for f in resource["schema"]["fields"]} == {
        "number_id": ("integer", ""),
        "share": ("number", "A seventh of it."),
        "day": ("date", ""),
        "words": ("any", ""),
    }
