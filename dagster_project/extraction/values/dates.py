"""Dates in a sentence: explicit ones, and relative ones read against the publication date.

Relative dates are no finer than the words and the publication date allow; without a publication
date they are left out. The words are data (`vocabulary/<language>/grammar/dates.yaml`).
"""

from __future__ import annotations

import datetime as dt
import re

from dagster_project.documents.dates import find_dates, period_end
from dagster_project.extraction.model import Date, Precision
from dagster_project.extraction.values.date_words import TimeItem, time_items, time_words

_TO = re.compile(r"\s*(?:[-–—~～至到]|to|through|until|bis|à|au|a)\s*")
_AND = re.compile(r"\s*(?:and|und|et|y)\s*")
# How far back, in characters, "the same year" may reach.
_RECALLED = 400
_PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year", "unknown")
_FINENESS: dict[str, int] = {precision: i for i, precision in enumerate(_PRECISIONS)}


def find_dates_in(
    text: str, start: int, end: int, published: dt.date | None, precision: str
) -> list[Date]:
    """Dates in `text[start:end]`, in order, never overlapping.

    `published` is the first day of the publication period, `precision` its length.
    """
    body = text[start:end]
    items = time_items(body)
    if not items:
        return []
    before = text[max(0, start - _RECALLED) : start] if any(i.unit == "same" for i in items) else ""
    reader = _Reader(body, items, published if precision != "unknown" else None, precision, before)
    return [d._replace(start=d.start + start, end=d.end + start) for d in reader.read()]


