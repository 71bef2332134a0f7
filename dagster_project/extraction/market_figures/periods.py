"""The period of a market figure: from its words, its neighbours, or what the text is about."""

from __future__ import annotations

import datetime as dt
import re

from dagster_project.documents.dates import find_dates, find_partial_dates
from dagster_project.extraction.market_figures.line import Line
from dagster_project.extraction.model import Date, Quantity

# A date further behind a number belongs to something else.
_AFTER = 28
_CLAUSE = re.compile(r"[,;，；。:：|]\s?(?!\d)")
# A new clause opens with its own date: "… of the cells and in 2024, China was".
_OTHER = re.compile(r"[;；。|]|,\s|\b(?:and|und|et)\s+\w{1,3}\s*$")
BACK = ("year", "month", "week", "day")


def period_of(line: Line, quantity: Quantity, known: Date | None) -> Date | None:
    """When a value holds: the date just behind it, else the last before, else what is known."""
    dates = [d for d in line.dates if not compared(line, d)] or _month_named_elsewhere(line)
    stop = min(line.next_start(quantity), quantity.end + _AFTER)
    text = line.page.text
    near = [d for d in dates if quantity.end <= d.start <= stop]
    if near and not _CLAUSE.search(text, quantity.end, near[0].start):
        return near[0]
    page = line.page
    now = (
        Date(quantity.start, quantity.end, page.published.replace(day=1), "month")
        if (page.published and page.published_precision in ("day", "month"))
        else None
    )
    if now and (
        line.says("now", quantity.end, stop)
        or line.says("now", line.previous_end(quantity), quantity.start)
    ):
        return now
    said = [d for d in dates if d.end <= quantity.start]
    if said:
        return said[-1]
    if dates and not _OTHER.search(text[quantity.end : dates[0].start]):
        return dates[0]
    if now and line.says("now"):
        return now
    if known and not (page.published and known.on > page.published):
        return known
    if quantity.kind == "price" and page.published and page.published_precision == "day":
        return Date(quantity.start, quantity.end, page.published, "day")
    return None


def looked_back(line: Line, quantity: Quantity, known: Date | None) -> Date | None:
    """The period of a value that the words put before the known one: "a year ago it was 20.7%"."""
    first, last = line.previous_end(quantity), line.next_start(quantity)
    back = next((u for u in BACK if line.says(f"back_{u}", first, last)), None)
    return earlier(known, back) if back and known and not line.dates else None


def _month_named_elsewhere(line: Line) -> list[Date]:
    """In an undated text "in January" is the January that another sentence gives a year."""
    if line.page.published:
        return []
    offset = line.sentence.start
    partial = find_partial_dates(line.page.sentence_text(line.sentence))
    if not any(p.day is None for p in partial):
        return []
    named = {d.on.month: d.on for d in find_dates(line.page.text) if d.precision == "month"}
    return [
        Date(p.start + offset, p.end + offset, named[p.month], "month")
        for p in partial
        if p.day is None and p.month in named
    ]


def basis_between(line: Line, change: Quantity, period: Date | None) -> str | None:
    """The basis a date spells out: less than in October 2024, of a figure for October 2025."""
    if period is None:
        return None
    stop = min(line.next_start(change), change.end + 45)
    for date in line.dates:
        beside = change.end <= date.start < stop
        if not beside and date.end <= change.start:
            beside = compared(line, date)
        if beside and date.precision == period.precision:
            months = (period.on.year - date.on.year) * 12 + period.on.month - date.on.month
            if months == 12:
                return "yoy"
            return "mom" if months == 1 and date.precision == "month" else None
    return None


def compared(line: Line, date: Date) -> bool:
    """Whether a date is what something is compared with ("than in 2022")."""
    if date.until:
        return False  # "from January to May"
    start = max(line.sentence.start, date.start - 24)
    return line.ends_with("compare", date.start, start, slack=1)


def prior_period(line: Line, value: Quantity, primary: Date | None) -> Date | None:
    """The period of the value a figure is compared with (against 901.4 GWh in 2024)."""
    stop = min(line.next_start(value), value.end + _AFTER)
    for date in line.dates:
        if value.end <= date.start <= stop:
            return date
    back = next((u for u in BACK if line.says(f"back_{u}", value.end, stop)), None)
    return earlier(primary, back) if back and primary else None


def earlier(period: Date, unit: str) -> Date:
    """The same period one year, month, week or day before."""
    on = period.on
    if unit in ("week", "day"):
        days = 7 if unit == "week" else 1
        return (
            period._replace(on=on - dt.timedelta(days=days))
            if period.precision == "day"
            else period
        )
    months = on.year * 12 + on.month - 1 - (12 if unit == "year" else 1)
    moved = dt.date(months // 12, months % 12 + 1, min(on.day, 28))
    until = period.until
    if until and unit == "year":
        until = dt.date(until.year - 1, until.month, min(until.day, 28))
    return period._replace(on=moved, until=until)
