"""The questions of `audit.review_queue` as a CSV that a person fills in a spreadsheet.

`publishing/corrections.py` takes the filled file in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import duckdb

from dagster_project.publishing.explain import UnknownFactError, find_fact
from dagster_project.publishing.tables import literal
from dagster_project.warehouse.store import CONNECTION_CONFIG

# What a person fills in, left empty here.
FILLED = (
    "decision",
    "corrected_value",
    "corrected_unit",
    "corrected_precision",
    "corrected_qualifier",
    "source_url",
    "reason",
    "reviewer",
)
QUESTIONS = """
    SELECT
        question, confidence, file_path, title, published_on, whole_fact, frame, property,
        value, unit, value_precision AS "precision", qualifier, quote, other_side, {filled},
        statement_id
    FROM audit.review_queue
    JOIN marts.dim_documents USING (document_id, file_path)
    ORDER BY question, file_path, frame, whole_fact, span_start, property, statement_id
"""
# Whatever its confidence, and though nobody contradicts it.
ASKED_FOR = """
    WITH told AS (
        SELECT
            *,
            coalesce(
                value_text, format('{{:.15g}}', value_number), value_date::VARCHAR
            ) AS value
        FROM marts.statements
    )
    SELECT
        'asked_for' AS question, confidence, file_path, title, published_on,
        (
            SELECT string_agg(
                s.property || ': ' || concat_ws(' ', s.value, s.unit), '; '
                ORDER BY s.property, s.value, s.statement_id
            )
            FROM told AS s
            WHERE s.property != 'plant' AND s.document_id = told.document_id
                AND s.frame = told.frame AND s.frame_id = told.frame_id
        ) AS whole_fact,
        frame, property, value, unit, value_precision AS "precision", qualifier, quote,
        NULL AS other_side, {filled}, statement_id
    FROM told
    JOIN marts.dim_documents USING (document_id)
    WHERE property != 'plant' AND statement_id IN (
        SELECT statement_id FROM marts.bridge_fact_evidence WHERE fact_id = $fact_id
    )
    ORDER BY file_path, frame, whole_fact, span_start, property, statement_id
"""


class ReviewError(Exception):
    """The review cannot go on; the message tells a person why and what to do."""


def write_review(published: Path, review: Path, fact_id: str = "") -> int:
    """Write the questions of the published file `published` to the CSV `review`; their number.

    With the beginning of a `fact_id` every statement behind that fact is asked instead. The text is
    UTF-8 with a mark for spreadsheets, and no cell begins as a formula does. Raises ReviewError
    when there is nothing published, no such fact, or when decisions in `review` would be lost.
    """
    if not published.exists():
        raise ReviewError(f"there is no {published}; make run builds it")
    if review.exists() and any(row["decision"].strip() for row in read_review(review)):
        raise ReviewError(
            f"{review} holds decisions; make corrections takes them in, or move the file away"
        )
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        connection.execute("USE ledger")
        empty = ", ".join(f"NULL AS {name}" for name in FILLED)
        if fact_id:
            key = _whole_id(connection, fact_id)
            found = connection.sql(ASKED_FOR.format(filled=empty), params={"fact_id": key})
        else:
            found = connection.sql(QUESTIONS.format(filled=empty))
        columns, rows = found.columns, found.fetchall()
    review.parent.mkdir(parents=True, exist_ok=True)
    with review.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(map(_cells, rows))
    return len(rows)


def _whole_id(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    try:
        table, fact = find_fact(connection, wanted)
    except UnknownFactError as error:
        raise ReviewError(str(error)) from None
    return str(fact[table.columns[0].name])


def read_review(review: Path) -> list[dict[str, str]]:
    """Rows of a review as it was saved, by column; cells are text, what a person left out is ''.

    Spreadsheets save with commas, semicolons or tabs. Raises ReviewError when the file is not
    there, is not UTF-8, or lacks a column.
    """
    try:
        text = review.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ReviewError(f"there is no {review}; make review writes it") from None
    except UnicodeDecodeError:
        raise ReviewError(f"{review} is not UTF-8; save it as CSV UTF-8") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    missing = [name for name in (*FILLED, "statement_id") if name not in (rows.fieldnames or ())]
    if missing:
        raise ReviewError(f"{review} has no column {missing[0]}; keep all columns of make review")
    return [{name: cell.strip() for name, cell in row.items() if name} for row in rows]


def _cells(row: Iterable[object]) -> list[object]:
    return ["" if cell is None else _harmless(cell) for cell in row]


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet runs: documents may say `=HYPERLINK(...)`; numbers stay."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
        return "'" + cell
    return cell
