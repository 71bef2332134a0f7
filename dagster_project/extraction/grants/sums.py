"""What a sum is beside another one: a part of it, a further one, or somebody else's."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import entries, pattern
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Hit, Quantity

# How near to a further sum its giver or its receiver stands, in characters.
BESIDE = 20
# How far before a sum it is told to be one more, in characters.
_ONE_MORE = 24
# How far behind a part the whole is named, in characters.
_PART = 45
# How near behind a sum who gives it stands, in characters: "the $5 million that the state".
_THAT = 12


def is_given(reading: Reading, money: Quantity) -> bool:
    """Whether a public body stands beside a further sum: "the province up to $80 million"."""
    return any(0 <= g.start - money.end <= BESIDE for g in reading.governments) or any(
        0 <= money.start - h.end <= BESIDE or 0 <= h.start - money.end <= _THAT
        for h in reading.of("grant_public")
    )


def is_sourced(reading: Reading, money: Quantity) -> bool:
    """Whether a sum is told with its public source: "$5 million from the ministry"."""
    if reading.of("grant_equity"):
        return False
    givers = [g.start for g in reading.governments]
    givers += [p.start for p in reading.of("grant_program")]
    leads = [g for g in reading.governments if 0 <= money.start - g.end <= BESIDE]
    return any(0 <= g - money.end <= BESIDE and reading.comes_from(g) for g in givers) or any(
        reading.comes_from(g.start) and not reading.crossed(g.end, money.start) for g in leads
    )  # "Vom Freistaat Bayern kamen 2 Millionen Euro"


def has_own(reading: Reading, money: Quantity) -> bool:
    """Whether a company stands right behind a sum as the one that gets it."""
    return any(
        0 <= c.start - money.end <= BESIDE and reading.parts(c)[0] in ("to", "into")
        for c in reading.companies
    )


def pays_part(reading: Reading, hit: Hit) -> bool:
    """Whether a payment is told as a share of an award: "half of the grant was paid"."""
    start, end = reading.clause(hit.start, heavy=True)
    words = reading.page.text[start:end]
    named = any(start <= i.start < end for i in [*reading.instruments, *reading.of("grant_again")])
    return hit.value == "disbursed" and named and _share().search(words) is not None


def is_further(reading: Reading, start: int) -> bool:
    """Whether a sum is told as one more: "and a second one of $50 million"."""
    before = reading.page.text[max(reading.sentence.start, start - _ONE_MORE) : start]
    return _further().search(before) is not None


def joined_on(reading: Reading, money: Quantity) -> bool:
    """Whether a sum comes on top of another: "along with a $50 million site grant"."""
    words = reading.page.text[max(reading.sentence.start, money.start - 20) : money.start]
    return _along().search(words) is not None


def is_part(reading: Reading, total: Quantity, money: Quantity) -> bool:
    """Whether a sum is a part of one named before: "made up of a $7 million grant and"."""
    parts = reading.page.text[total.end : money.start]
    return total.end < money.start and _parts().search(parts) is not None


def is_whole(reading: Reading, money: Quantity) -> bool:
    """Whether a sum is what another one is a part of: "$53 million of the $150 million loan".

    So too "half of the $150 million loan".
    """
    before = reading.page.text[max(reading.sentence.start, money.start - _PART) : money.start]
    if _fraction().search(before):
        return True
    for part in reading.sums:
        between = reading.page.text[part.end : money.start]
        smaller = part.unit == money.unit and part.value < money.value
        near = part.end < money.start and len(between) <= _PART
        if smaller and near and _partitive().search(between):
            return True
    return False


@cache
def _fraction() -> re.Pattern[str]:
    parts = pattern(s for s, _ in entries("clauses", "fraction", "en"))
    words = pattern(s for s, _ in entries("clauses", "partitive", "en"))
    return re.compile(rf"(?:{parts})\s(?:{words})\s?(?:[\w-]+\s){{0,2}}$", re.I)


@cache
def _further() -> re.Pattern[str]:
    return re.compile(pattern(s for s, _ in entries("clauses", "further", "en")), re.I)


@cache
def _share() -> re.Pattern[str]:
    return re.compile(pattern(s for s, _ in entries("clauses", "share", "en")), re.I)


@cache
def _partitive() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "partitive", "en"))
    return re.compile(rf"(?:{words})\s?(?:[\w-]+\s){{0,2}}$", re.I)


@cache
def _along() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "along", "en"))
    return re.compile(rf"(?:{words})\s?\w{{0,3}}\s*$", re.I)


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(pattern(s for s, _ in entries("clauses", "parts", "en")), re.I)
