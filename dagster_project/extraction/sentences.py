"""Text into sentences, headings, bullets and table rows.

A rule splitter: pysbd reads 0.2 MB/s and breaks on "Ky. The" just the same. Abbreviations are data
(`abbreviations.txt`).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dagster_project.extraction.model import Sentence

# A long line without an end, and the next in lower case: one paragraph that was hard-wrapped.
_LINE = re.compile(r"[^\n]+(?:(?<=[^\n.!?:]{50})\n(?=[a-zà-ÿ]{2})[^\n]+)*")
_END = re.compile(
    r"[.!?…][\"”’»)\]*_]*(?=\s+[\"“‘«(\[*_¿¡„]*[A-Z0-9À-ÖØ-ÞĀ-ſ가-힣一-鿿ぁ-ヿ€$£¥])|[。！？；!?][”’」』）)]*(?=[一-鿿ぁ-ヿ가-힣A-Z0-9“「『（])|[。！？]"
)
_BULLET = re.compile(r"\s*(?:[-*•–▪◦>]|\d{1,2}[.)]|\([a-z\d]\)|[A-Z][.)])\s+")
# A row of two cells counts when the second holds a number: "Home | News" is a menu.
_ROW = re.compile(r"\|.*\||.*\s\|\s.*\s\|\s|[^|]+\s\|\s[^|]*\d[^|]*$")
_WORD_BEFORE = re.compile(r"([^\s(\[\"“‘/–—*_-]+)$")


def split_sentences(text: str) -> list[Sentence]:
    """All sentences of a text, in order.

    Every span starts and ends on a character that is no white space.
    """
    sentences: list[Sentence] = []
    for number, line in enumerate(_LINE.finditer(text)):
        start, end = _trim(text, line.start(), line.end())
        if start >= end:
            continue
        body = text[start:end]
        if "|" in body and _ROW.match(body):
            sentences.append(Sentence(start, end, number, "row"))
            continue
        bullet = _BULLET.match(body)
        first = start + (bullet.end() if bullet else 0)
        spans = _split(text, first, end)
        if not bullet and len(spans) == 1 and _is_heading(text[start:end]):
            sentences.append(Sentence(start, end, number, "heading"))
            continue
        if spans:
            spans[0] = (start, spans[0][1])
        kind = "bullet" if bullet else "prose"
        sentences += [Sentence(a, b, number, kind) for a, b in spans]  # type: ignore[arg-type]
    return sentences


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for stop in _END.finditer(text, start, end):
        if text[stop.start()] == "." and _abbreviated(text, begin, stop.start()):
            continue
        a, b = _trim(text, begin, stop.end())
        if a < b:
            spans.append((a, b))
        begin = stop.end()
    a, b = _trim(text, begin, end)
    if a < b:
        spans.append((a, b))
    return spans


def _abbreviated(text: str, begin: int, dot: int) -> bool:
    word = _WORD_BEFORE.search(text, max(begin, dot - 20), dot)
    if not word:
        return False
    token = word[1]
    if len(token) == 1 and token.isalpha() and token.isupper():
        return True
    if token.isdigit() and len(token) <= 2 and text[dot + 1 : dot + 2] == " ":
        # "3. Juni": a German ordinal; "at most 3. The" is rarer than that.
        return _MONTHISH.match(text, dot + 2) is not None or dot - len(token) == begin
    return token.casefold() in _abbreviations() or bool(_DOTTED.fullmatch(token))


_MONTHISH = re.compile(r"(?:Jan|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Quartal|Januar)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")


@cache
def _abbreviations() -> frozenset[str]:
    path = Path(__file__).parent / "vocabulary" / "abbreviations.txt"
    return frozenset(path.read_text("utf-8").split())


def _is_heading(line: str) -> bool:
    if line.startswith("#"):
        return True
    return len(line) < 140 and line[-1] not in '.!?。！？;；…"”' and "  " not in line.strip()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
