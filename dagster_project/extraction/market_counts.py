"""Numbers whose unit goes without saying, from the number before or from what the text counts."""

from __future__ import annotations

from dagster_project.extraction.market_line import VOLUME, Line, last_before
from dagster_project.extraction.market_scene import MEMORY, Figure, Memory
from dagster_project.extraction.model import Quantity

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


def with_unit(line: Line, quantity: Quantity, figures: list[Figure]) -> Quantity:
    """A number whose unit goes without saying: $80,000 per ton … $15,000; EV sales of 2 million."""
    last = figures[-1].value if figures else None
    if quantity.kind == "number" and quantity.value >= _COUNTABLE:
        measured = last_before(line.measures, quantity.start, line.previous_end(quantity))
        subject = last_before(line.subjects, quantity.start)
        if measured and measured.name in VOLUME and subject and subject.name in _SUBJECTS:
            return quantity._replace(unit="units", kind="count")
    if last is None or last.unit is None:
        return quantity
    if last.kind == "price" and last.unit.startswith(f"{quantity.unit}/"):
        return quantity._replace(unit=last.unit, kind="price")
    year_like = quantity.value == int(quantity.value) and 1900 <= quantity.value <= 2100
    if quantity.kind == "number" and last.unit in COUNTED and not year_like:
        return (
            quantity._replace(unit=last.unit, kind="count") if quantity.value >= 100 else quantity
        )
    return quantity


def counted(line: Line, quantity: Quantity, memory: Memory) -> Quantity | None:
    """A count without unit or measure where the text counts: "hybrids rose 27% to 17,601"."""
    recent = line.sentence.line - memory.line <= MEMORY and memory.unit in COUNTED
    subject = last_before(line.subjects, quantity.start)
    if not recent or not subject or subject.name not in _SUBJECTS or line.measures:
        return None
    if quantity.value < _COUNTABLE or memory.measure not in VOLUME:
        return None
    return quantity._replace(unit="units", kind="count")