class _Reader:
    """Turns the items of one sentence into dates, left to right."""

    def __init__(
        self,
        body: str,
        items: list[TimeItem],
        published: dt.date | None,
        precision: str,
        before: str,
    ) -> None:
        self.body = body
        self.items = items
        self.published = published
        self.precision = precision
        self.before = before
        self.used: set[int] = set()

    def read(self) -> list[Date]:
        """All dates, sorted."""
        found: list[Date] = []
        # What lacks a year first, so that a year beside it is not taken for a date of its own.
        order = {"partial": 0, "part": 0, "date": 1, "relative": 1}
        for i in sorted(range(len(self.items)), key=lambda i: (order[self.items[i].what], i)):
            if i not in self.used and (date := self._date(i)):
                found.append(date)
        found.sort(key=lambda d: d.start)
        return found

    def _date(self, i: int) -> Date | None:
        item = self.items[i]
        if item.unit in ("day", "month") and item.what != "relative" and (span := self._span(i)):
            return span
        if item.what == "date" and item.on:
            return Date(item.start, item.end, item.on, _PRECISIONS[_FINENESS[item.unit]])
        if item.what == "relative":
            return self._relative(item)
        year, start, end = self._year(i)
        return self._placed(item, year, start, end)

    def _year(self, i: int) -> tuple[int | None, int, int]:
        """The year said beside an item ("of 2025", "last year"), and the span of both."""
        item = self.items[i]
        for j in (i + 1, i - 1):
            if not 0 <= j < len(self.items) or j in self.used:
                continue
            if self.items[j].unit not in ("year", "same"):
                continue
            other = self.items[j]
            left, right = (item, other) if j > i else (other, item)
            if not self._adjacent(left.end, right.start):
                continue
            year = other.on.year if other.on else None
            if other.unit == "same":
                year = self._recalled(other)
            elif other.what == "relative" and self.published:
                year = self.published.year + other.number
            if year:
                self.used.add(j)
                return year, left.start, right.end
        return None, item.start, item.end

    def _adjacent(self, left: int, right: int) -> bool:
        gap = self.body[left:right].strip(" ,'’\u00a0")
        for _ in range(2):
            found = time_words().link.at(gap, 0, len(gap))
            gap = gap[found[1] :].strip() if found else gap
        return not gap and right - left <= 12

    def _span(self, i: int) -> Date | None:
        """January–August 2025, from 1 January to 31 October 2024: two dates joined to a period."""
        if i + 1 >= len(self.items):
            return None
        first, second = self.items[i], self.items[i + 1]
        between = time_words().between.before(self.body, 0, len(self.body[: first.start].rstrip()))
        link = _AND if between else _TO
        if not link.fullmatch(self.body, first.end, second.start):
            return None
        if second.what == "date" and second.on and second.unit in ("day", "month"):
            last, precision, end = second.on, second.unit, second.end
        elif second.what == "partial" and second.unit == "month":
            year, _, end = self._year(i + 1)
            placed = self._placed(second, year, second.start, max(end, second.end))
            if not placed:
                return None
            last, precision = placed.on, placed.precision
        else:
            return None
        self.used.add(i + 1)
        on = first.on
        if on is None:
            later = (first.number, first.day or 1) > (last.month, last.day)
            on = dt.date(last.year - later, first.number, first.day or 1)
        until = period_end(last, "day" if precision == "day" else "month")
        return Date(first.start, end, on, "day" if precision == "day" else "month", until)

    def _placed(self, item: TimeItem, year: int | None, start: int, end: int) -> Date | None:
        """An item without a year of its own, in the year said or else the latest that fits."""
        if item.unit == "day":
            return self._day_alone(item)
        first = {"quarter": item.number * 3 - 2, "half": item.number * 6 - 5, "months": 1}.get(
            item.unit, item.number
        )
        day = item.day or 1 if item.unit == "month" else 1
        if year is None:
            ends = {"months": item.number, "span": item.day or first}.get(item.unit, first)
            year = self._latest_year(item, ends, day)
        if year is None:
            return None
        try:
            on = dt.date(year, first, day)
        except ValueError:
            return None
        if item.unit == "month":
            return Date(start, end, on, "day" if item.day else "month")
        if item.unit == "quarter":
            return Date(start, end, on, "quarter")
        length = {"half": 6, "months": item.number}.get(item.unit)
        last = first + length - 1 if length else item.day or first
        until = period_end(dt.date(year, last, 1), "month")
        return Date(start, end, on, "quarter" if item.unit == "half" else "month", until)

    def _latest_year(self, item: TimeItem, month: int, day: int) -> int | None:
        """The year of the latest such month not after publication; the next one after "by"."""
        if self.published is None or self.precision in ("year", "quarter"):
            return None
        today = self.published
        if self.precision == "month":
            today = period_end(today, "month")
        words = time_words()
        floor = max(0, item.start - 12)
        before = len(self.body[: item.start].rstrip())
        ahead = words.ahead.before(self.body, floor, before) is not None and not any(
            _TO.fullmatch(self.body, other.end, item.start)
            for other in self.items
            if other.end <= item.start
        )
        last = words.last.before(self.body, floor, before) is not None
        if ahead:
            return today.year + ((month, day) < (today.month, 1))
        if last:
            return today.year - (month >= today.month)
        return today.year - ((month, day) > (today.month, today.day))

    def _day_alone(self, item: TimeItem) -> Date | None:
        """The latest such day not after publication ("28일")."""
        if self.published is None or self.precision != "day" or not item.day:
            return None
        on = self.published
        for _ in range(62):
            if on.day == item.day:
                return Date(item.start, item.end, on, "day")
            on -= dt.timedelta(days=1)
        return None

    def _recalled(self, item: TimeItem) -> int | None:
        """The year that "the same year" goes back to: that of the date before."""
        dates = [i.on for i in self.items if i.on and i.end <= item.start]
        dates = dates or [d.on for d in find_dates(self.before)]
        return dates[-1].year if dates else None

    def _relative(self, item: TimeItem) -> Date | None:
        if item.unit == "same":
            year = self._recalled(item)
            return Date(item.start, item.end, dt.date(year, 1, 1), "year") if year else None
        if self.published is None:
            return None
        if item.unit == "weekday":
            return self._weekday(item)
        on, unit = self.published, item.unit
        if unit == "day":
            on += dt.timedelta(days=item.number if self.precision == "day" else 0)
        elif unit == "week":
            on += dt.timedelta(days=7 * item.number if self.precision == "day" else 0)
            unit = "month"
        elif unit in ("month", "quarter"):
            if _FINENESS[self.precision] > _FINENESS[unit] and item.number:
                return None
            on = _months_later(on, item.number * (3 if unit == "quarter" else 1))
        elif unit == "ytd":
            return self._year_to_date(item)
        elif unit == "start":
            on, unit = dt.date(on.year, 1, 1), "month"
        elif unit == "year":
            on = dt.date(on.year + item.number, 1, 1)
        precision = _PRECISIONS[max(_FINENESS[unit], _FINENESS[self.precision])]
        return Date(item.start, item.end, _first_day(on, precision), precision)

    def _year_to_date(self, item: TimeItem) -> Date | None:
        """January to the last month that had ended on the day of publication."""
        if self.published is None or self.precision not in ("day", "month"):
            return None
        until = self.published.replace(day=1) - dt.timedelta(days=1)
        return Date(item.start, item.end, dt.date(until.year, 1, 1), "month", until)

    def _weekday(self, item: TimeItem) -> Date | None:
        """The latest such day not after publication, unless a date stands beside it."""
        assert self.published is not None
        for other in self.items:
            beside = 0 <= other.start - item.end <= 3 or 0 <= item.start - other.end <= 3
            if other.what in ("date", "partial") and beside:
                return None
        if self.precision != "day":
            return None
        before = len(self.body[: item.start].rstrip())
        if time_words().that.before(self.body, max(0, before - 14), before):
            return None
        back = (self.published.weekday() - item.number) % 7
        if time_words().last.before(self.body, max(0, before - 12), before) and back == 0:
            back = 7
        return Date(item.start, item.end, self.published - dt.timedelta(days=back), "day")


def _months_later(on: dt.date, months: int) -> dt.date:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _first_day(on: dt.date, precision: Precision) -> dt.date:
    if precision == "day":
        return on
    month = {"month": on.month, "quarter": (on.month - 1) // 3 * 3 + 1, "year": 1}[precision]
    return dt.date(on.year, month, 1)
