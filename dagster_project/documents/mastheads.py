"""The day that stands in a masthead: a short line above the text which is no sentence of it.

"RECYCLING BRIEFING no. 5 / March 2025", "Sent to 2,911 inboxes on Tuesday, 4 March 2025.",
"Ausgabe 49/2025 · Freitag, 5. Dezember". Asked only where no dateline, byline or label tells the
day of a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dagster_project.documents.dates import FoundDate, find_dates, find_partial_dates
from dagster_project.documents.lines import Line

_LINES = 6
_LENGTH = 130
# Headlines and entries of lists tell of days to come.
_ENTRIES = ("#", "* ", "- ", "• ")
_BEFORE = 6
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Lines that tell of other days: events to come, periods, the law.
_EVENT = re.compile(
    r"\b(?:webinar|conference|seminar|register|registration|deadline|expo|summit|meeting|hearing|"
    r"fiscal|quarter|ended|since|until|between|from|founded|established|copyright|when:|price on|"
    r"to (?=[A-Z]\w+ \d))|https?:|©|[-–]\s?\d{1,2},",
    re.I,
)
# What stands before the day or month of an issue: a mark, a weekday, an outlet, or nothing.
_SET_APART = re.compile(r"(?:^|[|/·•–—,#.:\]]|\bno\. ?\d+|[ぁ-ヿ一-鿿가-힣]|day|tag)\s*$", re.I)
# "Cell Courier 4 March 2025": in a line that is no sentence a name may go before.
_NAMED = re.compile(r"(?:^|\s)[A-ZÀ-Þ0-9][^\s]*\s*$")
_STOPS = (".", " |", " ·", " /")
_CLOSES = re.compile(
    r"\s*(?:$|[|/·•–—,)*_.]|첫째 주|둘째 주|셋째 주|넷째 주|다섯째 주|호|上旬|中旬|下旬)"
)


def masthead_date(lines: Sequence[Line]) -> FoundDate | None:
    """The date of the first masthead among the first lines of a page, to the day or the month."""
    for line in lines[:_LINES]:
        text = line.content
        if len(text) > _LENGTH or text.startswith(_ENTRIES) or _EVENT.search(text):
            continue
        dates = find_dates(text)
        days = [d for d in dates if d.precision == "day"]
        if len(days) == 1 and _is_apart(text, days[0]):
            return days[0]
        if not days and (told := _with_the_lines_year(text)):
            return told
        months = [d for d in dates if d.precision == "month"]
        alone = len(dates) == 1 and bool(months)
        if alone and _is_apart(text, months[0]) and _CLOSES.match(text, months[0].end):
            return months[0]
    return None


def _is_apart(text: str, found: FoundDate) -> bool:
    """Whether a date is a field of a line; in a line that ends like a sentence it ends one."""
    before = text[: found.start].rstrip("*_ ")
    is_sentence = text.rstrip("*_ ")[-1:] in ".!?。"
    if not (_SET_APART.search(before) or (not is_sentence and _NAMED.search(before))):
        return False
    brief = len(_WORD.findall(before)) <= _BEFORE
    return not is_sentence or (brief and text.startswith(_STOPS, found.end))


def _with_the_lines_year(text: str) -> FoundDate | None:
    """A day and a month whose year stands elsewhere in the line."""
    years = {int(y) for y in _YEAR.findall(text)}
    partial = [p for p in find_partial_dates(text) if p.day is not None]
    if len(years) != 1 or len(partial) != 1:
        return None
    told = partial[0]
    try:
        on = date(years.pop(), told.month, told.day or 1)
    except ValueError:
        return None
    return FoundDate(told.start, told.end, on, "day")
