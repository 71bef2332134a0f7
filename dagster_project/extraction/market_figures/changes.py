"""Percentages in market prose: which are changes, which are shares, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dagster_project.extraction.market_figures.line import (
    RATIO,
    VOLUME,
    Line,
    first_after,
    last_before,
)
from dagster_project.extraction.model import Hit, Quantity

Role = Literal["change", "value", "skip"]
_DELIMITER = re.compile(r"[,;，；、（(]|\band\b|\bund\b|\bet\b")
_BARE_AND = re.compile(r"\s*(?:and|und|et|和|、|,|,|및|와|과)\s*")
_JOINED = re.compile(r"(?:\b(?:and|und|et|y)|[,，、/]|과|와)\s*$")
_WHOLE = re.compile(r"的$")
_OF = re.compile(r"\s*(?:share\s+)?(?:of|der|des|de|du|的)\b|\s*(?:market\s+)?share\b|\s*的")


# How far behind a percentage of cars it may be told what kind they are.
_TO_KIND = 70


@dataclass(slots=True)
class Change:
    """A change in percent, signed, with what it is against (yoy, mom, None)."""

    quantity: Quantity
    percent: float
    basis: str | None


def roles(line: Line, paid: bool = False) -> dict[Quantity, Role]:
    """What each percentage of a sentence is: a change, a value (share, payable) or neither.

    `paid`: the text is about payables, so that a percentage needs no word to be one.
    """
    found: dict[Quantity, Role] = {}
    previous: Quantity | None = None
    for quantity in line.quantities:
        if quantity.kind != "percent":
            continue
        found[quantity] = _role(line, quantity, previous, found)
        if paid and found[quantity] == "skip" and not line.near_exclusion(quantity):
            found[quantity] = "value"
        previous = quantity
    return found


def _role(
    line: Line, quantity: Quantity, previous: Quantity | None, found: dict[Quantity, Role]
) -> Role:
    if quantity.unit != "%" or line.near_exclusion(quantity):
        return "skip"
    text, left = line.page.text, line.previous_end(quantity)
    if previous and found[previous] != "skip":
        gap = text[previous.end : quantity.start]
        if _BARE_AND.fullmatch(gap):
            return found[previous]
    if (
        previous
        and quantity.qualifier == "exact"
        and line.ends_with("compare", quantity.start, left, slack=1)
    ):
        return "value" if found[previous] == "value" else "skip"
    right = min(line.next_start(quantity), quantity.end + 30)
    moved = _last(line.moves, left, quantity.start)
    since = previous.end if previous else line.sentence.start
    ratio = last_before([m for m in line.measures if m.name in RATIO], quantity.start, since)
    # "une part de marché de 12,4 %": the same word says "of".
    of = line.page.language in ("de", "fr", "es") and ratio and quantity.start - ratio.end <= 5
    of = of and not line.says("to", quantity.end, min(line.sentence.end, quantity.end + 8))
    if ratio and not of and line.ends_with("origin", quantity.start, since, slack=0):
        return "skip"
    if ratio:
        if line.ends_with("by", quantity.start, left):
            return "change"
        if not moved or moved.start < ratio.start or line.ends_with("to", quantity.start, left):
            return "value"
        return "change"
    if _adjoins(line, quantity):
        return "change"
    if line.ends_with("to", quantity.start, left) and any(m.name in RATIO for m in line.measures):
        return "value"
    if text[quantity.start] in "+-−":
        return "change"
    if moved or _first(line, "market_basis", quantity.end, right):
        return "change"
    named = first_after(line.measures, quantity.end, min(line.sentence.end, quantity.end + 14))
    if named and named.name in RATIO:
        return "value"
    if text[quantity.start - 1 : quantity.start] in ("(", "（") and "value" in found.values():
        return "value"
    if _WHOLE.search(text, left, quantity.start) and any(
        m.name in VOLUME and m.end == quantity.start - 1 for m in line.measures
    ):
        return "value"  # 总销量的44%
    if line.subjects and line.says("of_which", left, quantity.start):
        return "value"
    owned = _OF.match(text, quantity.end, line.sentence.end)
    if owned and previous and found[previous] == "value":
        return "value"
    after = _first(line, "market_change", quantity.end, right)
    if after and not owned:
        return "change"
    if owned and (_is_share(line, quantity) or _is_of_sales(line, owned.end())):
        return "value"
    if _are_electric(line, quantity):
        return "value"
    if _last(line.hits.get("market_basis", []), left, quantity.start):
        return "change"
    payable = any(m.name == "payable" for m in line.measures)
    return "value" if payable and not after else "skip"


def _are_electric(line: Line, quantity: Quantity) -> bool:
    """Whether a percentage of cars is told to be electric: "of new cars, 35% were electric"."""
    last = min(line.sentence.end, line.next_start(quantity), quantity.end + _TO_KIND)
    electric = [t for t in line.subjects if t.name == "battery-electric car"]
    kind = first_after(electric, quantity.end, last)
    return kind is not None and any(t.name in ("car", "vehicle") for t in line.subjects)


def _is_of_sales(line: Line, start: int) -> bool:
    """Whether no more than a date parts "of" from a volume: "2.5% of May sales"."""
    volume = first_after([m for m in line.measures if m.name in VOLUME], start, start + 30)
    if volume is None:
        return False
    date = next((d for d in line.dates if start <= d.start and d.end <= volume.start), None)
    gap = (
        line.page.text[start : date.start] + line.page.text[date.end : volume.start] if date else ""
    )
    return date is not None and not gap.strip(" '’s")


def _adjoins(line: Line, quantity: Quantity) -> bool:
    """Whether a verb that says which way stands right behind, as eastern verbs do."""
    eastern = line.page.language in ("ko", "ja")
    return eastern and any(0 <= h.start - quantity.end <= 1 for h in line.moves)


def _is_share(line: Line, quantity: Quantity) -> bool:
    """80% of the world's cells, 75% of global supply: a whole, and somebody whose share it is."""
    last = min(line.sentence.end, quantity.end + 60)
    world = any(
        quantity.end <= h.start < last and h.value == "World"
        for h in line.hits.get("market_region", [])
    )
    measured = any(
        quantity.end <= m.start < last
        and m.name in ("production", "supply", "market size", "demand", "exports", "imports")
        for m in line.measures
    )
    whole = line.says("whole", quantity.end, last) or line.says("made_in", quantity.end)
    return (world or measured or whole) and bool(line.subjects)


