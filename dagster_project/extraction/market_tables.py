"""Market figures in tables: what each column holds is read from its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dagster_project.extraction.market_changes import Change
from dagster_project.extraction.market_line import RATIO, VOLUME, Line, Term, fits, words
from dagster_project.extraction.market_scene import Figure, Memory
from dagster_project.extraction.model import Date, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.quantities import read_unit

_RULE = re.compile(r"[\s:|\-–=]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[^\W\d_]{2,}")
_PRICED = re.compile(r"[A-Z]{3}/")

Role = Literal["label", "value", "low", "high", "unit", "change", "share", "skip"]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column are, from the column's head."""

    role: Role
    measure: str | None
    unit: str | None
    factor: float
    basis: str | None
    period: Date | None


def read_table(page: Page, rows: list[Sentence], memory: Memory) -> list[Figure]:
    """The figures of one table, row by row; `memory` gives subject and period of the caption."""
    table = [(row, _cells(page, row)) for row in rows]
    table = [
        (row, cells) for row, cells in table if not all(_RULE.fullmatch(c.text) for c in cells)
    ]
    if len(table) < 2 or not all(_is_head(c.text) for c in table[0][1]):
        return []
    head_row, head = table[0]
    head_line = Line(page, head_row)
    caption = _caption(page, head_row)
    columns = [_column(page, head_line, cell, caption) for cell in head]
    figures: list[Figure] = []
    for row, cells in table[1:]:
        if len(cells) == len(columns):
            figures += _row(
                page, row, list(zip(cells, columns, strict=True)), head_line, caption, memory
            )
    if figures:
        memory.subject = memory.subject or figures[0].subject
        memory.measure, memory.unit = figures[0].measure, figures[0].value and figures[0].value.unit
        memory.period, memory.line = figures[0].period, rows[-1].line
        memory.last = figures[-1]
    return figures


def _cells(page: Page, row: Sentence) -> list[_Cell]:
    text = page.sentence_text(row)
    cells, at = [], row.start
    for part in text.split("|"):
        lead = len(part) - len(part.lstrip())
        cells.append(_Cell(at + lead, at + lead + len(part.strip()), part.strip()))
        at += len(part) + 1
    if cells and not cells[0].text:
        cells = cells[1:]
    if cells and not cells[-1].text:
        cells = cells[:-1]
    return cells


def _caption(page: Page, head: Sentence) -> list[Sentence]:
    """The sentences just above a table, nearest last."""
    return [s for s in page.sentences if head.line - 4 <= s.line < head.line and s.kind != "row"]


def _is_head(text: str) -> bool:
    """Whether a cell can stand in a head: words, a year, or nothing."""
    return bool(_LETTER.search(text) or _YEAR.fullmatch(text)) or len(text) <= 1 or "%" in text


def _column(page: Page, line: Line, cell: _Cell, caption: list[Sentence]) -> _Column:
    inside = [
        h for k in line.hits.values() for h in k if cell.start <= h.start and h.end <= cell.end
    ]
    measures = [h.value for h in inside if h.kind == "market_measure"]
    bases = [h.value for h in inside if h.kind == "market_basis"]
    unit = read_unit(cell.text, page.language)
    period = next((d for d in line.dates if cell.start <= d.start and d.end <= cell.end), None)
    role = _role(cell.text.lower(), [h.kind for h in inside], measures, unit, period)
    if role in ("value", "low", "high") and unit is None:
        for sentence in reversed(caption):
            unit = unit or read_unit(page.sentence_text(sentence), page.language)
    name, factor = unit if unit else (None, 1.0)
    basis = bases[0] if bases and bases[0] != "other" else None
    return _Column(role, measures[-1] if measures else None, name, factor, basis, period)


def _role(
    head: str,
    kinds: list[str],
    measures: list[str],
    unit: tuple[str, float] | None,
    period: Date | None,
) -> Role:
    """What a column holds, from its head."""
    if words("table_unit").fullmatch(head):
        return "unit"
    roles: tuple[Role, ...] = ("skip", "change", "low", "high")
    for role in roles:
        if words(f"table_{role}").search(head):
            return role
    if "market_basis" in kinds or "market_change" in kinds:
        return "change"
    if measures and measures[-1] in RATIO:
        return "share"
    known = unit or measures or period or words("table_value").search(head)
    return "value" if known else "label"


