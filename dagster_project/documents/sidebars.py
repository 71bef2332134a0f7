"""Articles that a page lists beside its own: found by their heading, split into texts of their own.

A list of other articles was crawled with the page, often long after it was written, so neither its
facts nor its dates are the page's.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from dagster_project.documents.lines import Line, split_lines
from dagster_project.documents.model import Span

_MAX_HEADLINE = 160
_MIN_HEADLINE = 12
_MAX_HEADING = 40
_ENDS_SENTENCE = (".", "!", "。", "!", ";", ":")


class Sidebars(NamedTuple):
    """The region of a page that is other articles, and each of them as a span of the page."""

    region: Span
    articles: list[tuple[int, int]]


@cache
def _words() -> tuple[frozenset[str], re.Pattern[str]]:
    data = yaml.safe_load((files(__package__) / "data" / "sidebars.yaml").read_text("utf-8"))
    return frozenset(data["headings"]), re.compile("|".join(data["age"]), re.IGNORECASE)


def find_sidebars(text: str) -> Sidebars | None:
    """The list of other articles below the page's own, or None."""
    headings, age = _words()
    lines = split_lines(text)
    for number, line in enumerate(lines):
        # The first lines are the page's own title and date, whatever they are called.
        if number < 2 or len(line.content) > _MAX_HEADING:
            continue
        if line.content.strip("#*_:> ").lower() in headings:
            below = lines[number + 1 :]
            if any(age.fullmatch(other.content) for other in below):
                articles = _articles(below, age)
                end = below[-1].end
            else:
                listed = _headlines(below)
                end = listed[-1].end if listed else line.end
                articles = [(listed[0].start, end)] if listed else []
            return Sidebars(Span(line.start, end, "sidebar"), articles)
    return None


def _articles(lines: list[Line], age: re.Pattern[str]) -> list[tuple[int, int]]:
    """An article begins at each new line that is repeated or a title right above a mark of age."""
    counts = Counter(line.content for line in lines)
    starts: list[int] = []
    known: set[str] = set()
    for number, line in enumerate(lines):
        if age.fullmatch(line.content) or line.content in known:
            continue
        repeated = counts[line.content] > 1 and len(line.content) >= _MIN_HEADLINE
        dated = number + 1 < len(lines) and age.fullmatch(lines[number + 1].content)
        titled = dated and not line.content.endswith(_ENDS_SENTENCE)
        if not starts or (len(line.content) <= _MAX_HEADLINE and (repeated or titled)):
            starts.append(number)
            known.add(line.content)
    ends = [*starts[1:], len(lines)]
    return [(lines[a].start, lines[b - 1].end) for a, b in zip(starts, ends, strict=True)]


def _headlines(lines: list[Line]) -> list[Line]:
    """The short lines right below the heading, up to the first that is prose or a heading."""
    listed: list[Line] = []
    for line in lines:
        if len(line.content) > _MAX_HEADLINE or line.content.startswith(("#", "About ", "©")):
            break
        gap = line.start - (listed[-1].end if listed else line.start)
        if gap > 1 and listed:
            break
        listed.append(line)
    return listed
