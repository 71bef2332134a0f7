"""What a market figure is about: subject, grade, owner, region, and what the text recalls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from dagster_project.extraction.market_figures.changes import Change
from dagster_project.extraction.market_figures.line import (
    VOLUME,
    Line,
    Term,
    first_after,
    last_before,
    words,
)
from dagster_project.extraction.model import Date, Quantity, Sentence

# How many lines after a figure the next may leave its subject unsaid.
MEMORY = 3
_UNOWNED = frozenset(("demand", "supply", "deficit", "surplus", "industry capacity", "inventory"))
_OWNED = (VOLUME - _UNOWNED) | {"share"}
# Industry's figures, which a plant or a contract in the sentence turns into a company's.
INDUSTRY = frozenset(
    ("production", "supply", "industry capacity", "deliveries", "sales", "exports", "imports")
) | {"shipments", "installations", "usage"}


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
    """What the text is about, for sentences that do not say it again.

    `line` is the line of the last figure, `payable` that of the last one on payables; `priced_in`
    is the unit that a line says all prices are in.
    """

    subject: str | None = None
    measure: str | None = None
    region: str | None = None
    period: Date | None = None
    month: Date | None = None
    latest: dt.date | None = None
    unit: str | None = None
    line: int = -100
    last: Figure | None = None
    payable: int | None = None
    priced_in: str | None = None

    def known(self, line: Line) -> Date | None:
        """The period a figure without one is for; a new paragraph returns to the latest month."""
        period = self.period
        behind = period is not None and self.latest is not None and period.on < self.latest
        aside = behind or (period is not None and period.until is not None)
        if self.month and ((aside and line.sentence.line != self.line) or line.says("that_month")):
            return self.month
        return period


def subject_of(line: Line, quantity: Quantity, memory: Memory) -> Term | None:
    """The subject nearest to a number: "for cobalt" behind it, in its clause, in its sentence."""
    inside = [t for t in line.subjects if quantity.start <= t.start < quantity.end]
    first, last = line.clause(quantity.start, quantity.end)
    whole = quantity.kind == "percent" and not any(m.name == "payable" for m in line.measures)
    behind = first_after(line.subjects, quantity.end, min(last, quantity.end + 30))
    if (
        behind
        and not whole
        and words("for").fullmatch(line.page.lowered, quantity.end + 1, behind.start - 1)
    ):
        return behind
    for term in (
        last_before(line.subjects, quantity.start, max(first, line.previous_end(quantity))),
        inside[0] if inside else None,
        first_after(line.subjects, quantity.end, min(last, line.next_start(quantity))),
        last_before(line.subjects, quantity.start),
    ):
        if term:
            return _head(line, term)
    if memory.subject and line.sentence.line - memory.line <= MEMORY:
        return Term(-1, -1, memory.subject)
    return first_after(line.subjects, quantity.end, line.sentence.end)


def _head(line: Line, subject: Term) -> Term:
    """Of "NEV wholesale of car producers" the first: the second only says whose."""
    before = last_before(line.subjects, subject.start)
    if (
        before
        and " of " in line.page.lowered[before.end : subject.start]
        and (subject.start - before.end <= 24)
    ):
        return before
    return subject


def twin_of(line: Line, quantity: Quantity, subject: Term) -> Term | None:
    """The other subject of "the cobalt and nickel payables were (both) at 73-80%"."""
    other = last_before(line.subjects, subject.start)
    if other is None or subject.start - other.end > 12:
        return None
    if line.says("both", max(line.sentence.start, subject.start), quantity.start):
        return other
    gap = line.page.lowered[other.end : subject.start]
    joined = not gap or words("joining").fullmatch(gap)  # 镍钴
    named = first_after(line.measures, subject.end, subject.end + 12)
    values = [q for q in line.quantities if q.unit and q.kind == quantity.kind]
    shared = joined and named and named.name in ("payable", "price")
    return other if shared and values == [quantity] else None


def grade_of(line: Line, quantity: Quantity) -> str | None:
    """The grade or the market a price is for: battery-grade, LME."""
    grades = [Term(h.start, h.end, h.value) for h in line.hits.get("market_grade", [])]
    found = last_before(grades, quantity.start, line.previous_end(quantity))
    return found.name if found else None


def owner_of(line: Line, quantity: Quantity, measure: str) -> str | None:
    """Whose sales, usage or share it is: a maker, or for a share a country."""
    if measure not in _OWNED:
        return None
    first, _ = line.clause(quantity.start, quantity.end)
    start = max(first, line.previous_end(quantity))
    makers = [
        Term(o.start, o.end, o.name)
        for o in line.page.organisations_in(line.sentence)
        if o.kind == "company" and not _is_source(line, o.start, o.end)
    ]
    maker = last_before(makers, quantity.start, start)
    if maker or measure != "share":
        return maker.name if maker else None
    regions = [Term(h.start, h.end, h.value) for h in line.hits.get("market_region", [])]
    region = last_before([r for r in regions if r.name != "World"], quantity.start)
    return region.name if region else None


def region_of(line: Line, quantity: Quantity, memory: Memory) -> str | None:
    """Where a figure holds: a country (ISO 3166-1 alpha-2), World or a region's name."""
    regions = regions_in(line)
    found = last_before(regions, quantity.start) or first_after(
        regions, quantity.end, line.sentence.end
    )
    return found.name if found else memory.region


def regions_in(line: Line) -> list[Term]:
    """The countries and regions a sentence names, in order."""
    regions = [Term(h.start, h.end, h.value) for h in line.hits.get("market_region", [])]
    regions += [
        Term(p.start, p.end, p.country) for p in line.page.places_in(line.sentence) if p.country
    ]
    return sorted(regions)


def _is_source(line: Line, start: int, end: int) -> bool:
    """Whether a name is who counted, not who is counted."""
    first, last = max(line.sentence.start, start - 30), min(line.sentence.end, end + 20)
    behind = words("source_after").search(line.page.lowered, end, last)
    told = behind is not None and len(line.page.text[end : behind.start()].split()) <= 1
    return told or line.ends_with("source_before", start, first, slack=1)
