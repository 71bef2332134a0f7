"""What tells time in a sentence: explicit dates, months without a year, words such as "today"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import ahocorasick_rs

from dagster_project.documents.dates import find_dates, find_partial_dates
from dagster_project.extraction.grammar import Lexicon, entries, joined, lexicon

_MONTH_SPAN = re.compile(
    r"(?<![\d.])(\d{1,2})\s?[月월]?\s?[-–—~～至到]\s?(\d{1,2})\s?[月월](?!\s?\d)"
)
# 2Q25, 1H 2025, Q3'24: a part of a year with its year.
_SHORT_PART = re.compile(r"(?<!\w)(?:([1-4])Q|Q([1-4])|([12])H|H([12]))\s?['’]?(?:20)?(\d\d)(?!\w)")
_DAY_ALONE = re.compile(r"(?<![\d월月,.])(?<![월月]\s)(\d{1,2})[日일](?![간本])")


class TimeItem(NamedTuple):
    """Something that tells time. `what` is date, partial, relative or part."""

    start: int
    end: int
    what: Literal["date", "partial", "relative", "part"]
    unit: str
    number: int
    day: int | None = None
    on: dt.date | None = None


@dataclass(frozen=True)
class TimeWords:
    """The words of `dates.yaml` in every language."""

    surfaces: list[str]
    values: list[tuple[Literal["relative", "part"], str, int]]
    automaton: ahocorasick_rs.AhoCorasick
    ahead: Lexicon
    last: Lexicon
    link: Lexicon
    that: Lexicon
    between: Lexicon


@cache
def time_words() -> TimeWords:
    """The words, loaded once per process."""
    found: dict[str, tuple[Literal["relative", "part"], str, int]] = {}
    for surface, value in entries("dates", "months", "en"):
        found[surface.lower()] = ("part", "months", int(value))
    groups: tuple[Literal["part", "relative"], ...] = ("part", "relative")
    for group in groups:
        for surface, value in entries("dates", group, "en"):
            unit, _, number = value.partition(":")
            found[surface.lower()] = (group, unit, int(number))
    surfaces = sorted(found)
    return TimeWords(
        surfaces,
        [found[s] for s in surfaces],
        ahocorasick_rs.AhoCorasick(surfaces, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        lexicon("dates", "ahead", "en"),
        lexicon("dates", "last", "en"),
        lexicon("dates", "link", "en"),
        lexicon("dates", "that", "en"),
        lexicon("dates", "between", "en"),
    )


def time_items(body: str) -> list[TimeItem]:
    """Everything in a sentence that tells time, in order, never overlapping."""
    items = [
        TimeItem(d.start, d.end, "date", d.precision, 0, None, d.on) for d in find_dates(body)
    ] + [
        TimeItem(p.start, p.end, "partial", "month", p.month, p.day)
        for p in find_partial_dates(body)
    ]
    words = time_words()
    lowered = body.lower()
    if len(lowered) == len(body):
        for index, first, last in words.automaton.find_matches_as_indexes(lowered):
            opens = first == 0 or not joined(lowered[first - 1], lowered[first])
            if opens and (last == len(body) or not joined(lowered[last - 1], lowered[last])):
                items.append(TimeItem(first, last, *words.values[index]))
    items += _short_parts(body)
    if "月" in body or "월" in body:
        for m in _MONTH_SPAN.finditer(body):
            first_month, last_month = int(m[1]), int(m[2])
            if 1 <= first_month < last_month <= 12:
                items.append(TimeItem(m.start(), m.end(), "part", "span", first_month, last_month))
    if "일" in body or "日" in body:
        for m in _DAY_ALONE.finditer(body):
            if 1 <= int(m[1]) <= 31:
                items.append(TimeItem(m.start(), m.end(), "partial", "day", 0, int(m[1])))
    items.sort(key=lambda i: (i.start, -i.end))
    kept: list[TimeItem] = []
    for item in items:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end > kept[-1].end and item.what == "part":
            # "2025年1-8月": the span of months goes on from the year.
            kept[-1] = item
    return kept


def _short_parts(body: str) -> list[TimeItem]:
    """Quarters and halves glued to their year, as two items."""
    items: list[TimeItem] = []
    for m in _SHORT_PART.finditer(body):
        quarter, half = m[1] or m[2], m[3] or m[4]
        unit = "quarter" if quarter else "half"
        items.append(TimeItem(m.start(), m.start() + 2, "part", unit, int(quarter or half)))
        year = dt.date(2000 + int(m[5]), 1, 1)
        items.append(TimeItem(m.start() + 2, m.end(), "date", "year", 0, None, year))
    return items
