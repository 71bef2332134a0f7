"""Numbers whose unit goes without saying, from the number before or from what the text counts."""

from __future__ import annotations

import re

from dagster_project.extraction.market_figures.line import VOLUME, Line, first_after, last_before
from dagster_project.extraction.market_figures.scene import MEMORY, Figure, Memory, regions_in
from dagster_project.extraction.model import Quantity
from dagster_project.extraction.values.quantities import read_unit

COUNTED = ("EV", "units", "battery_pack")
# Counted one by one, so that "sales of 2 million" needs no unit; a small number is another's.
_SUBJECTS = frozenset(
    (
        "EV",
        "NEV",
        "battery-electric car",
        "plug-in hybrid",
        "vehicle",
        "complete vehicle",
        "car",
        "electric vehicles",
    )
)
_COUNTABLE = 10_000
# Fewer cars, even if told as registered, are a fleet.
_MANY = 1000
# How far behind a number what it counts begins, and what may stand between.
_COUNTS = 36
_ADJECTIVES = re.compile(r"\s?(?:[^\W\d_][\w-]*\s){0,3}")
# How near to a sum a weight makes a price of it without a further word: 一吨6.1万元.
_BESIDE = 5
_PRICED = re.compile(r"[A-Z]{3}/")
# "China: 1.02m", "BYD – 210,300": who the next number counts.
_LED = 30
_HEAD = re.compile(r"[:：–—-]\s*$|,\s(?:at|with)\s$")
# A bare number in the unit before is of about its size, and its date is near.
_ALIKE = 20
_DATED = 4
_AND = re.compile(r"(?:\band|\bund|\bet|\by|,)\s$")


def is_price_of(value: Quantity, subject: str) -> bool:
    """Whether a number is a price and one that the subject can have: no car is sold by weight."""
    weighed = (value.unit or "").partition("/")[2] in ("t", "kg", "lb", "ton", "short_ton", "oz")
    return value.kind == "price" and not (weighed and subject in _SUBJECTS)


def with_unit(line: Line, quantity: Quantity, figures: list[Figure]) -> Quantity:
    """A number whose unit goes without saying: $80,000 per ton … $15,000; EV sales of 2 million."""
    if quantity.kind == "number" and (headed := _headed_unit(line, quantity)):
        return quantity._replace(unit=headed, kind="price")
    last = figures[-1].value if figures else None
    if quantity.kind == "number" and quantity.value >= _COUNTABLE:
        left = line.previous_end(quantity)
        subject = last_before(line.subjects, quantity.start)
        listed = subject is not None and subject.start >= left  # "hybrids 52,425 (+4%), cars ..."
        measured = last_before(line.measures, quantity.start, 0 if listed else left)
        if measured and measured.name in VOLUME and subject and subject.name in _SUBJECTS:
            return quantity._replace(unit="units", kind="count")
    if quantity.kind == "number" and _counts_behind(line, quantity):
        return quantity._replace(unit="units", kind="count")
    if quantity.kind == "money" and (weighed := _weighed(line, quantity)):
        return weighed
    if last is None or last.unit is None:
        return quantity
    priced = (f.value for f in reversed(figures) if f.value and f.value.kind == "price")
    alike = (v for v in priced if v.unit and v.unit.startswith(f"{quantity.unit}/"))
    if quantity.kind == "money" and (price := next(alike, None)):
        return quantity._replace(unit=price.unit, kind="price")
    near = last.kind == "price" and last.value / 3 <= quantity.value <= 3 * last.value
    if quantity.kind == "number" and near and line.subjects and not line.dates_over(quantity):
        return quantity._replace(unit=last.unit, kind="price")
    if _goes_on(line, quantity, last):
        return quantity._replace(unit=last.unit, kind=last.kind)
    year_like = quantity.value == int(quantity.value) and 1900 <= quantity.value <= 2100
    if quantity.kind == "number" and last.unit in COUNTED and not year_like:
        return (
            quantity._replace(unit=last.unit, kind="count") if quantity.value >= 100 else quantity
        )
    return quantity


def _counts_behind(line: Line, quantity: Quantity) -> bool:
    """Whether the cars a number counts stand behind it: "55,741 new battery cars"."""
    ahead = first_after(line.subjects, quantity.end, quantity.end + _COUNTS)
    counted = quantity.value >= _MANY and any(m.name in VOLUME for m in line.measures)
    return (
        counted
        and ahead is not None
        and ahead.name in _SUBJECTS
        and bool(_ADJECTIVES.fullmatch(line.page.text, quantity.end, ahead.start))
    )


def _weighed(line: Line, quantity: Quantity) -> Quantity | None:
    """A sum as a price where the clause tells for how much: "a tonne was paid at $8,940"."""
    first, last = line.clause(quantity.start, quantity.end)
    if not any(m.name == "price" for m in line.measures):
        first, last = max(first, quantity.start - _BESIDE), min(last, quantity.end + _BESIDE)
    weights = (w for w in ("t", "kg", "lb") if line.says(f"one_{w}", first, last))
    weight = next(weights, None)
    return quantity._replace(unit=f"{quantity.unit}/{weight}", kind="price") if weight else None


def _goes_on(line: Line, quantity: Quantity, last: Quantity) -> bool:
    """Whether a bare number is in the unit of the one before: "640,000 t, from 530,000 in 2025"."""
    if quantity.kind != "number" or last.kind not in ("mass", "energy"):
        return False
    alike = last.value / _ALIKE <= quantity.value <= last.value * _ALIKE
    dated = any(0 <= d.start - quantity.end <= _DATED for d in line.dates)
    left = line.previous_end(quantity)
    led = line.ends_with("compare", quantity.start, left, 0) or bool(
        _AND.search(line.page.text[left : quantity.start])
    )
    return alike and dated and led


def _headed_unit(line: Line, quantity: Quantity) -> str | None:
    """The unit that stands before a colon: "Lithium carbonate, CNY/t: 61,000"."""
    head = line.page.text[line.sentence.start : quantity.start].rstrip()
    if not head.endswith((":", "：")):
        return None
    unit = read_unit(head, line.page.language)
    return unit[0] if unit and unit[1] == 1 and _PRICED.match(unit[0]) else None


def counted(line: Line, quantity: Quantity, memory: Memory) -> Quantity | None:
    """A count without unit or measure where the text counts: "hybrids rose 27% to 17,601"."""
    recent = line.sentence.line - memory.line <= MEMORY and memory.unit in COUNTED
    if not recent or memory.measure not in VOLUME or quantity.value < _COUNTABLE:
        return None
    if any(m.name in VOLUME and m.name != memory.measure for m in line.measures):
        return None
    if not line.subjects and line.measures:  # "In the first quarter 4.1 million were registered"
        return quantity._replace(unit="units", kind="count")
    subject = last_before(line.subjects, quantity.start)
    known = subject is not None and subject.name in _SUBJECTS
    known = known or (not line.subjects and line.says("tally", line.sentence.start, quantity.start))
    return quantity._replace(unit="units", kind="count") if known or _led(line, quantity) else None


def _led(line: Line, quantity: Quantity) -> bool:
    """Whether a country's or a maker's name and a colon stand before a number."""
    start = max(line.sentence.start, line.previous_end(quantity))
    head = line.page.text[start : quantity.start]
    told = _HEAD.search(head) or line.ends_with("to", quantity.start, start, 0)
    if line.subjects or not told or len(head) > _LED:
        return False
    starts = [r.start for r in regions_in(line)]
    starts += [o.start for o in line.page.organisations_in(line.sentence)]
    return any(start <= at < quantity.start for at in starts)
