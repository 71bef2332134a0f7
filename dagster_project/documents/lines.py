"""Lines of a text with their offsets, and the sentence around a place in one."""

from __future__ import annotations

import re
from typing import NamedTuple

# A sentence ends before a capital, even with the space lost ("today.Subscribe"), and at CJK stops.
_BOUNDARY = re.compile(
    r"[.!?…][\"'”’)\]*]*\s+(?=[\"'“‘(\[*]*[^\W\d_a-zà-öø-ÿ])"
    r"|(?<=[a-z]{4}[.!?])(?=[A-Z][a-z])|(?<=[a-z]\.)(?=www\.|https?://)|[。!?;]"
)
_LONGEST = 1_500


class Line(NamedTuple):
    """`text[start:end]` without outer white space; never empty."""

    start: int
    end: int
    content: str


def split_lines(text: str) -> list[Line]:
    """The non-empty lines in order."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        if content := raw.strip():
            offset = start + len(raw) - len(raw.lstrip())
            lines.append(Line(offset, offset + len(content), content))
        start += len(raw) + 1
    return lines


def sentence_around(line: Line, start: int, end: int) -> tuple[int, int]:
    """The bounds in the text of the sentence of `line` that holds text[start:end].

    A sentence is taken to end within `_LONGEST` characters, so that a file of one line costs no
    more than others.
    """
    first = max(0, start - line.start - _LONGEST)
    last = min(len(line.content), end - line.start + _LONGEST)
    left, right = line.start + first, line.start + last
    for boundary in _BOUNDARY.finditer(line.content, first, last):
        place = line.start + boundary.end()
        if place <= start:
            left = place
        elif place >= end:
            right = line.start + len(line.content[first : boundary.end()].rstrip()) + first
            break
    return left, right
