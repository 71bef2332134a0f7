"""What the columns of a market table hold: read from their heads and from their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dagster_project.extraction.grammar import Lexicon, lexicon
from dagster_project.extraction.market_figures.line import RATIO, Line, words
from dagster_project.extraction.market_figures.periods import BACK
from dagster_project.extraction.model import Date, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.values.quantities import read_unit

_RULE = re.compile(r"[\s:|\-–=]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[^\W\d_]{2,}")
# A cell that is a figure: a number after no more than a sign and a currency.
_FIGURE = re.compile(r"[^\w]{0,3}(?:[A-Za-z]{1,4}[$€£¥]?\s?|[^\W\d_]{0,3})[^\w]{0,2}\d")
_NOTHING = re.compile(r"[^\w]*|n\.?/?a\.?|unch\.?|unchanged|nil", re.I)
_UNIT_LENGTH = 24
# A cell that is a change: a sign or an arrow before the number, or a percentage.
_CHANGE = re.compile(r"[+−–▲△▼▽↑↓-]\s?[\d$€£¥]|.*%$")
# A head that says something: a word, a year, a unit, a change.
_SAYS = re.compile(r"[^\W\d_]|\d{4}|[%$€£¥+±△▲]")
# Words of a caption that count things are no units: "batteries registered".
_COUNTED = frozenset(("EV", "battery_pack", "cells", "units"))

Role = Literal["label", "value", "low", "high", "unit", "change", "share", "skip"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `page.text[start:end]`, no outer white space."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are; `subject` is what its head measures (a metal, a car).

    `back` is how far before the table's own day its figures lie: "Week before", "Vorjahr".
    """

    role: Role
    measure: str | None
    unit: str | None
    factor: float
    basis: str | None
    period: Date | None
    subject: str | None
    back: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same width under one head; `caption` is the prose just above."""

    head: Line
    columns: list[Column]
    rows: list[tuple[Sentence, list[Cell]]]
    caption: list[Line]


def read_tables(page: Page, rows: list[Sentence]) -> list[Table]:
    """The tables among neighbouring rows: a menu above or a note below has another width.

    The row above a rule is a head; what stands before it ("Week 44 | assessed 31 October") only
    looks like a row.
    """
    blocks: list[list[tuple[Sentence, list[Cell]]]] = []
    for row in rows:
        cells = _cells(page, row)
        if all(_RULE.fullmatch(c.text) for c in cells):
            if blocks and len(blocks[-1]) == 2:
                blocks.append([blocks[-1].pop()])
            continue
        if blocks and len(blocks[-1][-1][1]) == len(cells):
            blocks[-1].append((row, cells))
        else:
            blocks.append([(row, cells)])
    notes = [block[0][0] for block in blocks if len(block) == 1]
    return [_table(page, block, notes) for block in blocks if len(block) > 1 and _headed(block)]


def _cells(page: Page, row: Sentence) -> list[Cell]:
    text = page.sentence_text(row)
    cells, at = [], row.start
    for part in text.split("|"):
        body = part.strip(" \t*_`")
        lead = part.find(body)
        cells.append(Cell(at + lead, at + lead + len(body), body))
        at += len(part) + 1
    if cells and not cells[0].text and text.startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1].text and text.endswith("|"):
        cells = cells[:-1]
    return cells


def _headed(block: list[tuple[Sentence, list[Cell]]]) -> bool:
    """Whether the first row can be a head: no cell of it is a figure, except for a year."""
    return all(
        not _FIGURE.match(c.text)
        or _YEAR.match(c.text)
        or (_LETTER.search(c.text) and len(c.text.split()) > 1)
        or "%" in c.text
        for c in block[0][1]
    )


def _table(page: Page, block: list[tuple[Sentence, list[Cell]]], notes: list[Sentence]) -> Table:
    row, heads = block[0]
    above = (s for s in page.sentences if row.line - 4 <= s.line < row.line)
    caption = [Line(page, s) for s in above if s.kind != "row" or s in notes]
    head = Line(page, row)
    columns = [
        _column(head, cell, [cells[i].text for _, cells in block[1:]], caption)
        for i, cell in enumerate(heads)
    ]
    return Table(head, columns, block[1:], caption)


def _column(head: Line, cell: Cell, below: list[str], caption: list[Line]) -> Column:
    language = head.page.language
    inside = [
        h for k in head.hits.values() for h in k if cell.start <= h.start and h.end <= cell.end
    ]
    measures = [h.value for h in inside if h.kind == "market_measure"]
    if not measures and words("table_price").search(cell.text.lower()):
        measures = ["price"]
    bases = [h.value for h in inside if h.kind == "market_basis"]
    role = _role(cell.text.lower(), {h.kind for h in inside}, measures, below, language)
    back = _back(cell.text.lower(), below) if role in ("value", "skip", "change") else None
    role = "value" if back else role
    unit = read_unit(cell.text, language)
    if role in ("value", "low", "high") and unit is None:
        said = (read_unit(c.page.sentence_text(c.sentence), language) for c in reversed(caption))
        unit = next((u for u in said if u and u[0] not in _COUNTED), None)
    name, factor = unit if unit else (None, 1.0)
    period = next((d for d in head.dates if cell.start <= d.start and d.end <= cell.end), None)
    if back or words("table_this").search(cell.text.lower()):
        period = None  # the table's own day tells more than "this week"
    return Column(
        role=role,
        measure=measures[-1] if measures else None,
        unit=name,
        factor=factor,
        basis=bases[0] if bases and bases[0] != "other" else None,
        period=period,
        subject=_subject(head, cell),
        back=back,
    )


def _back(head: str, below: list[str]) -> str | None:
    """The unit of time a column looks back by: its cells are levels, not changes."""
    signed = any(_CHANGE.match(text) for text in below)
    if signed or words("table_change").search(head):
        return None
    return next((u for u in BACK if words(f"table_{u}").search(head)), None)


def _role(head: str, kinds: set[str], measures: list[str], below: list[str], language: str) -> Role:
    """What a column holds, from its cells and its head."""
    cells = [text for text in below if not _NOTHING.fullmatch(text)]
    figures = sum(bool(_FIGURE.match(text)) for text in cells)
    if cells and 2 * figures <= len(cells):
        units = sum(
            len(text) <= _UNIT_LENGTH and read_unit(text, language) is not None for text in cells
        )
        return "unit" if 2 * units > len(cells) else "label"
    if words("table_skip").search(head) or not _SAYS.search(head):
        return "skip"
    if words("table_change").search(head):
        return "change"
    if words("table_low").search(head):
        return "low"
    if words("table_high").search(head):
        return "high"
    if kinds & {"market_basis", "market_change"}:
        return "change"
    return "share" if measures and measures[-1] in RATIO - {"payable"} else "value"


def _subject(head: Line, cell: Cell) -> str | None:
    """The material or vehicle a head names, an element's symbol among them."""
    named = [t.name for t in head.subjects if cell.start <= t.start < cell.end]
    if named:
        return named[-1]
    found = _symbols().at(head.page.text, cell.start, cell.end)
    return found[0] if found else None


@cache
def _symbols() -> Lexicon:
    return lexicon("market", "table_symbol", "en")
