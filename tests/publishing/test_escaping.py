"""Text of documents stays text in spreadsheets and terminals."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.publishing.escaping import spreadsheet_column, spreadsheet_text, terminal_text

# What a spreadsheet takes for a formula once it has trimmed the cell.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@given(st.sampled_from(("", " ", "\t", "\r\n")), st.sampled_from(STARTS), st.text(max_size=20))
def test_no_cell_begins_a_formula_and_its_text_is_kept(space: str, sign: str, rest: str) -> None:
    text = f'{space}{sign}HYPERLINK("http://x.invalid","{rest}")'
    assert spreadsheet_text(text) == f"'{text}"


@given(st.text(max_size=20))
def test_other_text_is_left_as_it_is(text: str) -> None:
    kept = spreadsheet_text(text)
    assert kept in (text, f"'{text}")
    assert not kept.strip().startswith(STARTS)


def test_a_csv_file_holds_no_formula(tmp_path: Path) -> None:
    cells = ['=HYPERLINK("x")', "@SUM(1)", " +1", "\t-2", "＝1", "Smith, John; 'quoted'", None, ""]
    target = tmp_path / "cells.csv"
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE cells (n INTEGER, "a ""name""" VARCHAR)')
        connection.executemany("INSERT INTO cells VALUES (?, ?)", list(enumerate(cells)))
        column = spreadsheet_column('a "name"')
        connection.execute(
            f"COPY (SELECT {column} FROM cells ORDER BY n) TO '{target}' (FORMAT csv)"
        )
    with target.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ['a "name"']
    assert [row[0] if row else "" for row in rows] == [
        spreadsheet_text(cell or "") for cell in cells
    ]


def test_a_terminal_is_told_nothing_by_what_it_shows() -> None:
    assert terminal_text("a\x1b[2J\r\n\u202eb\x9b") == "a\\x1b[2J\\r\\n\\u202eb\\x9b"
    assert terminal_text("Größe 電池, 5 %") == "Größe 電池, 5 %"
