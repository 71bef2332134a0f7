"""When a text says it was published: its dateline, its byline, or nothing.

Read are only the top of a page and lines that are labelled as the date; a date inside a sentence is
never the page's, and neither is today's nor the file's.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from dagster_project.documents.dates import FoundDate, find_dates, period_end
from dagster_project.documents.lines import split_lines
from dagster_project.documents.mastheads import masthead_date
from dagster_project.documents.model import UNKNOWN_DATE, Basis, Published

_TOP_LINES = 12
_TOP_CHARACTERS = 2_500
_LAST_LINES = 3
_BYLINE = 130
_DATELINE_PLACE = 110
# Dates are looked for in the first characters of a line only; a dateline is never longer.
_LINE_HEAD = 240

_ARCHIVE_MARK = re.compile(r"\s*date (?=\d{4}-\d{2}-\d{2})")
_AFTER_DATELINE = re.compile(
    r"\)?\s*(?:/[^/\n]{2,40}/|\([A-Za-z][A-Za-z .]{1,30}\)|\[[A-Za-z .]{2,30}\])?\s*"
    r"(?:@[^—–\n]{3,40})?(?:--|—|–|-\s|/|:|\.\s|$)"
)
_BEFORE_DATELINE = re.compile(r"(?:[,()\[\]–—/]|-\s|--|\.|^)\s*$")
# What sets a date apart: a mark, a gap, the name of a Chinese or Korean outlet.
_BEFORE_BYLINE = re.compile(r"(?:^|[|·•–—,(:*_>\].]|\s[-/]|\s{2}|[一-鿿가-힣]\s)\s*$")
_AFTER_BYLINE = re.compile(
    r"\s*(?:$|[|·•–—,)*_\]]|-\s|\.(?:\s|$)|at\s|à\s|um\s|来源|记者|讯|[(（](?:周|星期)|\d{1,2}:\d{2})"
    r"|\s{3}"
)
# A filing's first page tells the day of the event, its last line that of the filing.
_EARLIEST_EVENT = re.compile(r"earliest event", re.I)
_FROM_AN_AGENCY = re.compile(r"\s*\([A-Z][^()\n]{1,40}\)\s*(?:--|[—–-])\s")
_TIME = re.compile(r"\d{1,2}[:h]\s?\d{2}|\d{1,2} h \d{2}|晚间|上午|下午|오전|오후")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# An event's days ("June 4-5, 2026"), never a publication's.
_DAY_RANGE = re.compile(r"(?<![\d–-])\d{1,2}\s?[-–]\s?\d{1,2}(?!\d)(?![-–])")
_CJK_BYLINE = 40
_CJK_CREDIT = re.compile(r"\s+[^。!?]+")
# "2025-09-11 10:30 Outlet": who printed it, after a date that no sentence begins with.
_OUTLET = re.compile(r"\s+[^。!?.,;:%]{2,24}")
# "The column, by A. Writer. 8 July 2024": a date that follows a full stop and ends the line.
_CLOSED = re.compile(r"[^\W\d][.。!?]\s+$")
_OPENING = re.compile(r"\s*[(\[(【]\s*$")
_CLOSING = re.compile(r"\s*讯?[)\])】]\s*\S")
_WORD = re.compile(r"[^\W\d_]+")


class _Words(NamedTuple):
    label: re.Pattern[str]
    before_date: re.Pattern[str]
    weekday: re.Pattern[str]
    connectors: frozenset[str]
    credit: re.Pattern[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load((files(__package__) / "data" / "publication.yaml").read_text("utf-8"))
    labels = "|".join(sorted(map(re.escape, data["labels"]), key=len, reverse=True))
    label = re.compile(
        rf"(?<![^\W_])(?:{labels})(?:\s+on)?\s*[::]?\s*(?:le\s+|am\s+|el\s+)?$", re.I
    )
    before = "|".join([*data["weekdays"], *data["articles"]])
    before_date = re.compile(rf"(?:(?<![^\W_])(?:{before}),?\s*)+$", re.I)
    days = "|".join(data["weekdays"])
    weekday = re.compile(rf"(?<![^\W_])(?:{days}),?\s*$", re.I)
    credits = "|".join(sorted(map(re.escape, data["credits"]), key=len, reverse=True))
    credit = re.compile(
        rf"[\s*_(]*(?:{credits})(?:\s*[::/丨|]\s*|\s+)[^。!?;::]{{1,40}}[\s|,·丨/]$", re.I
    )
    return _Words(label, before_date, weekday, frozenset(data["connectors"]), credit)


def find_publication(text: str) -> Published:
    """The publication date a text states at its top, or in a labelled line at its very end."""
    if mark := _ARCHIVE_MARK.match(text):
        dates = find_dates(text[mark.end() : mark.end() + 10])
        if dates:
            return _published(dates[0], "byline")
    lines = split_lines(text[:_TOP_CHARACTERS])[:_TOP_LINES]
    event = [line for line in lines if _EARLIEST_EVENT.search(line.content)]
    dated = [
        (line, date)
        for line in lines
        if line not in event
        for date in find_dates(line.content[:_LINE_HEAD])
        if not _DAY_RANGE.search(line.content[max(0, date.start - 3) : date.end])
    ]
    bracketed = [date for line, date in dated if _opens_a_paragraph(line.content, date)]
    if len(bracketed) == 1:
        return _published(bracketed[0], "dateline")
    for line, date in dated:
        if date.precision == "day" and _is_dateline(line.content, date):
            return _published(date, "dateline")
    for line, date in dated:
        if date not in bracketed and _is_byline(line.content, date):
            return _published(date, "byline")
    for line in split_lines(text[-_TOP_CHARACTERS:])[-_LAST_LINES:]:
        for date in find_dates(line.content) if len(line.content) <= _BYLINE else ():
            if _labelled(line.content, date) and date.precision == "day":
                return _published(date, "byline")
    printed = masthead_date(lines) or next((d for e in event for d in find_dates(e.content)), None)
    return _published(printed, "byline") if printed else UNKNOWN_DATE


def _published(date: FoundDate, basis: Basis) -> Published:
    return Published(date.on, date.precision, basis, date.on, period_end(date.on, date.precision))


def _labelled(line: str, date: FoundDate) -> bool:
    before = _words().weekday.sub("", line[: date.start])
    return any(_words().label.search(b) for b in (line[: date.start], before))


def _is_dateline(line: str, date: FoundDate) -> bool:
    """`PLACE, State, 12 May 2025 -- ...`: nothing but places and a comma before the date."""
    place = line[: date.start]
    if not place:
        # "June 5, 2025 (Palmetto Wire) - Battery maker"
        return _FROM_AN_AGENCY.match(line, date.end) is not None
    if len(place) > _DATELINE_PLACE or _labelled(line, date):
        return False
    if _words().credit.match(place):
        return False
    place = _words().before_date.sub("", place)
    if not _BEFORE_DATELINE.search(place) or not _AFTER_DATELINE.match(line[date.end :]):
        return False
    if line.startswith(("#", "-", "•")) or any(mark in place for mark in "|·!?"):
        return False
    words = _WORD.findall(_BRACKETED.sub("", place))
    connectors = _words().connectors
    return bool(words) and all(
        word[0] != word[0].lower() or word in connectors or not word.isascii() for word in words
    )


def _opens_a_paragraph(line: str, date: FoundDate) -> bool:
    """`(2025.11.04) The text ...`: one alone is a dateline, several are entries of a list."""
    return (
        date.precision == "day"
        and _OPENING.fullmatch(line[: date.start]) is not None
        and _CLOSING.match(line[date.end :]) is not None
    )


def _is_byline(line: str, date: FoundDate) -> bool:
    """A short line about the page: the date stands apart in it, or is labelled."""
    if len(line) > _BYLINE:
        return _is_remark(line) and date.precision == "day" and _labelled(line, date)
    if date.precision == "day" and _labelled(line, date):
        return True
    before, after = line[: date.start], _TIME.sub("", line[date.end :], count=1)
    before = _words().weekday.sub("", before)
    if date.precision != "day":
        return date.precision == "month" and not before.strip("*_( ") and not after.strip("*_) .")
    is_cjk = line[date.end - 1] in "日號号일"
    if is_cjk and not before and len(line) <= _CJK_BYLINE and _CJK_CREDIT.fullmatch(after):
        return True
    if _names_its_source(line, date, after):
        return True
    if not _BEFORE_BYLINE.search(before) or not _AFTER_BYLINE.match(after):
        return False
    return not _is_prose(before, after)


def _is_remark(line: str) -> bool:
    """Whether a whole line is set in italics, as editors speak of a page: "*… Last checked on*"."""
    return line[0] in "*_" and line[-1] in "*_"


def _names_its_source(line: str, date: FoundDate, after: str) -> bool:
    """Whether the date stands beside the outlet or the writer: `Source: Outlet 2025-07-02`."""
    before = line[: date.start]
    if not before:
        is_timed = after != line[date.end :]
        return is_timed and _OUTLET.fullmatch(after) is not None
    if after.strip(" .*_)"):
        return False
    words = _WORD.findall(before)
    return _words().credit.match(before) is not None or (
        _CLOSED.search(before) is not None and len(words) <= 12
    )


def _is_prose(before: str, after: str) -> bool:
    """Whether the date is an aside in a sentence rather than a field of its own."""
    return after.rstrip().endswith((".", "。")) and len(_WORD.findall(before + after)) > 8
