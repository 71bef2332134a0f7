"""Explicit dates in text, in English, German, French, Spanish, Chinese, Korean and Japanese.

    find_dates("Sept. 17, 2025")         -> [FoundDate(0, 14, date(2025, 9, 17), "day")]
    find_dates("im Juni 2025")           -> [FoundDate(3, 12, date(2025, 6, 1), "month")]
    find_dates("2025年第三季度")           -> [FoundDate(0, 9, date(2025, 7, 1), "quarter")]
    find_dates("by 2030")                -> [FoundDate(3, 7, date(2030, 1, 1), "year")]
    find_partial_dates("on 7 August")    -> [PartialDate(3, 11, 8, 7)]
    find_partial_dates("in September")   -> [PartialDate(3, 12, 9, None)]

`find_dates` gives what names its year, `find_partial_dates` a month with or without a day where the
year is left to the reader. Spans are character offsets, in order, never overlapping. Nothing is
resolved against another date here, and an ambiguous 03/04/2025 is not read at all. The words are in
data/calendar.yaml. Both look only around anchors (a year, a month's name, a CJK month), which keeps
them fast on text without dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind

Precision = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with its year; `on` is the first day of the period that `precision` names."""

    start: int
    end: int
    on: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A month, or a day of a month, whose year the text does not say."""

    start: int
    end: int
    month: int
    day: int | None


class _Hit(NamedTuple):
    start: int
    end: int
    year: int | None
    quarter: int | None
    month: int | None
    day: int | None


_YEAR = r"(?:19|20)\d\d"
_YEAR_ANCHOR = re.compile(rf"(?<!\d){_YEAR}(?!\d|[.,]\d{{3}})")
_YEAR_RIGHT = re.compile(rf"\.?,?(?:\s+(?:of|de|del))?[\s-]*({_YEAR})(?!\d|[.,]\d)")
_DAY_LEFT = re.compile(
    r"(?<![\d.,/$€£¥])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?(?:\s+(?:of|de))?[\s-]+$"
)
_DAY_RIGHT = re.compile(
    r"\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{1,2})?(?![\d%]|[.,:]\d)"
    rf"(?:(?:\s*,\s*|\s+)({_YEAR})(?!\d|[.,]\d))?"
)
_CJK = re.compile(
    rf"(?<!\d)(?:({_YEAR})\s?[年년]\s?)?(?<![\d.\-–~])(?<![\d月][至到])(\d{{1,2}})\s?[月월]"
    r"(?:\s?(\d{1,2})\s?[日号號일])?"
)
_CJK_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s?[年년]")
_CJK_QUARTER = re.compile(rf"({_YEAR})\s?[年년]\s?(?:第?([一二三四1-4])\s?季度|([1-4])\s?분기)")
_YEAR_FIRST = re.compile(rf"({_YEAR})([-/.])\s?(\d{{1,2}})\2\s?(\d{{1,2}})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([./])\s?(\d{1,2})\2\s?$")
_Q_LEFT = re.compile(r"(?<!\w)(?:Q([1-4])|([1-4])Q)[\s/-]*(?:of\s+)?$")
_Q_RIGHT = re.compile(rf"{_YEAR}[\s-]?Q([1-4])(?!\w)")
_BARE_BEFORE = re.compile(rf"(?:^|[\s(\[“\"'‘]|FY|[^\d\s]\s?[–—-]|{_YEAR}\s?[–—/-])$")
_BARE_AFTER = re.compile(r"(?:['’]s)?(?:$|[\s.,;:)\]”\"'’?!|–—-](?!\d{1,3}(?!\d)))")
_CJK_MARKS = ("年", "월", "년", "月")
_WINDOW = 28


@dataclass(frozen=True)
class _Calendar:
    names: list[str]
    months: list[int]
    full: frozenset[str]
    ambiguous: frozenset[str]
    automaton: AhoCorasick
    before_month: re.Pattern[str]
    joined_left: re.Pattern[str]
    joined_right: re.Pattern[str]
    quarter_left: re.Pattern[str]
    ordinals: dict[str, int]
    units_after: re.Pattern[str]


@cache
def _calendar() -> _Calendar:
    """Compile data/calendar.yaml once per process."""
    data = yaml.safe_load((files(__package__) / "data" / "calendar.yaml").read_text("utf-8"))
    month_of: dict[str, int] = {}
    full: set[str] = set()
    for rows in data["months"].values():
        for month, names in enumerate(rows, start=1):
            for position, name in enumerate(names):
                variants = {name, name.title(), name.upper()}
                month_of.update(dict.fromkeys(variants, month))
                if position == 0:
                    full |= variants
    names = sorted(month_of)
    ordinals = {
        word: number
        for words in data["ordinals"].values()
        for number, word in enumerate(words, start=1)
    }
    units = "|".join(sorted(map(re.escape, set(data["units_after"])), key=len, reverse=True))
    return _Calendar(
        names=names,
        months=[month_of[name] for name in names],
        full=frozenset(full),
        ambiguous=frozenset(data["ambiguous_alone"]),
        automaton=AhoCorasick(names, matchkind=MatchKind.LeftmostLongest),
        before_month=re.compile(
            rf"(?<!\w)(?:{'|'.join(data['before_month'])})[\s-]$", re.IGNORECASE
        ),
        joined_left=re.compile(rf"(?<!\w)(?:{'|'.join(names)})\.?\s?[-–—]\s?$"),
        joined_right=re.compile(rf"\.?\s?[-–—]\s?(?:{'|'.join(names)})(?!\w)"),
        quarter_left=re.compile(
            rf"(?<!\w)({'|'.join(ordinals)})[nrs]?\s+(?:{'|'.join(data['quarter'])})s?"
            r"(?:\s+(?:of|de|del))?\s+$",
            re.IGNORECASE,
        ),
        ordinals=ordinals,
        units_after=re.compile(rf"\s*(?:{units})(?!\w)"),
    )


def find_dates(text: str) -> list[FoundDate]:
    """Every explicit date that says its year, in order of appearance."""
    if not _YEAR_ANCHOR.search(text):
        return []
    found = []
    for hit in _scan(text):
        if hit.year is None:
            continue
        if hit.quarter is not None:
            on = date(hit.year, hit.quarter * 3 - 2, 1)
            found.append(FoundDate(hit.start, hit.end, on, "quarter"))
            continue
        precision: Precision = "day" if hit.day else "month" if hit.month else "year"
        on = date(hit.year, hit.month or 1, hit.day or 1)
        found.append(FoundDate(hit.start, hit.end, on, precision))
    return found


def find_partial_dates(text: str) -> list[PartialDate]:
    """Every month, with its day where given, that no year goes with, in order of appearance."""
    return [
        PartialDate(hit.start, hit.end, hit.month, hit.day)
        for hit in _scan(text)
        if hit.year is None and hit.month is not None
    ]


def period_end(on: date, precision: Precision) -> date:
    """The last day of the period that starts on `on`."""
    if precision == "day":
        return on
    months = {"month": 1, "quarter": 3, "year": 12}[precision]
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _scan(text: str) -> list[_Hit]:
    """All mentions, the longest at each place, without overlap."""
    hits = [*_named_months(text), *_around_years(text)]
    if any(mark in text for mark in _CJK_MARKS):
        hits.extend(_cjk(text))
    hits = [hit for hit in hits if _is_possible(hit)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[_Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept


def _is_possible(hit: _Hit) -> bool:
    if hit.month is None:
        return True
    try:
        # A leap year stands in for the unknown one, so that 29 February passes.
        date(hit.year or 2024, hit.month, hit.day or 1)
    except ValueError:
        return False
    return True


def _named_months(text: str) -> Iterator[_Hit]:
    calendar = _calendar()
    for index, start, end in calendar.automaton.find_matches_as_indexes(text):
        if text[start - 1 : start].isalpha() or text[end : end + 1].isalpha():
            continue
        month = calendar.months[index]
        left = _DAY_LEFT.search(text, max(0, start - 16), start) if start else None
        left_start = left.start() if left else start
        if year := _YEAR_RIGHT.match(text, end):
            day = int(left[1]) if left else None
            yield _Hit(left_start, year.end(), int(year[1]), None, month, day)
        elif (right := _DAY_RIGHT.match(text, end)) and not (
            right[2] is None and (left or calendar.units_after.match(text, right.end()))
        ):
            year_number = int(right[2]) if right[2] else None
            yield _Hit(start, right.end(), year_number, None, month, int(right[1]))
        elif left:
            yield _Hit(left_start, end, None, None, month, int(left[1]))
        elif _stands_alone(text, start, calendar.names[index], calendar):
            yield _Hit(start, end, None, None, month, None)


def _stands_alone(text: str, start: int, name: str, calendar: _Calendar) -> bool:
    """Whether a month's name without day and year is a month ("in May", not "May I")."""
    end = start + len(name)
    if calendar.joined_right.match(text, end) or calendar.joined_left.search(
        text, max(0, start - 14), start
    ):
        return True  # "Jan-May"
    if name not in calendar.full:
        return False
    if name not in calendar.ambiguous:
        return True
    return calendar.before_month.search(text, max(0, start - 10), start) is not None


