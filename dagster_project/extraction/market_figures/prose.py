"""Market figures in sentences: values with their changes, shares, and changes without a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from dagster_project.extraction.market_figures.attach import attach
from dagster_project.extraction.market_figures.belief import believable
from dagster_project.extraction.market_figures.captions import captioned
from dagster_project.extraction.market_figures.changes import Role, changes, roles
from dagster_project.extraction.market_figures.counts import (
    COUNTED,
    counted,
    with_unit,
)
from dagster_project.extraction.market_figures.headed import told_before
from dagster_project.extraction.market_figures.line import (
    RATIO,
    VALUE,
    VOLUME,
    Line,
    Term,
    first_after,
    fits,
    last_before,
)
from dagster_project.extraction.market_figures.periods import looked_back, period_of, prior_period
from dagster_project.extraction.market_figures.scene import (
    MEMORY,
    Figure,
    Memory,
    grade_of,
    owner_of,
    region_of,
    subject_of,
    twin_of,
)
from dagster_project.extraction.model import Quantity, Sentence
from dagster_project.extraction.page import Page

# Of all cars it is the electric ones that a share is told of.
_WHOLE = frozenset(("car", "vehicle", "passenger vehicle", "vehicles"))
_ELECTRIC = frozenset(("EV", "NEV", "battery-electric car", "plug-in hybrid"))
# "21.3% 늘어난 34.7GWh": the word that close behind a number belongs to that number.
_ADJOINING = 5
# A sentence no longer than this may leave out the unit of its price.
_BRIEF = 60


def read_prose(page: Page, sentence: Sentence, memory: Memory) -> list[Figure]:
    """The figures of one sentence; `memory` is read and brought up to date."""
    line = Line(page, sentence)
    if line.has("market_exclude", "sentence") or (line.has("market_outside") and not line.subjects):
        return []
    found = roles(line, _paid(line, memory))
    moves = changes(line, found)
    told = [] if "value" in found.values() else told_before(line, memory)
    figures = told + _values(line, found, memory)
    _distribute(line, figures)
    attach(line, figures, moves, memory)
    stated = [f for f in figures if not f.prior]
    kept = [f for f in stated if f.value is None or believable(f, memory)]
    figures = [
        f for f in figures if any(f is k for k in kept) or (f.prior and (kept or not stated))
    ]
    for figure in figures:
        if not figure.prior:
            memory.subject = figure.subject
            memory.measure = memory.measure if figure.measure in RATIO | VALUE else figure.measure
            memory.region = figure.region or memory.region
            memory.period = figure.period or memory.period
            memory.latest = max(filter(None, (memory.latest, _past(figure))), default=None)
            single = figure.period and figure.period.until is None
            if single and figure.period and figure.period.on == memory.latest:
                memory.month = figure.period
            if figure.value and figure.measure not in RATIO:
                memory.unit = figure.value.unit
                memory.last = figure
            memory.line = sentence.line
            if figure.measure == "payable":
                memory.payable = sentence.line
    return figures


def _values(line: Line, found: Mapping[Quantity, Role], memory: Memory) -> list[Figure]:
    figures: list[Figure] = []
    for quantity in line.quantities:
        if quantity.kind == "percent":
            if found[quantity] != "value":
                continue
        elif line.near_exclusion(quantity) or _is_difference(line, quantity):
            continue
        brief = memory.last is not None and _is_brief(line)
        recalled = [memory.last] if memory.last and (brief or not line.subjects) else []
        if (figures or quantity.kind == "money") and not captioned(line, quantity, memory):
            quantity = with_unit(line, quantity, figures or recalled)
        elif quantity.kind == "number" and (price := captioned(line, quantity, memory)):
            quantity = price
        elif quantity.kind == "number":
            quantity = counted(line, quantity, memory) or with_unit(
                line, quantity, recalled if brief else []
            )
        if quantity.unit is None:
            continue
        figures += _figures(line, quantity, figures, memory)
    return figures


def _is_brief(line: Line) -> bool:
    """Whether a sentence is no more than a name and a number, as "Hydroxide did 74,500"."""
    short = line.sentence.end - line.sentence.start <= _BRIEF
    return short and len(line.quantities) == 1 and len(line.subjects) == 1


def _distribute(line: Line, figures: list[Figure]) -> None:
    """Nickel and cobalt prices stood at 1 and 2 respectively: each value gets its own term."""
    values = [f for f in figures if f.value and not f.prior and f.measure not in RATIO]
    if len(values) < 2 or not line.says("respectively"):
        return
    first = min(f.value.start for f in values if f.value)
    subjects = [t for t in line.subjects if t.end <= first]
    measures = [m for m in line.measures if m.end <= first]
    for index, figure in enumerate(values):
        if len(subjects) == len(values):
            figure.subject = subjects[index].name
        if (
            len(measures) == len(values)
            and figure.value
            and fits(measures[index].name, figure.value)
        ):
            figure.measure = measures[index].name


def _past(figure: Figure) -> dt.date | None:
    """The first day of a figure's period, unless it is still to come."""
    on, published = figure.period and figure.period.on, figure.line.page.published
    return None if on and published and on > published else on


