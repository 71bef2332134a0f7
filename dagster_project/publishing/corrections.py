"""Decisions of a filled review become rows of the corrections seed.

A person fills `decision` and what it needs; everything that finds the statement again is taken from
the published file, whatever a spreadsheet has made of the other columns.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import duckdb

from dagster_project.publishing.review import FILLED, ReviewError, read_review
from dagster_project.warehouse.dbt import PROJECT_DIR
from dagster_project.warehouse.store import CONNECTION_CONFIG

SEED = PROJECT_DIR / "seeds" / "corrections.csv"
# The last two decide for everything that the document says of the same thing.
DECISIONS = ("accept", "reject", "replace", "accept_fact", "reject_fact")
QUALIFIERS = ("exact", "up_to", "at_least", "more_than", "less_than", "approximately")
PRECISIONS = ("day", "month", "quarter", "year")
KEY = ("file_path", "frame", "property", "original_value", "quote_prefix", "beside")
# Of the quote what is one line and not blacked out: enough to tell sentences apart, short enough to
# survive a better split of the text.
STATEMENTS = """
    SELECT
        statement_id, file_path, statements.frame, statements.property,
        concat_ws(chr(31), document_id, statements.frame, frame_id) AS fact,
        coalesce(value_text, value_number::VARCHAR, value_date::VARCHAR) AS original_value,
        rtrim(regexp_extract(quote, '^[^\\n\\r█]{0,80}')) AS quote_prefix,
        coalesce(url, 'documents/' || file_path) AS document
    FROM marts.statements
    JOIN marts.dim_documents USING (document_id)
    WHERE file_path IN (
        SELECT file_path FROM marts.statements JOIN marts.dim_documents USING (document_id)
        WHERE statement_id IN (SELECT unnest($asked))
    )
    ORDER BY statement_id