def _around_years(text: str) -> Iterator[_Hit]:
    calendar = _calendar()
    for anchor in _YEAR_ANCHOR.finditer(text):
        start, end = anchor.span()
        year = int(anchor[0])
        if first := _YEAR_FIRST.match(text, start):
            yield _Hit(start, first.end(), year, None, int(first[3]), int(first[4]))
        elif last := _YEAR_LAST.search(text, max(0, start - 8), start):
            if (day_month := _day_and_month(last)) is not None:
                yield _Hit(last.start(), end, year, None, day_month[1], day_month[0])
        elif quarter := _Q_LEFT.search(text, max(0, start - 8), start):
            number = int(quarter[1] or quarter[2])
            yield _Hit(quarter.start(), end, year, number, None, None)
        elif quarter := _Q_RIGHT.match(text, start):
            yield _Hit(start, quarter.end(), year, int(quarter[1]), None, None)
        elif quarter := calendar.quarter_left.search(text, max(0, start - _WINDOW), start):
            number = calendar.ordinals[quarter[1].lower()]
            yield _Hit(quarter.start(), end, year, number, None, None)
        elif (
            _BARE_BEFORE.search(text, max(0, start - 6), start)
            and _BARE_AFTER.match(text, end)
            and not calendar.units_after.match(text, end)
        ):
            yield _Hit(start, end, year, None, None, None)


def _day_and_month(numeric: re.Match[str]) -> tuple[int, int] | None:
    """Day and month of 17.09.2025 or 17/09/2025; None where a slash leaves the order open."""
    first, second = int(numeric[1]), int(numeric[3])
    if numeric[2] == "." or first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _cjk(text: str) -> Iterator[_Hit]:
    ordinals = _calendar().ordinals
    for match in _CJK_QUARTER.finditer(text):
        word = match[2] or match[3]
        number = ordinals[word] if word in ordinals else int(word)
        yield _Hit(match.start(), match.end(), int(match[1]), number, None, None)
    for match in _CJK_YEAR.finditer(text):
        yield _Hit(match.start(), match.end(), int(match[1]), None, None, None)
    for match in _CJK.finditer(text):
        year = int(match[1]) if match[1] else None
        day = int(match[3]) if match[3] else None
        yield _Hit(match.start(), match.end(), year, None, int(match[2]), day)
