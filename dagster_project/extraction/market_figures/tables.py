"""Market figures in tables, row by row."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from dagster_project.extraction.grammar import Lexicon, lexicon
from dagster_project.extraction.market_figures.changes import Change
from dagster_project.extraction.market_figures.columns import Cell, Column, Table, read_tables
from dagster_project.extraction.market_figures.line import VOLUME, Line, Term, fits
from dagster_project.extraction.market_figures.periods import earlier
from dagster_project.extraction.market_figures.scene import Figure, Memory, regions_in
from dagster_project.extraction.model import Date, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.values.quantities import read_unit

_PRICED = re.compile(r"[A-Z]{3}/")
_LETTER = re.compile(r"[^\W\d_]{2,}")
_LAST = re.compile(r"[,(（，]\s?([^,(（，]{1,12})$")
_DOWN = re.compile(r"[▼▽↓]|[-−–]\s?\d")


def read_table(page: Page, rows: list[Sentence], memory: Memory) -> list[Figure]:
    """The figures of neighbouring rows; `memory` gives subject and period of the caption."""
    figures: list[Figure] = []
    for table in read_tables(page, rows):
        found = [f for row, cells in table.rows for f in _row(page, table, row, cells, memory)]
        if found:
            memory.subject = memory.subject or found[0].subject
            memory.measure = found[0].measure
            memory.unit = found[0].value and found[0].value.unit
            memory.period, memory.line = found[0].period, rows[-1].line
            memory.last = found[-1]
        figures += found
    return figures


def _row(
    page: Page, table: Table, row: Sentence, cells: list[Cell], memory: Memory
) -> list[Figure]:
    line = Line(page, row)
    pairs = list(zip(cells, table.columns, strict=True))
    labels = [c for c, column in pairs if column.role == "label" and c.text]
    if not labels:
        labels = [cells[0]] if _LETTER.search(cells[0].text) else []
    dated = next((d for d in line.dates if any(c.start <= d.start < c.end for c in labels)), None)
    units = [read_unit(c.text, page.language) for c, column in pairs if column.role == "unit"]
    units = units or [u for c in labels if (u := _unit_behind(c.text, page.language))]
    figures: list[Figure] = []
    group: list[Figure] = []
    low: Quantity | None = None
    for cell, column in pairs:
        quantity = _quantity(line, cell, column, units[0] if units else None)
        if quantity is None or cell in labels or column.role in ("label", "skip", "unit"):
            continue
        if column.role == "change":
            _add_change(row, quantity, column, group or figures)
            group = []
            continue
        if column.role == "low":
            low = quantity
            continue
        if column.role == "high" and low is not None:
            quantity = low._replace(high=quantity.value)
        figure = _figure(line, labels, quantity, column, table, memory)
        if figure:
            beside = group[-1].period if group and not column.back else None
            figure.period = column.period or dated or beside or _caption_period(table, memory)
            if figure.period is None and quantity.kind == "price" and page.published:
                figure.period = Date(row.start, row.end, page.published, "day")
            if column.back and figure.period:
                figure.period = earlier(figure.period, column.back)
            figures.append(figure)
            group.append(figure)
    return figures


def _unit_behind(label: str, language: str) -> tuple[str, float] | None:
    """The unit that ends a label: "Cobalt metal, Rotterdam, $/lb", "Nickel payable (%)"."""
    match = _LAST.search(label)
    return read_unit(match[1], language) if match else None


def _add_change(row: Sentence, quantity: Quantity, column: Column, figures: list[Figure]) -> None:
    """A change belongs to the latest of the values before it."""
    values = [f for f in figures if f.measure != "share"]
    if values and (quantity.unit == "%" or (quantity.unit is None and column.basis)):
        dates = [f.period.on if f.period else dt.date.min for f in values]
        latest = max(range(len(values)), key=lambda i: (dates[i], i))
        values[latest].changes.append((Change(quantity, quantity.value, column.basis), row))


def _figure(
    line: Line,
    labels: list[Cell],
    quantity: Quantity,
    column: Column,
    table: Table,
    memory: Memory,
) -> Figure | None:
    """One value with what it is about; None where nothing tells what is measured."""
    named = [t for t in line.subjects if any(c.start <= t.start < c.end for c in labels)]
    subject = _subject(line.page, labels, named, column) or _about(table, memory)
    measure = _measure(line, labels, column, quantity, table, memory)
    if subject is None or measure is None:
        return None
    if quantity.unit is None:
        unit, kind = ("%", "percent") if column.role == "share" else ("units", "count")
        quantity = quantity._replace(unit=unit, kind=kind)
    places = [t for t in regions_in(line) if any(c.start <= t.start < c.end for c in labels)]
    regions = places or [t for c in reversed(table.caption) for t in regions_in(c)]
    plain = not named and not line.dates and labels and not places
    mass = measure == "payable" and labels and (plain or column.subject)
    return Figure(
        line,
        measure,
        subject,
        grade=labels[0].text if mass else None,
        owner=labels[0].text if measure != "payable" and plain else None,
        region=regions[0].name if regions else memory.region,
        value=quantity,
    )


def _subject(page: Page, labels: list[Cell], named: list[Term], column: Column) -> str | None:
    """A row's own words in English text, the subject's English name in other languages."""
    if column.subject:
        return column.subject
    if not named:
        symbols = (_symbols().at(page.text, c.start, c.end) for c in labels)
        return next((s[0] for s in symbols if s), None)
    label = next(c for c in labels if c.start <= named[-1].start < c.end)
    return label.text if page.language == "en" and len(labels) < 2 else named[-1].name


def _about(table: Table, memory: Memory) -> str | None:
    """What the head or the caption says the table is about."""
    for line in (table.head, *reversed(table.caption)):
        if line.subjects:
            return line.subjects[-1].name
    return memory.subject


def _quantity(
    line: Line, cell: Cell, column: Column, said: tuple[str, float] | None
) -> Quantity | None:
    """The first number of a cell, in the unit of its column or of the row's unit cell."""
    inside = [q for q in line.quantities if cell.start <= q.start and q.end <= cell.end]
    if not inside:
        return None
    quantity = inside[0]
    falls = column.role == "change" and quantity.value > 0 and bool(_DOWN.match(cell.text))
    if falls:
        quantity = quantity._replace(value=-quantity.value)
    if quantity.unit is not None or quantity.kind != "number":
        return quantity
    name, factor = said if said and column.role != "change" else (column.unit, column.factor)
    high = quantity.high * factor if quantity.high is not None else None
    return quantity._replace(value=quantity.value * factor, high=high, unit=name, kind=_kind(name))


