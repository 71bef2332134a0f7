"""Lines of a text with their offsets, and the sentence around a place in one."""

from __future__ import annotations

import re
from typing import NamedTuple

# A sentence ends before a capital, even with the space lost ("today.Worcester"), and at CJK stops.
_BOUNDARY = re.compile(
    r"[.!?…][\"'”’)\]*]*\s+(?=[\"'“‘(\[*]*[^\W\d_a-zà-öø-ÿ])"
    r"|(?<=[a-z]{4}[.!?])(?=[A-Z][a-z])|[。!?;]"
)


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
    """The bounds in the text of the sentence of `line` that holds text[start:end]."""
    left, right = line.start, line.end
    for boundary in _BOUNDARY.finditer(line.content):
        place = line.start + boundary.end()
        if place <= start:
            left = place
        elif place >= end:
            right = line.start + len(line.content[: boundary.end()].rstrip())
            break
    return left, right
