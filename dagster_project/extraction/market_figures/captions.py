"""Prices whose unit one line says for all: "Prices in USD/t." … "Cobalt sulphate: 8,150 (+2%)"."""

from __future__ import annotations

import re

from dagster_project.extraction.market_figures.line import Line, last_before
from dagster_project.extraction.market_figures.scene import Memory
from dagster_project.extraction.model import Quantity
from dagster_project.extraction.values.quantities import read_unit

# A line that says a unit is short, and has no figure of its own.
_LONGEST = 120
_PRICE = re.compile(r"[A-Z]{3}/(?:t|kg|lb|ton|short_ton)$")
# How far behind its subject a price of a list stands, and what may follow it.
_REACH = 40
_ENDS = re.compile(r"\s*(?:[.,;()（]|$|\(|[+−–-])")


def stated_unit(line: Line) -> str | None:
    """The unit of all prices of a text, where a short line without a figure says it."""
    start, end = line.sentence.start, line.sentence.end
    if end - start > _LONGEST or not line.says("all_in") or any(q.unit for q in line.quantities):
        return None
    unit = read_unit(line.page.text[start:end], line.page.language)
    return unit[0] if unit and unit[1] == 1 and _PRICE.match(unit[0]) else None


def captioned(line: Line, quantity: Quantity, memory: Memory) -> Quantity | None:
    """A bare number as a price: it follows its material, and nothing is counted behind it."""
    if memory.priced_in is None or quantity.kind != "number" or quantity.unit:
        return None
    left = max(line.previous_end(quantity), quantity.start - _REACH)
    subject = last_before(line.subjects, quantity.start, left)
    ends = _ENDS.match(line.page.text, quantity.end, line.sentence.end)
    if subject is None or not ends or line.dates_over(quantity):
        return None
    return quantity._replace(unit=memory.priced_in, kind="price")