def _kind(unit: str | None) -> str:
    if unit is None:
        return "number"
    if unit == "%":
        return "percent"
    if _PRICED.match(unit):
        return "price"
    if unit in ("kWh", "MWh", "GWh", "TWh"):
        return "energy"
    if unit in ("EV", "units", "battery_pack", "cells"):
        return "count"
    return "money" if len(unit) == 3 and unit.isupper() else "mass"


def _measure(
    line: Line,
    labels: list[Cell],
    column: Column,
    quantity: Quantity,
    table: Table,
    memory: Memory,
) -> str | None:
    """What a value measures: said by its column, its row, the head, the caption or the text."""
    bare = quantity.unit is None and column.role == "share"
    if column.measure and (fits(column.measure, quantity) or bare):
        return column.measure
    if quantity.kind == "price":
        return "price"
    names = [column.measure] if column.measure else []
    names += [m.name for m in line.measures if labels and m.start < labels[0].end]
    names += [m.name for m in table.head.measures if m.name in VOLUME | {"payable"}]
    names += [m.name for caption in reversed(table.caption) for m in caption.measures]
    names += [memory.measure] if memory.measure else []
    if quantity.unit is None and quantity.value >= 1:
        volumes = {m.name for caption in table.caption for m in caption.measures} & VOLUME
        if not (column.period or column.measure or (column.subject and volumes)):
            return None
        quantity = quantity._replace(unit="units", kind="count")
    return next((n for n in names if fits(n, quantity)), None)


def _caption_period(table: Table, memory: Memory) -> Date | None:
    """The period of the nearest line above that names one."""
    dates = (d for line in reversed(table.caption) for d in line.dates)
    return next(dates, None) or memory.period


@cache
def _symbols() -> Lexicon:
    return lexicon("market", "table_symbol", "en")