def _figures(line: Line, quantity: Quantity, before: list[Figure], memory: Memory) -> list[Figure]:
    """The figure a quantity gives; two when it holds for two subjects ("both")."""
    measure = _measure(line, quantity, before, memory)
    if measure is None:
        return []
    subject = subject_of(line, quantity, memory)
    if subject is None:
        return []
    if measure == "payable" and "black mass" in subject.name:
        metals = [t for t in line.subjects if "black mass" not in t.name]
        subject = last_before(metals, quantity.start) or subject
    if measure == "share" and subject.name in _WHOLE:
        subject = next((t for t in line.subjects if t.name in _ELECTRIC), subject)
    prior = bool(before) and line.ends_with("compare", quantity.start, line.previous_end(quantity))
    figure = Figure(
        line, measure, subject.name, grade_of(line, quantity), owner_of(line, quantity, measure),
        region_of(line, quantity, memory), quantity, None, prior,
    )  # fmt: skip
    last = before[-1] if before else None
    known = memory.known(line)
    if prior and last:
        figure.period = prior_period(line, quantity, last.period)
    elif not before and (past := looked_back(line, quantity, known)):
        figure.period, figure.prior = past, True
    else:
        figure.period = period_of(line, quantity, known)
    if prior and figure.period is None:
        return []
    if prior and last:
        figure.owner, figure.subject = last.owner, last.subject
        figure.measure, figure.grade = last.measure, last.grade
    if measure == "share" and figure.owner is None and last:
        figure.owner = last.owner
    twin = twin_of(line, quantity, subject)
    return [replace(figure, subject=twin.name, changes=[]), figure] if twin else [figure]


def _measure(line: Line, quantity: Quantity, before: list[Figure], memory: Memory) -> str | None:
    left = line.previous_end(quantity)
    usable = [m for m in _measures(line, quantity) if fits(m.name, quantity)]
    near = last_before(usable, quantity.start, left)
    payable = next((m for m in usable if m.name == "payable"), None)
    if payable and (near is None or near.name == "share"):
        near = payable  # "payables held at 72%"
    after = first_after(usable, quantity.end, min(line.next_start(quantity), quantity.end + 45))
    if near is None and after and not line.breaks(quantity.end, after.start):
        near = after
    near = near or last_before(usable, quantity.start)
    if near:
        if near.name == "supply" and quantity.kind == "percent":
            return "share"
        return near.name
    if quantity.kind == "price":
        return "price"
    if quantity.kind == "percent":
        return "payable" if _paid(line, memory) else "share"
    if before and fits(before[-1].measure, quantity):
        return before[-1].measure
    alive = line.sentence.line - memory.line <= MEMORY and not line.says("plant")
    if alive and memory.measure and fits(memory.measure, quantity):
        return memory.measure if _same_unit(quantity.unit, memory.unit) else None
    return None


def _paid(line: Line, memory: Memory) -> bool:
    """Whether the text goes on about payables: "ex-works Europe they were unchanged at 60%"."""
    last = memory.payable
    counted = any(m.name in VOLUME | RATIO for m in line.measures)
    return last is not None and line.sentence.line - last <= 1 and not counted


def _measures(line: Line, quantity: Quantity) -> list[Term]:
    """The measures of a sentence; imports in money are the value of imports."""
    if quantity.kind != "money":
        return line.measures
    return [
        m._replace(name=f"{m.name[:-1]} value") if m.name in ("imports", "exports") else m
        for m in line.measures
    ]


def _same_unit(unit: str | None, other: str | None) -> bool:
    return unit == other or (unit in COUNTED and other in COUNTED)


def _is_difference(line: Line, quantity: Quantity) -> bool:
    """Whether a number says by how much something moved, or bounds who is counted."""
    left = line.previous_end(quantity)
    if quantity.kind == "percent":
        return False
    following = line.page.text[quantity.end : quantity.end + 12].split()
    if following and line.says("more", quantity.end, quantity.end + 1 + len(following[0])):
        return True
    if quantity.kind == "money" and any(h.start - quantity.end == 1 for h in line.moves):
        before = line.page.text[left : quantity.start].rstrip()
        return before.endswith(",")  # "at $9.60, 15 cents up"
    percent = any(q.kind == "percent" and q.end == left for q in line.quantities)
    left += _ADJOINING if percent else 0
    moved = [h for h in line.moves if left <= h.end <= quantity.start]
    if moved and not line.page.text[moved[-1].end : quantity.start].strip(" $€£¥US"):
        return True
    if moved and line.ends_with("by", quantity.start, left):
        return True
    gap = line.page.text[moved[-1].end : quantity.start] if moved else ""
    if (
        moved
        and quantity.kind == "money"
        and len(gap) <= 6
        and not line.says("to", quantity.start - len(gap), quantity.start)
    ):
        return True
    return quantity.qualifier != "exact" and _is_threshold(line, quantity)


def _is_threshold(line: Line, quantity: Quantity) -> bool:
    """Whether a number bounds who is counted: "producers with sales above 10,000 units"."""
    shares = [m for m in line.measures if m.name == "share"]
    following = first_after(shares, quantity.end, quantity.end + 16)
    leading = last_before(shares, quantity.start)
    percent = any(q.unit == "%" and q.start > quantity.end for q in line.quantities)
    return following is not None or (leading is not None and percent)
