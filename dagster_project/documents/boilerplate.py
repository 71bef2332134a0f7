"""Mark what in a text is page furniture: nothing is removed, the extractor skips the marked spans.

The phrases are data/boilerplate.yaml; contact details and links are found by their form, repeated
lines by counting. Where a phrase is glued to content, only its sentence is marked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind

from dagster_project.documents.lines import Line, sentence_around, split_lines
from dagster_project.documents.model import Span
from dagster_project.documents.text import lower

# A title may speak of anything, subscriptions and cookies too.
_TITLE = "# "
_SHORT_LINE = 200
_HEADING = 90
# A repeated line is a repetition when it is long enough to be none of a table's or list's own.
_MIN_REPEATED = 25
_MIN_REPEATED_CJK = 12

# Each pattern with the characters without which it need not be tried.
_CONTACTS = (
    ("@", re.compile(r"@[\w-]{1,60}\.\w")),
    ("[email", re.compile(r"\[email[^\]]{0,3}protected\]")),
    ("+", re.compile(r"\+(?:[ ().-]{0,2}\d){9,15}")),
    # North American: found by the last seven digits, which is cheap, kept with the area code.
    ("", re.compile(r"\d{3}[-.]\d{4}(?!\d)")),
)
_AREA_CODE = re.compile(r"(?<!\d)\d{3}\)?[-. ]{1,2}$")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{1,2000}[^)\n]{0,200}\)")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_MARKED_LINK = re.compile(r"(?:[\w ]{1,20}-\s*)?\[[^\]\n]{1,300}\]\([^)\s]{1,2000}\)")
_DATE_MARK = re.compile(r"date \d{4}-\d{2}-\d{2}")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$|\d+")
_ENDS_SENTENCE = (".", "!", "?", ";", ",", ":", "。", "!", "?", ";", "…", "”", '"')


class _Rule(NamedTuple):
    kind: str
    scope: str


@cache
def _rules() -> tuple[dict[str, str], list[_Rule], AhoCorasick]:
    """Whole-line phrases by kind; the rules of all others and the automaton that finds them."""
    groups = yaml.safe_load((files(__package__) / "data" / "boilerplate.yaml").read_text("utf-8"))
    whole: dict[str, str] = {}
    scanned: dict[str, _Rule] = {}
    for group in groups:
        kind = group.pop("kind")
        whole.update(dict.fromkeys(group.pop("whole", ()), kind))
        for scope, phrases in group.items():
            for phrase in phrases:
                scanned.setdefault(phrase, _Rule(kind, scope))
    phrases = sorted(scanned)
    automaton = AhoCorasick(phrases, matchkind=MatchKind.LeftmostLongest)
    return whole, [scanned[phrase] for phrase in phrases], automaton


def mark_boilerplate(text: str) -> list[Span]:
    """Spans of boilerplate in order, none overlapping; `text[start:end]` is what was marked."""
    lines = split_lines(text)
    spans = [
        *_date_marker(lines),
        *_whole_lines(lines),
        *_phrases(text, lines),
        *_contacts(text, lines),
        *_links(text, lines),
        *_repeated(lines),
    ]
    return merge_spans(spans)


def merge_spans(spans: list[Span]) -> list[Span]:
    """In order; where two overlap, the earlier (then longer) keeps its kind and is extended."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.kind)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.kind)
        elif span.end > span.start:
            merged.append(span)
    return merged


def _date_marker(lines: list[Line]) -> Iterator[Span]:
    """A first line that says nothing but ` date 2025-09-17`, as archives put it."""
    if lines and _DATE_MARK.fullmatch(lines[0].content):
        yield Span(lines[0].start, lines[0].end, "navigation")


def _whole_lines(lines: list[Line]) -> Iterator[Span]:
    whole = _rules()[0]
    for line in lines:
        if len(line.content) <= 40:
            bare = " ".join(_EDGES.sub("", line.content.lower()).split())
            if kind := whole.get(bare):
                yield Span(line.start, line.end, kind)


