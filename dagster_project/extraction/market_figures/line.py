"""One sentence as a market figure sees it: subjects, measures, changes, periods around a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from dagster_project.extraction.grammar import entries, joined, pattern
from dagster_project.extraction.model import Date, Hit, Quantity, Sentence
from dagster_project.extraction.page import Page

# Materials whose words mean something else in most market prose, or that are not of this chain.
OUTSIDE = frozenset(
    ("vehicles", "engines", "steel", "iron", "lead", "zinc", "tantalum", "tungsten", "phosphate")
) | {
    "metals", "metal_scrap", "separator", "binder", "battery_cases", "battery_modules",
    "aluminium", "copper",
}  # fmt: skip
# Fewer vehicles than this are somebody's order, not a market.
_FEW = 100
# Fewer tonnes sold are one deal.
_LOT = 1000
_BREAK = re.compile(r"[;；。:：|]")
_CLAUSE = re.compile(r"[,;，；。、:：|]")

VOLUME = frozenset(
    ("sales", "wholesale sales", "retail sales", "deliveries", "imports", "exports", "shipments")
) | {"production", "installations", "usage", "registrations", "demand", "supply", "deficit"} | {
    "surplus", "inventory", "industry capacity", "fleet", "recycling volume",
}  # fmt: skip
VALUE = frozenset(["import value", "export value", "market size", "market"])
RATIO = frozenset(["share", "penetration", "payable"])


class Term(NamedTuple):
    """A word that names what is measured."""

    start: int
    end: int
    name: str


@dataclass
class Line:
    """A sentence with its hits sorted by what they do in a market figure."""

    page: Page
    sentence: Sentence

    @cached_property
    def hits(self) -> dict[str, list[Hit]]:
        """Vocabulary hits by kind."""
        found: dict[str, list[Hit]] = {}
        for hit in self.page.hits_in(self.sentence):
            found.setdefault(hit.kind, []).append(hit)
        return found

    @cached_property
    def subjects(self) -> list[Term]:
        """Materials, vehicles, storage …: the longest at each place, in order."""
        terms = [self._term(h, h.value) for h in self.hits.get("market_subject", [])]
        terms += [
            self._term(h, h.value.replace("_", " "))
            for h in self.hits.get("material", [])
            if h.value not in OUTSIDE and (h.value != "battery_materials" or h.end - h.start > 9)
        ]
        grades = self.hits.get("market_grade", [])
        kept: list[Term] = []
        for term in sorted(terms, key=lambda t: (t.start, -t.end)):
            if any(g.start <= term.start and term.end < g.end + 1 for g in grades):
                continue
            if not kept or term.start >= kept[-1].end:
                kept.append(term)
            elif term.end > kept[-1].end:
                # "battery-grade lithium carbonate": the later words are the head.
                kept[-1] = term
        return kept

    def _term(self, hit: Hit, name: str) -> Term:
        """A hit as a term that ends where its word does ("battery car" + "s")."""
        text, end = self.page.text, hit.end
        while end < self.sentence.end and joined(text[end - 1], text[end]):
            end += 1
        return Term(hit.start, end, name)

    @cached_property
    def measures(self) -> list[Term]:
        """What is measured: a price, sales, a share."""
        return [Term(h.start, h.end, h.value) for h in self.hits.get("market_measure", [])]

    @cached_property
    def moves(self) -> list[Hit]:
        """Words that say that something rose or fell; "more than" is a qualifier."""
        return [
            h
            for h in self.hits.get("market_change", [])
            if not words("qualifying").match(self.page.lowered, h.start)
            and not any(m.start < h.end and h.start < m.end for m in self.measures)
        ]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All quantities of the sentence."""
        return self.page.quantities_in(self.sentence)

    @cached_property
    def dates(self) -> list[Date]:
        """Dates of the sentence, without those that only name a basis ("from last year")."""
        bases = self.hits.get("market_basis", [])
        return [
            d
            for d in self.page.dates_in(self.sentence)
            if not any(b.start < d.end and d.start < b.end for b in bases)
        ]

    def dates_over(self, quantity: Quantity) -> bool:
        """Whether a number is part of a date."""
        return any(d.start < quantity.end and quantity.start < d.end for d in self.dates)

    def has(self, kind: str, value: str | None = None) -> bool:
        """Whether the sentence has a hit of a kind."""
        return any(value is None or h.value == value for h in self.hits.get(kind, []))

    def says(self, group: str, start: int | None = None, end: int | None = None) -> bool:
        """Whether a word of a group of `grammar/market.yaml` stands between two positions."""
        first = self.sentence.start if start is None else start
        last = self.sentence.end if end is None else end
        return words(group).search(self.page.lowered, first, last) is not None

    def ends_with(self, group: str, end: int, start: int, slack: int = 2) -> bool:
        """Whether the words before `end` close with a word of a group, `slack` words aside."""
        found = [m.end() for m in words(group).finditer(self.page.lowered, start, end)]
        if not found:
            return False
        gap = self.page.text[found[-1] : end]
        spaced = gap.isascii() or self.page.language not in ("zh", "ja")
        return len(gap.split()) <= slack if spaced else len(gap) <= 2 * slack

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The span between the commas around a mention; digits keep theirs."""
        text, first, last = self.page.text, self.sentence.start, self.sentence.end
        for stop in _CLAUSE.finditer(text, first, start):
            if not text[stop.end() : stop.end() + 1].isdigit():
                first = stop.end()
        for stop in _CLAUSE.finditer(text, end, last):
            if not text[stop.end() : stop.end() + 1].isdigit():
                last = stop.start()
                break
        return first, last

    def breaks(self, start: int, end: int) -> bool:
        """Whether a strong break lies between two positions."""
        return _BREAK.search(self.page.text, start, end) is not None

    def previous_end(self, quantity: Quantity) -> int:
        """Where the quantity before ends (bare numbers aside), or the sentence begins."""
        ends = [q.end for q in self.quantities if q.end <= quantity.start and q.unit]
        return max(ends, default=self.sentence.start)

    def next_start(self, quantity: Quantity) -> int:
        """Where the quantity after begins, or the sentence ends."""
        starts = [q.start for q in self.quantities if q.start >= quantity.end and q.unit]
        return min(starts, default=self.sentence.end)

    def near_exclusion(self, quantity: Quantity) -> bool:
        """Whether the clause speaks of what is no market figure (a tariff, a growth rate …)."""
        hits = self.hits.get("market_exclude", [])
        if quantity.kind == "percent" and any(h.value == "percent" for h in hits):
            return True
        first, last = self.clause(quantity.start, quantity.end)
        first = max(first, self.previous_end(quantity))
        last = min(last, self.next_start(quantity))
        return any(h.value == "near" and first <= h.start and h.end <= last for h in hits)


def last_before(terms: Sequence[Term], end: int, start: int = 0) -> Term | None:
    """The last term that ends at or before `end`, from `start` on."""
    return next((t for t in reversed(terms) if start <= t.start and t.end <= end), None)


def first_after(terms: Sequence[Term], start: int, end: int) -> Term | None:
    """The first term between two positions."""
    return next((t for t in terms if t.start >= start and t.end <= end), None)


def fits(measure: str, quantity: Quantity) -> bool:
    """Whether a number in this unit can be a value of this measure."""
    kind, unit = quantity.kind, quantity.unit
    if measure in VOLUME:
        counted = unit in ("EV", "units", "battery_pack") and quantity.value >= _FEW
        lot = measure == "sales" and kind == "mass" and quantity.value < _LOT
        return counted or (kind in ("mass", "energy", "power") and not lot)
    if measure in VALUE:
        return kind == "money" and unit is not None
    if measure in RATIO:
        return kind == "percent" and unit == "%"
    if measure == "price":
        return kind == "price" or (kind == "money" and unit is not None)
    return measure == "index" and kind in ("number", "price")


@cache
def words(group: str) -> re.Pattern[str]:
    """All surfaces of a group of `grammar/market.yaml`, in every language."""
    return re.compile(pattern(s.lower() for s, _ in entries("market", group, "en")))
