"""Market figures in sentences: values with their changes, shares, and changes without a value."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from dagster_project.extraction.market_changes import Change, changes, roles
from dagster_project.extraction.market_line import (
    RATIO,
    VALUE,
    VOLUME,
    Line,
    Term,
    first_after,
    fits,
    last_before,
)
from dagster_project.extraction.model import Date, Quantity, Sentence
from dagster_project.extraction.page import Page

# How many lines after a figure the next may leave its subject unsaid.
_MEMORY = 3
_AFTER = 28
# Industry's figures, which a plant or a contract in the sentence turns into a company's.
_INDUSTRY = frozenset(["production", "supply", "industry capacity", "demand", "deliveries"]) | {
    "sales", "exports", "imports", "shipments", "installations", "usage",
}  # fmt: skip
_OWNED = VOLUME - {"demand", "supply", "deficit", "surplus", "industry capacity"} | {"share"}
# Measures that only a market has.
_PLAIN = frozenset(
    ["price", "payable", "index", "registrations", "wholesale sales", "retail sales", "deficit"]
    + ["surplus", "demand", "import value", "export value", "market size", "share", "penetration"]
)
_COUNTED = ("EV", "units", "battery_pack")


@dataclass(slots=True)
class Figure:
    """One market figure before it becomes a frame."""

    line: Line
    measure: str
    subject: str
    grade: str | None = None
    owner: str | None = None
    region: str | None = None
    value: Quantity | None = None
    period: Date | None = None
    prior: bool = False
    changes: list[tuple[Change, Sentence]] = field(default_factory=list)


@dataclass(slots=True)
class Memory:
    """What the text is about, for sentences that do not say it again."""

    subject: str | None = None
    measure: str | None = None
    region: str | None = None
    period: Date | None = None
    unit: str | None = None
    line: int = -100
    last: Figure | None = None


def read_prose(page: Page, sentence: Sentence, memory: Memory) -> list[Figure]:
    """The figures of one sentence; `memory` is read and brought up to date."""
    line = Line(page, sentence)
    if line.has("market_exclude", "sentence") or (line.has("market_outside") and not line.subjects):
        return []
    found = roles(line)
    moves = changes(line, found)
    figures = _values(line, found, memory)
    _attach(line, figures, moves, memory)
    figures = [f for f in figures if f.value is None or f.prior or _believable(f, memory)]
    for figure in figures:
        if not figure.prior:
            memory.subject, memory.measure = figure.subject, figure.measure
            memory.region = figure.region or memory.region
            memory.period = figure.period or memory.period
            memory.unit = figure.value.unit if figure.value else memory.unit
            memory.line, memory.last = sentence.line, figure
    return figures


def _values(line: Line, found: dict[Quantity, str], memory: Memory) -> list[Figure]:
    figures: list[Figure] = []
    for quantity in line.quantities:
        if quantity.kind == "percent":
            if found[quantity] != "value":
                continue
        elif line.near_exclusion(quantity) or _is_difference(line, quantity):
            continue
        quantity = _with_unit(quantity, figures)
        if quantity.unit is None:
            continue
        figures += _figures(line, quantity, figures, memory)
    return figures


def _with_unit(quantity: Quantity, figures: list[Figure]) -> Quantity:
    """A number whose unit the one before it carries: $80,000 per ton … around $15,000."""
    last = figures[-1].value if figures else None
    if last is None or last.unit is None:
        return quantity
    if last.kind == "price" and last.unit.startswith(f"{quantity.unit}/"):
        return quantity._replace(unit=last.unit, kind="price")
    year_like = quantity.value == int(quantity.value) and 1900 <= quantity.value <= 2100
    if quantity.kind == "number" and last.unit in _COUNTED and not year_like:
        return (
            quantity._replace(unit=last.unit, kind="count") if quantity.value >= 100 else quantity
        )
    return quantity


def _figures(line: Line, quantity: Quantity, before: list[Figure], memory: Memory) -> list[Figure]:
    """The figure a quantity gives; two when it holds for two subjects ("both")."""
    measure = _measure(line, quantity, before, memory)
    if measure is None:
        return []
    subject = _subject(line, quantity, memory)
    if subject is None:
        return []
    prior = bool(before) and line.ends_with("compare", quantity.start, line.previous_end(quantity))
    figure = Figure(
        line, measure, subject.name, _grade(line, quantity), _owner(line, quantity, measure),
        _region(line, quantity, memory), quantity, None, prior,
    )  # fmt: skip
    figure.period = _prior_period(figure, before[-1]) if prior else _period(line, quantity, memory)
    if prior:
        figure.owner, figure.subject = before[-1].owner, before[-1].subject
        figure.measure, figure.grade = before[-1].measure, before[-1].grade
    twin = _twin(line, quantity, subject)
    return [replace(figure, subject=twin.name, changes=[]), figure] if twin else [figure]


def _measure(line: Line, quantity: Quantity, before: list[Figure], memory: Memory) -> str | None:
    left = line.previous_end(quantity)
    usable = [m for m in line.measures if fits(m.name, quantity)]
    near = last_before(usable, quantity.start, left)
    if near is None and quantity.kind == "percent" and any(m.name == "payable" for m in usable):
        near = next(m for m in usable if m.name == "payable")
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
        return "share"
    if before and fits(before[-1].measure, quantity):
        return before[-1].measure
    alive = memory.measure and line.sentence.line - memory.line <= _MEMORY
    if alive and memory.measure and fits(memory.measure, quantity):
        return memory.measure if _same_unit(quantity.unit, memory.unit) else None
    return None


def _same_unit(unit: str | None, other: str | None) -> bool:
    return unit == other or (unit in _COUNTED and other in _COUNTED)


def _subject(line: Line, quantity: Quantity, memory: Memory) -> Term | None:
    inside = [t for t in line.subjects if quantity.start <= t.start < quantity.end]
    first, last = line.clause(quantity.start, quantity.end)
    for term in (
        last_before(line.subjects, quantity.start, max(first, line.previous_end(quantity))),
        inside[0] if inside else None,
        first_after(line.subjects, quantity.end, min(last, line.next_start(quantity))),
        last_before(line.subjects, quantity.start),
    ):
        if term:
            return term
    if memory.subject and line.sentence.line - memory.line <= _MEMORY:
        return Term(-1, -1, memory.subject)
    return first_after(line.subjects, quantity.end, line.sentence.end)


def _twin(line: Line, quantity: Quantity, subject: Term) -> Term | None:
    """The other subject of "the cobalt and nickel payables were both at 73-80%"."""
    if not line.says("both", max(line.sentence.start, subject.start), quantity.start):
        return None
    other = last_before(line.subjects, subject.start)
    return other if other and subject.start - other.end <= 12 else None


def _grade(line: Line, quantity: Quantity) -> str | None:
    grades = [Term(h.start, h.end, h.value) for h in line.hits.get("market_grade", [])]
    found = last_before(grades, quantity.start, line.previous_end(quantity))
    return found.name if found else None


def _owner(line: Line, quantity: Quantity, measure: str) -> str | None:
    """Whose sales, usage or share it is: a maker, or for a share a country."""
    if measure not in _OWNED:
        return None
    first, _ = line.clause(quantity.start, quantity.end)
    start = max(first, line.previous_end(quantity))
    makers = [
        Term(o.start, o.end, o.name)
        for o in line.page.organisations_in(line.sentence)
        if o.kind == "company"
    ]
    maker = last_before(makers, quantity.start, start)
    if maker or measure != "share":
        return maker.name if maker else None
    regions = [Term(h.start, h.end, h.value) for h in line.hits.get("market_region", [])]
    region = last_before([r for r in regions if r.name != "World"], quantity.start)
    return region.name if region else None


def _region(line: Line, quantity: Quantity, memory: Memory) -> str | None:
    regions = [Term(h.start, h.end, h.value) for h in line.hits.get("market_region", [])]
    regions += [
        Term(p.start, p.end, p.country) for p in line.page.places_in(line.sentence) if p.country
    ]
    regions.sort()
    found = last_before(regions, quantity.start) or first_after(
        regions, quantity.end, line.sentence.end
    )
    return found.name if found else memory.region


def _is_difference(line: Line, quantity: Quantity) -> bool:
    """Whether a number says by how much something moved, or bounds who is counted."""
    left = line.previous_end(quantity)
    if quantity.kind == "percent":
        return False
    following = line.page.text[quantity.end : quantity.end + 12].split()
    if following and line.says("more", quantity.end, quantity.end + 1 + len(following[0])):
        return True
    moved = [h for h in line.hits.get("market_change", []) if left <= h.end <= quantity.start]
    if moved and not line.page.text[moved[-1].end : quantity.start].strip(" $€£¥US"):
        return True
    if moved and line.ends_with("by", quantity.start, left):
        return True
    share = first_after(line.measures, quantity.end, quantity.end + 16)
    return quantity.qualifier != "exact" and bool(share and share.name == "share")


def _period(line: Line, quantity: Quantity, memory: Memory) -> Date | None:
    dates = [d for d in line.dates if not _compared(line, d)]
    stop = min(line.next_start(quantity), quantity.end + _AFTER)
    for date in dates:
        if quantity.end <= date.start <= stop and not line.breaks(quantity.end, date.start):
            if not any(c in line.page.text[quantity.end : date.start] for c in ",,"):
                return date
    said = [d for d in dates if d.end <= quantity.start]
    if said:
        return said[-1]
    if dates:
        return dates[0]
    page = line.page
    if line.says("now") and page.published:
        on = page.published.replace(day=1)
        return Date(quantity.start, quantity.end, on, "month")
    if memory.period:
        return memory.period
    if quantity.kind == "price" and page.published and page.published_precision == "day":
        return Date(quantity.start, quantity.end, page.published, "day")
    return None


def _compared(line: Line, date: Date) -> bool:
    """Whether a date is what something is compared with ("than in 2022")."""
    start = max(line.sentence.start, date.start - 24)
    return line.ends_with("compare", date.start, start)


def _prior_period(figure: Figure, primary: Figure) -> Date | None:
    line, value = figure.line, figure.value
    assert value is not None
    stop = min(line.next_start(value), value.end + _AFTER)
    for date in line.dates:
        if value.end <= date.start <= stop:
            return date
    back = _back(line.page.lowered[value.end : stop])
    if back and primary.period:
        return _earlier(primary.period, back)
    return None


_BACK = re.compile(
    r"(?:a|one|the|ein|eine|un|une)\s+(year|month|week|day|jahr|monat|woche|an|mois|semaine)"
    r"\s+(?:before|earlier|ago|zuvor|plus tôt|auparavant)"
)
_UNITS = {
    "year": "year", "jahr": "year", "an": "year", "month": "month", "monat": "month",
    "mois": "month", "week": "week", "woche": "week", "semaine": "week", "day": "day",
}  # fmt: skip


def _back(words_after: str) -> str | None:
    found = _BACK.search(words_after)
    return _UNITS[found[1]] if found else None


def _earlier(period: Date, unit: str) -> Date:
    on = period.on
    if unit in ("week", "day"):
        days = 7 if unit == "week" else 1
        return (
            period._replace(on=on - dt.timedelta(days=days))
            if period.precision == "day"
            else period
        )
    months = on.year * 12 + on.month - 1 - (12 if unit == "year" else 1)
    moved = dt.date(months // 12, months % 12 + 1, min(on.day, 28))
    until = period.until
    if until and unit == "year":
        until = dt.date(until.year - 1, until.month, min(until.day, 28))
    return period._replace(on=moved, until=until)


def _attach(line: Line, figures: list[Figure], moves: list[Change], memory: Memory) -> None:
    """Give each change to its value: the one it leads to, the last before it, or none."""
    primary = [f for f in figures if not f.prior and f.value and f.measure not in ("share",)]
    for index, move in enumerate(moves):
        start, end = move.quantity.start, move.quantity.end
        ahead = next((f for f in primary if f.value and f.value.start >= end), None)
        target = None
        if ahead and ahead.value:
            gap = line.page.text[end : ahead.value.start]
            if len(gap) < 50 and line.ends_with("to", ahead.value.start, end):
                target = ahead
        behind = [f for f in primary if f.value and f.value.end <= start]
        if target is None and line.says("respectively") and len(behind) > 1:
            group = [m for m in moves[index:] if m.basis == move.basis]
            waiting = [f for f in behind if not f.changes]
            if len(waiting) >= len(group):
                target = waiting[-len(group)]
        target = target or (behind[-1] if behind else None)
        if target is None and ahead and not last_before(line.subjects, start):
            target = ahead
        if target:
            target.changes.append((move, line.sentence))
        elif not primary:
            _alone(line, move, figures, memory)


def _alone(line: Line, move: Change, figures: list[Figure], memory: Memory) -> None:
    """A change without a value in its sentence: of the value before, or on its own."""
    quantity = move.quantity
    last = memory.last
    if not line.subjects:
        near = last is not None and line.sentence.line - memory.line <= 1
        if near and last and last.value and not last.changes:
            last.changes.append((move, line.sentence))
        return
    measures = [m for m in line.measures if m.name in VOLUME | VALUE | {"price", "index"}]
    measure = last_before(measures, quantity.start) or first_after(
        measures, quantity.end, line.sentence.end
    )
    subject = _subject(line, quantity, memory)
    if not measure or not subject:
        return
    figure = Figure(
        line, measure.name, subject.name, _grade(line, quantity),
        _owner(line, quantity, measure.name), _region(line, quantity, memory),
        None, _period(line, quantity, Memory()), False, [(move, line.sentence)],
    )  # fmt: skip
    macro = figure.region or move.basis or figure.period
    if macro and not line.says("unnamed") and not line.says("plant"):
        figures.append(figure)


def _believable(figure: Figure, memory: Memory) -> bool:
    """Whether a value is the market's and not one company's."""
    line, measure = figure.line, figure.measure
    if line.says("unnamed"):
        return False
    if measure in _INDUSTRY and line.says("plant"):
        return False
    if measure == "market size":
        assert figure.value is not None
        left = line.previous_end(figure.value)
        return line.says("worth", left, figure.value.start)
    if measure == "price":
        return figure.value is not None and figure.value.kind == "price"
    if measure in _PLAIN:
        return True
    based = any(change.basis for change, _ in figure.changes)
    known = memory.last is not None and line.sentence.line - memory.line <= _MEMORY
    return bool(figure.region or based or known)