def _row(
    page: Page,
    row: Sentence,
    cells: list[tuple[_Cell, _Column]],
    head: Line,
    caption: list[Sentence],
    memory: Memory,
) -> list[Figure]:
    line = Line(page, row)
    labels = [c for c, column in cells if column.role == "label" and _LETTER.search(c.text)]
    label = labels[0] if labels else cells[0][0]
    dated = next((d for d in line.dates if label.start <= d.start and d.end <= label.end), None)
    subject = next((t for t in line.subjects if label.start <= t.start < label.end), None)
    about = subject or _about(page, head, caption, memory)
    if about is None:
        return []
    units = [read_unit(c.text, page.language) for c, column in cells if column.role == "unit"]
    figures: list[Figure] = []
    low: Quantity | None = None
    for cell, column in cells:
        quantity = _quantity(line, cell, column, units[0] if units else None)
        if quantity is None or cell is label or column.role in ("label", "skip", "unit"):
            continue
        if column.role == "change":
            values = [f for f in figures if f.measure != "share"]
            if values and (quantity.unit == "%" or (quantity.unit is None and column.basis)):
                change = Change(quantity, quantity.value, column.basis)
                values[-1].changes.append((change, row))
            continue
        if column.role == "low":
            low = quantity
            continue
        if column.role == "high" and low is not None:
            quantity = low._replace(high=quantity.value)
        measure = _measure(column, quantity, head, caption, page, memory)
        if measure is None:
            continue
        if quantity.unit is None:
            quantity = quantity._replace(unit="units", kind="count")
        period = column.period or dated or _caption_period(page, caption) or memory.period
        if period is None and quantity.kind == "price" and page.published:
            period = Date(row.start, row.end, page.published, "day")
        figures.append(
            Figure(
                line, measure, about.name if not subject else _name(page, label, subject),
                None, None if subject or dated else label.text, memory.region, quantity, period,
            )
        )  # fmt: skip
    return figures


def _name(page: Page, label: _Cell, subject: Term) -> str:
    """A row's own words in English text, the subject's English name in other languages."""
    return label.text if page.language == "en" else subject.name


def _about(page: Page, head: Line, caption: list[Sentence], memory: Memory) -> Term | None:
    if head.subjects:
        return head.subjects[-1]
    for sentence in reversed(caption):
        if subjects := Line(page, sentence).subjects:
            return subjects[-1]
    return Term(-1, -1, memory.subject) if memory.subject else None


def _quantity(
    line: Line, cell: _Cell, column: _Column, said: tuple[str, float] | None
) -> Quantity | None:
    """The first number of a cell, in the unit of its column or of the row's unit cell."""
    inside = [q for q in line.quantities if cell.start <= q.start and q.end <= cell.end]
    if not inside:
        return None
    quantity = inside[0]
    if quantity.unit is not None or quantity.kind != "number":
        return quantity
    name, factor = said if said and column.role != "change" else (column.unit, column.factor)
    sign = -1 if cell.text[0] in "-−–" and column.role == "change" else 1
    high = quantity.high * factor if quantity.high is not None else None
    kind = "percent" if name == "%" else _kind(name)
    return quantity._replace(value=sign * quantity.value * factor, high=high, unit=name, kind=kind)


def _kind(unit: str | None) -> str:
    if unit is None:
        return "number"
    if _PRICED.match(unit):
        return "price"
    if unit in ("kWh", "MWh", "GWh", "TWh"):
        return "energy"
    if unit in ("EV", "units", "battery_pack", "cells"):
        return "count"
    return "money" if len(unit) == 3 and unit.isupper() else "mass"


def _measure(
    column: _Column,
    quantity: Quantity,
    head: Line,
    caption: list[Sentence],
    page: Page,
    memory: Memory,
) -> str | None:
    if column.measure and (fits(column.measure, quantity) or column.role == "share"):
        return column.measure
    if quantity.kind == "price":
        return "price"
    names = [m.name for m in head.measures if m.name in VOLUME]
    for sentence in reversed(caption):
        names += [m.name for m in Line(page, sentence).measures]
    names += [memory.measure] if memory.measure else []
    if quantity.unit is None and quantity.value >= 1:
        counted = quantity._replace(unit="units", kind="count")
        names = [n for n in [column.measure, *names] if n]
        return (
            next((n for n in names if fits(n, counted)), None)
            if column.period or column.measure
            else None
        )
    return next((n for n in names if fits(n, quantity)), None)


def _caption_period(page: Page, caption: list[Sentence]) -> Date | None:
    for sentence in reversed(caption):
        dates = page.dates_in(sentence)
        if dates and sentence.kind == "heading":
            return dates[0]
    return None