def changes(line: Line, found: dict[Quantity, Role]) -> list[Change]:
    """The changes of a sentence, each with its direction and basis."""
    made: list[Change] = []
    percents = [q for q in line.quantities if found.get(q) == "change"]
    for index, quantity in enumerate(percents):
        falling = quantity.value < 0 or _direction(line, quantity) == "down"
        basis = _basis(line, quantity)
        linked = index and _BARE_AND.fullmatch(
            line.page.text, percents[index - 1].end, quantity.start
        )
        beside = index and line.says("while", percents[index - 1].end, quantity.start)
        if (linked or beside) and basis is None:
            basis = made[-1].basis
        direction = _direction(line, quantity)
        unsaid = linked or (index > 0 and direction is None and _follows(line, percents, index))
        sign = made[-1].percent < 0 if unsaid and quantity.value >= 0 else falling
        if linked and made[-1].basis is None:
            made[-1].basis = basis  # "up 45% and 44% year on year"
        made.append(Change(quantity, -abs(quantity.value) if sign else quantity.value, basis))
    _distribute(line, made)
    return made


def _follows(line: Line, percents: list[Quantity], index: int) -> bool:
    """Whether a change goes on from the one before: "down 31% on the year and 10% on the month"."""
    gap = line.page.text[percents[index - 1].end : percents[index].start]
    return _JOINED.search(gap) is not None and not any(
        q.unit and percents[index - 1].end <= q.start < percents[index].start
        for q in line.quantities
    )


def _distribute(line: Line, made: list[Change]) -> None:
    """环比、同比分别增长8.2%和7.4%: as many bases as changes, one each."""
    for first in range(len(made) - 1):
        second = made[first + 1]
        gap = line.page.text[made[first].quantity.end : second.quantity.start]
        left = line.previous_end(made[first].quantity)
        bases = [
            h
            for h in line.hits.get("market_basis", [])
            if left <= h.start and h.end <= made[first].quantity.start
        ]
        if _BARE_AND.fullmatch(gap) and len(bases) == 2 and bases[0].value != bases[1].value:
            made[first].basis, second.basis = _named(bases[0].value), _named(bases[1].value)


def _direction(line: Line, quantity: Quantity) -> str | None:
    hit = _last(line.moves, line.previous_end(quantity), quantity.start)
    right = min(line.next_start(quantity), quantity.end + 30)
    hit = hit or _first(line, "market_change", quantity.end, right)
    return hit.value if hit else None


def _basis(line: Line, quantity: Quantity) -> str | None:
    left = line.previous_end(quantity)
    before = _last(line.hits.get("market_basis", []), left, quantity.start)
    right = min(line.next_start(quantity), quantity.end + 70)
    stop = _DELIMITER.search(line.page.text, quantity.end + 2, right)
    after = _first(line, "market_basis", quantity.end, stop.start() if stop else right)
    eastern = line.page.language in ("zh", "ko", "ja")
    hit = (before or after) if eastern else (after or before)
    if hit:
        return _named(hit.value)
    return None


def _named(basis: str) -> str | None:
    return None if basis == "other" else basis


def _last(hits: list[Hit], start: int, end: int) -> Hit | None:
    return next((h for h in reversed(hits) if start <= h.start and h.end <= end), None)


def _first(line: Line, kind: str, start: int, end: int) -> Hit | None:
    return next((h for h in line.hits.get(kind, []) if start <= h.start and h.end <= end), None)
