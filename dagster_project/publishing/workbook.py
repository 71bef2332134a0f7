"""The star schema as one Excel workbook, its first sheet saying what every column means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dagster_project.publishing.database import swap
from dagster_project.publishing.keys import with_keys
from dagster_project.publishing.tables import PublishedTable, literal, published_tables
from dagster_project.warehouse.store import CONNECTION_CONFIG

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

STAR = ("fct_", "dim_", "bridge_")
# A spreadsheet has a calendar of its own.
LEFT_OUT = frozenset({"dim_dates"})
# Excel's own limit, one row of it for the header.
SHEET_ROWS = 1_048_575
# More than a person reads in a cell, and a fraction of what Excel would take: the whole texts of
# 25,000 documents make a workbook of 50 MB. They stand in the CSV beside it.
CELL_CHARACTERS = 500
CUT = " … (cut)"
WIDTHS = {"VARCHAR": 24, "DATE": 12, "TIMESTAMP": 19, "DOUBLE": 16}


def export_workbook(published: Path, target: Path, manifest: Mapping[str, Any]) -> Path:
    """Replace `target` by a workbook of the `published` file's facts, dimensions and bridges.

    Text is written as text whatever it looks like: never a formula, a link or a number. The same
    tables give the same bytes. A table longer than a sheet is cut, and its definition says so.
    """
    # Slow to import, and only a run whose tables changed needs it.
    from xlsxwriter import Workbook

    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        tables = [
            table
            for table in with_keys(published_tables(connection, "ledger"), manifest)
            if table.name.startswith(STAR) and table.name not in LEFT_OUT
        ]
        with Workbook(new, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
            # Not the time of writing: the same tables give the same bytes.
            book.set_properties({"title": "Battery Ledger", "created": dt.datetime(2000, 1, 1)})
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            _write_definitions(book, connection, tables, bold, wrapped)
            for table in tables:
                _write_table(book, connection, table, bold)
    swap(new, target)
    return target


def _write_definitions(
    book: Workbook,
    connection: duckdb.DuckDBPyConnection,
    tables: list[PublishedTable],
    bold: Format,
    wrapped: Format,
) -> None:
    sheet = book.add_worksheet("Definitions")
    sheet.freeze_panes(1, 0)
    for index, width in enumerate((26, 30, 12, 34, 90)):
        sheet.set_column(index, index, width)
    _write_row(sheet, 0, ["Table", "Column", "Type", "Key", "Meaning"], bold)
    at = 1
    for table in tables:
        rows = connection.sql(f"FROM ledger.{table.reference}").shape[0]
        cut = f" Only the first {SHEET_ROWS:,} of {rows:,} rows are here."
        meaning = table.description + (cut if rows > SHEET_ROWS else "")
        _write_row(sheet, at, [table.name, "", "", "", meaning], bold)
        at += 1
        for column in table.columns:
            key = _key(table, column.name)
            cells = [table.name, column.name, column.type.lower(), key, column.description]
            _write_row(sheet, at, cells, wrapped)
            at += 1


def _write_table(
    book: Workbook, connection: duckdb.DuckDBPyConnection, table: PublishedTable, bold: Format
) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, WIDTHS.get(column.type, 10))
    _write_row(sheet, 0, [column.name for column in table.columns], bold)
    rows = connection.sql(f"FROM ledger.{table.reference} ORDER BY {table.order}").limit(SHEET_ROWS)
    at = 1
    while batch := rows.fetchmany(10_000):
        for row in batch:
            _write_row(sheet, at, row)
            at += 1


def _write_row(sheet: Worksheet, at: int, cells: Any, style: Format | None = None) -> None:
    for column, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell, style)
        elif isinstance(cell, int | float | Decimal):
            sheet.write_number(at, column, cell, style)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(at, column, cell, style)
        else:
            # Never `write`, which guesses formulas and links from what a text begins with.
            text = str(cell)
            if len(text) > CELL_CHARACTERS:
                text = text[: CELL_CHARACTERS - len(CUT)] + CUT
            sheet.write_string(at, column, text, style)


def _key(table: PublishedTable, column: str) -> str:
    told = ["primary key"] if column in table.key else []
    told += [
        f"→ {key.table}.{key.references}" for key in table.foreign_keys if key.column == column
    ]
    return ", ".join(told)