def _phrases(text: str, lines: list[Line]) -> Iterator[Span]:
    _, rules, automaton = _rules()
    lowered = lower(text)
    starts = [line.start for line in lines]
    marked_to = 0
    for index, start, end in automaton.find_matches_as_indexes(lowered):
        scope = rules[index].scope
        if not _is_word(lowered, start, end) and scope != "prefix":
            continue
        if end <= marked_to and scope == "sentence":
            continue
        number = bisect_right(starts, start) - 1
        if lines[number].content.startswith(_TITLE):
            continue
        for span in _reach(text, lines, number, start, end, rules[index]):
            marked_to = max(marked_to, span.end)
            yield span


def _is_word(lowered: str, start: int, end: int) -> bool:
    """Whether the phrase stands between word boundaries; scripts without spaces have none."""
    before = lowered[start - 1 : start] if start else ""
    after = lowered[end : end + 1]
    inside = lowered[start] < "\u0370" and lowered[start].isalnum() and before.isalnum()
    return not (
        inside or (lowered[end - 1] < "\u0370" and lowered[end - 1].isalnum() and after.isalnum())
    )


def _reach(
    text: str, lines: list[Line], number: int, start: int, end: int, rule: _Rule
) -> Iterator[Span]:
    line = lines[number]
    match rule.scope:
        case "prefix":
            if start == line.start and text[end : end + 1].isupper():
                yield Span(start, end, rule.kind)
        case "line" if len(line.content) <= _SHORT_LINE:
            yield Span(line.start, line.end, rule.kind)
        case "line" | "sentence":
            yield Span(*sentence_around(line, start, end), rule.kind)
        case "phone":
            if any(char.isdigit() for char in text[end : min(end + 8, line.end)]):
                yield Span(*sentence_around(line, start, end), rule.kind)
        case "section" if _is_heading(line):
            last = line
            for below in lines[number + 1 :]:
                if _is_heading(below):
                    break
                last = below
            yield Span(line.start, last.end, rule.kind)
        case "rest" | "section":
            yield Span(sentence_around(line, start, end)[0], line.end, rule.kind)


def _is_heading(line: Line) -> bool:
    content = line.content
    if content.startswith("#"):
        return True
    bare = content.rstrip("*_ ")
    return len(bare) <= _HEADING and not bare.endswith(_ENDS_SENTENCE) and not bare.isdigit()


def _contacts(text: str, lines: list[Line]) -> Iterator[Span]:
    starts = [line.start for line in lines]
    for needed, pattern in _CONTACTS:
        if needed not in text:
            continue
        marked_to = 0
        for match in pattern.finditer(text):
            start, end = match.span()
            if end <= marked_to:
                continue
            if not needed and not _AREA_CODE.search(text, max(0, start - 6), start):
                continue
            line = lines[bisect_right(starts, start) - 1]
            left, marked_to = sentence_around(line, start, end)
            yield Span(left, marked_to, "contact")


def _links(text: str, lines: list[Line]) -> Iterator[Span]:
    """Images, and lines that are mostly an address; a link inside a sentence stays with it."""
    if "](" in text:
        yield from (Span(m.start(), m.end(), "image_link") for m in _IMAGE.finditer(text))
    for line in lines:
        content = line.content
        if "](" in content and _MARKED_LINK.fullmatch(content):
            yield Span(line.start, line.end, "link")
        elif "http" in content or "www." in content:
            links = sum(len(match[0]) for match in _LINK.finditer(content))
            if links * 2 >= len(content):
                image = re.search(r"\.(?:jpe?g|png|gif|webp|svg)(?:\W|$)", content.lower())
                yield Span(line.start, line.end, "image_link" if image else "link")


def _repeated(lines: list[Line]) -> Iterator[Span]:
    """Every line that stood above already; short lines, headings and table rows may do that."""
    seen: set[str] = set()
    for line in lines:
        content = line.content
        shortest = _MIN_REPEATED if content.isascii() else _MIN_REPEATED_CJK
        if len(content) < shortest or "|" in content or content.endswith(":"):
            continue
        if content in seen:
            yield Span(line.start, line.end, "repeated_line")
        seen.add(content)
