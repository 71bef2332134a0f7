"""Capacities in tables: a bare number whose unit stands in the head of its column."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.values.quantities import find_quantities

_CELL = re.compile(r"[^|]+")


def column_quantities(page: Page, sentence: Sentence) -> list[Quantity]:
    """Numbers that fill a cell of a row, in the unit of the table's first row ("GWh", "t/a")."""
    if sentence.kind != "row":
        return []
    head = table_head(page, sentence)
    if head is None:
        return []
    titles = [cell[0].strip(" *_()") for cell in _cells(page, head)]
    cells = _cells(page, sentence)
    found = []
    for number in page.quantities_in(sentence):
        if number.kind != "number":
            continue
        for title, cell in zip(titles, cells, strict=False):
            if cell.start() <= number.start < cell.end() and _fills(cell[0], number):
                # The unit is read as if it stood behind a number.
                words = f"1 {title.split('(')[-1]}"
                units = find_quantities(words, 0, len(words), page.language)
                found += [
                    number._replace(unit=u.unit, kind=u.kind, per=u.per)
                    for u in units
                    if u.kind in ("mass", "energy")
                ]
    return found


def table_head(page: Page, sentence: Sentence) -> Sentence | None:
    """The first row of the table a row belongs to; None for that row itself."""
    head = sentence
    for row in reversed([s for s in page.sentences if s.start < sentence.start]):
        if row.kind != "row" or head.line - row.line > 1:
            break
        head = row
    return None if head == sentence else head


def _cells(page: Page, row: Sentence) -> list[re.Match[str]]:
    return list(_CELL.finditer(page.text, row.start, row.end))


def _fills(cell: str, number: Quantity) -> bool:
    return len(cell.strip(" *_~")) <= number.end - number.start + 1
