"""Figures that leave out their unit: "3 GWh, later 10", "10,000 tonnes, going to 50,000"."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import entries, pattern
from dagster_project.extraction.model import Quantity, Sentence
from dagster_project.extraction.page import Page

# How far behind a word for capacity or expansion its figure begins.
_BEHIND = 14
# An expansion is no thousandfold.
_MOST = 30


def completed(page: Page, sentence: Sentence) -> list[Quantity]:
    """The bare numbers of a sentence that share the unit of the figure before them."""
    found: list[Quantity] = []
    last: Quantity | None = None
    cues = page.hits_in(sentence, "capacity")
    for quantity in page.quantities_in(sentence):
        if quantity.kind in ("mass", "energy"):
            last = quantity
        elif last and quantity.kind == "number" and _goes_on(page, quantity, last):
            cued = any(0 <= quantity.start - c.end <= _BEHIND for c in cues)
            shared = quantity._replace(unit=last.unit, kind=last.kind, per=last.per)
            found += [shared] if cued else []
    return found


def _goes_on(page: Page, number: Quantity, last: Quantity) -> bool:
    alike = last.value / _MOST < number.value < last.value * _MOST
    year = 1990 <= number.value < 2100 and number.end - number.start == 4
    return alike and not year and bool(_ends().match(page.text, number.end))


@cache
def _ends() -> re.Pattern[str]:
    """What may follow such a figure: the end of its clause, or a word for when."""
    when = pattern(s for s, _ in entries("numbers", "when", "en"))
    return re.compile(rf"\s?(?:[.,;:)。，；]|$|\s(?:{when}))", re.I)
