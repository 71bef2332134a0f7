"""Whose a row of a table is: its own company's, told by the head of a column."""

from __future__ import annotations

import re

from dagster_project.extraction.capacities.tables import table_head
from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.words import words

_CELL = re.compile(r"[^|]+")
_MARKS = " *_~`\t"
_LONGEST = 40
_INITIALS = 3
_NOT_ONE = re.compile(r"[;:,，；]|\d{3}|^[–—-]+$")


def row_company(page: Page, sentence: Sentence) -> Organisation | None:
    """The company of a row: the cell under "Company", "Betreiber", "企业", whoever that is."""
    if sentence.kind != "row":
        return None
    head = table_head(page, sentence)
    if head is None:
        return None
    heads = _CELL.finditer(page.text, head.start, head.end)
    titles = [cell[0].strip(_MARKS).lower() for cell in heads]
    cells = list(_CELL.finditer(page.text, sentence.start, sentence.end))
    for title, cell in zip(titles, cells, strict=False):
        if title in words("company_column"):
            return _in_cell(page, sentence, cell)
    return None


def _in_cell(page: Page, sentence: Sentence, cell: re.Match[str]) -> Organisation | None:
    """The organisation of a cell, else what the cell says."""
    for known in page.organisations_in(sentence):
        if cell.start() <= known.start and known.end <= cell.end():
            return known if known.kind == "company" else None
    name = cell[0].strip(_MARKS)
    if not 1 < len(name) <= _LONGEST or _NOT_ONE.search(name) or name.islower():
        return None
    start = cell.start() + cell[0].index(name)
    return Organisation(start, start + len(name), _in_full(page, name), "company")


def _in_full(page: Page, name: str) -> str:
    """Whom "NRW Germany" means where the text calls it Northside Recycling Works."""
    letters = name.split(" ")[0]
    if len(letters) < _INITIALS or not letters.isupper():
        return name
    known = page.organisations.names_between(0, len(page.text))
    full = (o.name for o in known if letters == "".join(w[0] for w in o.name.split(" ")))
    return next(full, name)
