"""Files for those without DuckDB: the same bytes for the same tables, described."""

import json
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest

from dagster_project.publishing.files import export_files
from dagster_project.publishing.renderings import render
from dagster_project.publishing.workbook import export_workbook

MANIFEST: dict[str, Any] = {
    "nodes": {
        "parts": {
            "resource_type": "model",
            "schema": "marts",
            "name": "dim_parts",
            "primary_key": ["part_id"],
        },
        "numbers": {
            "resource_type": "model",
            "schema": "marts",
            "name": "numbers",
            "primary_key": ["number_id"],
        },
        "parent": {
            "resource_type": "test",
            "test_metadata": {"name": "relationships", "kwargs": {"field": "part_id"}},
            "attached_node": "parts",
            "column_name": "parent_part_id",
            "config": {"severity": "error", "where": None},
            "depends_on": {"nodes": ["parts"]},
        },
    }
}


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
    written = export_files(published, folder, "parquet", MANIFEST)
    first = {path.name: path.read_bytes() for path in written}
    (folder / "dropped_table.parquet").write_bytes(b"old")
    export_files(published, folder, "parquet", MANIFEST)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert set(first) == {"numbers.parquet", "datapackage.json"}, "runs differ in check_results"


def test_rows_lie_in_the_order_of_the_key(published: Path, tmp_path: Path) -> None:
    export_files(published, tmp_path / "parquet", "parquet", MANIFEST)
    ids = pq.read_table(tmp_path / "parquet" / "numbers.parquet")["number_id"].to_pylist()
    assert ids == list(range(300_000))


def test_the_data_package_is_valid_and_carries_descriptions_and_keys(
    published: Path, tmp_path: Path
) -> None:
    export_files(published, tmp_path / "parquet", "parquet", MANIFEST)
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


@pytest.fixture
def star(tmp_path: Path) -> Path:
    """A dimension whose texts look like formulas, links, numbers, and are longer than a cell."""
    path = tmp_path / "star.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("""
            CREATE SCHEMA marts;
            CREATE TABLE marts.dim_parts AS
                SELECT * FROM (VALUES
                    ('a', NULL, '=1+1', DATE '2025-01-31', 1.5, true, TIMESTAMP '2025-01-31 10:00'),
                    ('b', 'a', 'http://x.invalid', NULL, NULL, NULL, NULL),
                    ('c', 'a', '0012', NULL, -2, false, NULL),
                    ('d', 'c', repeat('long ', 8_000), NULL, NULL, NULL, NULL)
                ) AS parts(part_id, parent_part_id, name, made_on, weight, is_whole, noted_at);
            COMMENT ON TABLE marts.dim_parts IS 'One row per part.';
            COMMENT ON COLUMN marts.dim_parts.weight IS '=Weight in grams.';
        """)
    return path


def test_csv_is_a_valid_data_package_with_keys_and_no_formula(star: Path, tmp_path: Path) -> None:
    export_files(star, tmp_path / "csv", "csv", MANIFEST)
    package = tmp_path / "csv" / "datapackage.json"
    report = frictionless.validate(str(package))
    assert report.valid, report.flatten(["type", "note"])
    (part,) = json.loads(package.read_text())["resources"]
    assert part["schema"]["foreignKeys"] == [
        {"fields": "parent_part_id", "reference": {"resource": "", "fields": "part_id"}}
    ]
    lines = (tmp_path / "csv" / "dim_parts.csv").read_text().splitlines()
    assert lines[1] == "a,,'=1+1,2025-01-31,1.5,true,2025-01-31T10:00:00Z"


def test_a_workbook_holds_text_as_text_and_says_what_columns_mean(
    star: Path, tmp_path: Path
) -> None:
    target = export_workbook(star, tmp_path / "book.xlsx", MANIFEST)
    first = target.read_bytes()
    assert export_workbook(star, target, MANIFEST).read_bytes() == first
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Definitions", "dim_parts"]
    cells = [[cell.value for cell in row] for row in book["dim_parts"].iter_rows(min_row=2)]
    assert [row[2] for row in cells[:3]] == ["=1+1", "http://x.invalid", "0012"]
    assert {cell.data_type for cell in book["dim_parts"]["C"]} == {"s"}
    assert (cells[0][3].isoformat(), cells[0][4], cells[0][5]) == ("2025-01-31T00:00:00", 1.5, True)
    assert len(cells[3][2]) == 500
    assert cells[3][2].endswith(" … (cut)")
    definitions = {row[1]: row for row in book["Definitions"].values}
    assert definitions["weight"][4] == "=Weight in grams."
    assert definitions["parent_part_id"][3] == "→ dim_parts.part_id"
    assert {cell.data_type for row in book["Definitions"] for cell in row} <= {"s", "n"}


def test_a_page_is_made_again_only_when_the_tables_changed(tmp_path: Path) -> None:
    contents, target = tmp_path / "datapackage.json", tmp_path / "page.html"
    contents.write_text("one")
    assert render(target, contents, tmp_path / "marks", lambda: target.write_text("page"))
    assert not render(target, contents, tmp_path / "marks", target.unlink)
    contents.write_text("two")
    assert render(target, contents, tmp_path / "marks", lambda: target.write_text("new"))
    target.unlink()
    assert render(target, contents, tmp_path / "marks", lambda: target.write_text("again"))
