"""The period of a market figure: from its words, its neighbours, or what the text is about."""

from __future__ import annotations

import datetime as dt

from dagster_project.extraction.market_line import Line
from dagster_project.extraction.model import Date, Quantity

# A date further behind a number belongs to something else.
_AFTER = 28
_BACK = ("year", "month", "week", "day")


def period_of(line: Line, quantity: Quantity, known: Date | None) -> Date | None:
    """When a value holds: the date just behind it, else the last before, else what is known."""
    dates = [d for d in line.dates if not _compared(line, d)]
    stop = min(line.next_start(quantity), quantity.end + _AFTER)
    for date in dates:
        if quantity.end <= date.start <= stop and not line.breaks(quantity.end, date.start):
            if not any(c in line.page.text[quantity.end : date.start] for c in ",,"):
                return date
    said = [d for d in dates if d.end <= quantity.start]
    if said:
        return said[-1]
    if dates:
        return dates[0]
    page = line.page
    if line.says("now") and page.published:
        on = page.published.replace(day=1)
        return Date(quantity.start, quantity.end, on, "month")
    if known:
        return known
    if quantity.kind == "price" and page.published and page.published_precision == "day":
        return Date(quantity.start, quantity.end, page.published, "day")
    return None


def _compared(line: Line, date: Date) -> bool:
    """Whether a date is what something is compared with ("than in 2022")."""
    start = max(line.sentence.start, date.start - 24)
    return line.ends_with("compare", date.start, start)


def prior_period(line: Line, value: Quantity, primary: Date | None) -> Date | None:
    """The period of the value a figure is compared with (against 901.4 GWh in 2024)."""
    stop = min(line.next_start(value), value.end + _AFTER)
    for date in line.dates:
        if value.end <= date.start <= stop:
            return date
    back = next((u for u in _BACK if line.says(f"back_{u}", value.end, stop)), None)
    return _earlier(primary, back) if back and primary else None


def _earlier(period: Date, unit: str) -> Date:
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