"""

Row = dict[str, str]


class Misfilled(Exception):  # noqa: N818 - the person's slip, not a fault of the program
    """A row that cannot be taken in, in one sentence."""


class _Decision(NamedTuple):
    """What shall be done with a statement, or with all of a fact, and which row says so."""

    line: int
    action: str
    corrected: Row
    why: Row

    def differs(self, other: _Decision) -> bool:
        """Whether it does something else; two people may have two reasons."""
        return (self.action, self.corrected) != (other.action, other.corrected)


def take_in(review: Path, published: Path, seed: Path, on: dt.date) -> int:
    """Add the decisions of `review` to `seed`; how many rows of the seed they make.

    A decision about the same statement replaces the earlier one. Raises ReviewError with one
    sentence for each row that is badly filled; then the seed stays as it was.
    """
    answers = {
        line: row
        for line, row in enumerate(read_review(review), 2)
        if any(row[name] for name in FILLED if name != "reviewer")
    }
    if not answers:
        raise ReviewError(f"no row of {review} has a decision")
    statements = _statements(published, [row["statement_id"] for row in answers.values()])
    slips: list[str] = []
    # By statement or, for a whole fact, by frame.
    decisions: dict[str, _Decision] = {}
    for line, row in answers.items():
        try:
            about, decision = _decide(line, row, statements)
            known = decisions.setdefault(about, decision)
            if known.differs(decision):
                raise Misfilled(f"row {known.line} decides otherwise about the same thing")
        except Misfilled as slip:
            slips.append(f"row {line}: {slip}")
    # What is said of one statement goes before what is said of the whole fact.
    decided = {
        statement_id: decisions.get(statement_id) or decisions[statement["fact"]]
        for statement_id, statement in statements.items()
        if statement_id in decisions or statement["fact"] in decisions
    }
    corrections: dict[tuple[str, ...], Row] = {}
    for statement_id, decision in decided.items():
        try:
            row = _correction(statement_id, decision, statements, decided)
            corrections[_key(row)] = row | {"reviewed_on": on.isoformat()}
        except Misfilled as slip:
            slips.append(f"row {decision.line}: {slip}")
    if slips:
        raise ReviewError("; ".join(dict.fromkeys(slips)))
    _write(seed, corrections)
    return len(corrections)


def _statements(published: Path, asked: list[str]) -> dict[str, dict[str, Any]]:
    """Every statement of the documents that the answers are about, by id."""
    if not published.exists():
        raise ReviewError(f"there is no {published}; make run builds it")
    with duckdb.connect(published, read_only=True, config=CONNECTION_CONFIG) as connection:
        found = connection.execute(STATEMENTS, {"asked": asked})
        names = [column[0] for column in found.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def _decide(
    line: int, row: Row, statements: Mapping[str, Mapping[str, Any]]
) -> tuple[str, _Decision]:
    """The statement or frame that one row of the review decides about, and its decision."""
    decision = row["decision"].lower()
    if decision not in DECISIONS:
        raise Misfilled(f"decision {row['decision']!r} is none of {', '.join(DECISIONS)}")
    asked = statements.get(row["statement_id"])
    if asked is None:
        raise Misfilled("its statement is no longer there; make review lists what is there now")
    if not row["reason"]:
        raise Misfilled("a decision needs a reason")
    if row["source_url"] and urlsplit(row["source_url"]).scheme not in ("http", "https"):
        raise Misfilled(f"source_url {row['source_url']!r} is no web address")
    why = {
        "source_url": row["source_url"] or asked["document"],
        "reason": row["reason"],
        "reviewer": row["reviewer"],
    }
    corrected: Row = {}
    if decision == "replace":
        corrected = _replacement(row, asked["frame"], asked["property"])
    elif any(row[name] for name in FILLED if name.startswith("corrected_")):
        raise Misfilled(f"corrected values need the decision replace, not {decision}")
    action, _, fact = decision.partition("_")
    return asked["fact" if fact else "statement_id"], _Decision(line, action, corrected, why)


def _replacement(row: Row, frame: str, property: str) -> Row:
    """Columns of the seed that hold the corrected value of a property, checked by its kind."""
    value, unit = row["corrected_value"], row["corrected_unit"]
    precision, qualifier = row["corrected_precision"], row["corrected_qualifier"]
    kind = _vocabulary("statement_properties", frame, property)[0]["value_kind"]
    if not (value or unit or precision or qualifier):
        raise Misfilled("replace needs a corrected value, unit, precision or qualifier")
    if qualifier and qualifier not in QUALIFIERS:
        raise Misfilled(f"corrected_qualifier {qualifier!r} is none of {', '.join(QUALIFIERS)}")
    if precision and precision not in PRECISIONS:
        raise Misfilled(f"corrected_precision {precision!r} is none of {', '.join(PRECISIONS)}")
    if unit and kind == "money" and not re.fullmatch("[A-Z]{3}", unit):
        raise Misfilled(f"corrected_unit {unit!r} is no currency code such as USD")
    column = {"number": "number", "money": "number", "date": "date"}.get(kind, "value")
    if value:
        _check_value(kind, value, _vocabulary("statement_words", frame, property))
    return {
        f"corrected_{column}": value,
        "corrected_unit": unit,
        "corrected_precision": precision,
        "corrected_qualifier": qualifier,
    }


def _check_value(kind: str, value: str, words: Iterable[Row]) -> None:
    match kind:
        case "number" | "money" if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise Misfilled(f"corrected_value {value!r} is no plain number such as 1500000")
        case "date":
            try:
                dt.date.fromisoformat(value)
            except ValueError:
                raise Misfilled(
                    f"corrected_value {value!r} is no date such as 2025-03-31"
                ) from None
        case "word" if value not in (known := [word["word"] for word in words]):
            raise Misfilled(f"corrected_value {value!r} is none of {', '.join(known)}")
        case "material" if value not in {m["material_id"] for m in _seed("materials")}:
            raise Misfilled(f"corrected_value {value!r} is no material_id of seeds/materials.csv")
        case "country" if not re.fullmatch("[A-Z]{2}", value):
            raise Misfilled(f"corrected_value {value!r} is no country code such as US")


def _correction(
    statement_id: str,
    decision: _Decision,
    statements: Mapping[str, Mapping[str, Any]],
    decided: Mapping[str, _Decision],
) -> Row:
    """The row of the seed that does to this statement, and to no other, what was decided."""
    found = statements[statement_id]
    if not found["quote_prefix"]:
        raise Misfilled("its quote begins with a contact detail, so it cannot be found again")
    alike = {
        other["fact"]
        for other_id, other in statements.items()
        if other["fact"] != found["fact"]
        and _key(other)[:3] == _key(found)[:3]
        and (found["property"] == "plant" or other["original_value"] == found["original_value"])
        and other["quote_prefix"] == found["quote_prefix"]
        and (other_id not in decided or decided[other_id].differs(decision))
    }
    beside = ""
    if alike:
        held: dict[str, set[str]] = {}
        for other in statements.values():
            if other["frame"] == found["frame"] and other["property"] != "plant":
                held.setdefault(other["fact"], set()).add(
                    f"{other['property']}={other['original_value']}"
                )
        own = held.get(found["fact"], set()).difference(*(held.get(f, set()) for f in alike))
        if not own:
            raise Misfilled("its sentence says the same of another fact; decide both alike")
        beside = min(own)
    row = {name: str(found[name]) for name in KEY if name != "beside"} | {"beside": beside}
    identity = hashlib.sha256("\x1f".join(_key(row)).encode()).hexdigest()
    done = {"action": decision.action, **decision.corrected, **decision.why}
    return {"correction_id": identity[:12], **row, **done}


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name) or "") for name in KEY)


def _write(seed: Path, corrections: Mapping[tuple[str, ...], Row]) -> None:
    """Replace the seed by one that holds these too; a reader sees the old or the new file."""
    with seed.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        kept = {_key(row): row for row in reader}
    new = seed.with_name(f".{seed.name}.new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**kept, **corrections}.values())
    new.replace(seed)


@cache
def _seed(name: str) -> tuple[Row, ...]:
    with (PROJECT_DIR / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _vocabulary(name: str, frame: str, property: str) -> list[Row]:
    """Rows of a reviewed vocabulary about one property."""
    return [r for r in _seed(name) if (r["frame"], r["property"]) == (frame, property)]
