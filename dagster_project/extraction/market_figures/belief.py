"""Whether a value that a sentence measures is a whole market's, and no plant's or company's."""

from __future__ import annotations

from dagster_project.extraction.market_figures.counts import is_price_of
from dagster_project.extraction.market_figures.line import RATIO, VALUE, VOLUME, Line, last_before
from dagster_project.extraction.market_figures.scene import (
    INDUSTRY,
    MEMORY,
    Figure,
    Memory,
    regions_in,
)
from dagster_project.extraction.model import Quantity

# Measures that only a market has.
_PLAIN = VALUE | RATIO | {
    "price", "index", "registrations", "wholesale sales", "retail sales", "deficit", "surplus",
    "demand", "fleet",
}  # fmt: skip
_VERB_LAST = ("ja", "ko")
# How far into its sentence a subject at its head may begin.
_OPENS = 12


def believable(figure: Figure, memory: Memory) -> bool:
    """Whether a value is the market's and not one company's."""
    line, measure = figure.line, figure.measure
    first, last = (
        line.clause(figure.value.start, figure.value.end) if figure.value else (None, None)
    )
    if line.says("unnamed", first, last) and not line.says("voice"):
        return False
    if measure in INDUSTRY and line.says("plant") and not _of_region(line):
        return False
    known = memory.last is not None and line.sentence.line - memory.line <= MEMORY
    if measure == "share":
        whole = any(m.name in VOLUME for m in line.measures)
        return bool(figure.owner or whole or known or figure.period or regions_in(line))
    if measure in ("market size", "market"):
        return figure.value is not None and _is_size(line, figure.value, measure)
    if measure == "price":
        return figure.value is not None and is_price_of(figure.value, figure.subject)
    if measure in _PLAIN:
        return True
    based = any(change.basis for change, _ in figure.changes)
    if measure == "industry capacity" and figure.owner is None and line.says("forecast"):
        return True
    traded = measure in ("imports", "exports", "inventory") and figure.owner is None
    return bool(based or known or traded or regions_in(line) or line.says("country"))


def _of_region(line: Line) -> bool:
    """Whether a sentence opens with all plants of a region: "Europe's cell plants produced"."""
    makers = line.page.organisations_in(line.sentence)
    region = next(iter(regions_in(line)), None)
    if region is None or any(o.kind == "company" for o in makers):
        return False
    opens = region.start - line.sentence.start <= _OPENS
    return opens and line.says("all_plants", region.end, min(line.sentence.end, region.end + 30))


def _is_size(line: Line, value: Quantity, measure: str) -> bool:
    """Whether an amount is what a market is worth, and not what is spent or sold on it."""
    others = [q.end for q in line.quantities if q.end <= value.start and q.kind == "money"]
    first, last = max(others, default=line.sentence.start), value.start
    if line.page.language in _VERB_LAST:
        last = line.next_start(value)
    if others and line.ends_with("to", value.start, first):
        return True  # "from $500 billion in 2023 to $1.5 trillion"
    if measure == "market size":
        return line.says("worth", first, last)
    named = last_before([m for m in line.measures if m.name == measure], value.start, first)
    return named is not None and line.says("valued", named.end, last)
