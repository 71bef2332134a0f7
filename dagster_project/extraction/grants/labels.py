"""Labels of list items that name a company nobody knows: "- Tozero (Gendorf): 2.5 million".

What heads an item of a list whose other items are headed by companies is one too.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dagster_project.extraction.grants.events import Event
from dagster_project.extraction.grants.memory import label_of, line_of
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Sentence
from dagster_project.extraction.organisations.names import plain_words
from dagster_project.extraction.page import Page

_NAME = r"[^\W\d_a-zß-ÿ][\w&.’'-]*(?: [^\W\d_a-zß-ÿ][\w&.’'-]*){0,3}"
_SET_APART = re.compile(rf"[\s*•\-–+\d.)]*?(?:\*\*|__|\*|_)(?P<name>{_NAME}?)[.:]?(?:\*\*|__|\*|_)")
_LED = re.compile(
    rf"\s*(?:[-*•–+]|\d+[.)])\s+(?P<name>{_NAME})"
    r"(?:\s\([^)]*\))?(?:,\s[^\W\d_][\w.' -]+)?\s?[:：–—]\s"
)
# How many marks and digits of a number may stand around a sum that heads an item.
_MARKS = 12
# How far around an item the others of its list stand, in sentences.
_REACH = 10


def headed(page: Page, sentence: Sentence) -> str | None:
    """The name that heads a list item in which no known company does."""
    at = bisect_left(page.sentences, sentence)
    near = page.sentences[max(0, at - _REACH) : at + _REACH]
    first = next((s for s in near if s.line == sentence.line), sentence)
    match = _head(page, first) if first.kind == "bullet" else None
    if match is None or label_of(page, first):
        return None
    start, end = match.span("name")
    name = match["name"].rstrip(".:")
    words = {w.casefold() for w in re.findall(r"\w+", name)}
    known = any(p.start < end and start < p.end for p in page.places_in(first))
    dated = any(d.start < end and start < d.end for d in page.dates_in(first))
    said = any(h.start < end and start < h.end for h in page.hits_in(first, "grant_instrument"))
    if known or dated or said or words <= plain_words():
        return None
    others = (s for s in near if s.kind == "bullet" and s.line != first.line)
    return name if any(_head(page, s) and label_of(page, s) for s in others) else None


def headed_award(page: Page, reading: Reading) -> list[Event]:
    """An award told without a verb under its sum: "**$5 million.** The state's grant to A"."""
    first = line_of(page, reading.sentence)[0]
    sums = [q for q in page.quantities_in(first) if q.kind == "money"]
    alone = len(sums) == 1 and first.end - first.start - (sums[0].end - sums[0].start) <= _MARKS
    award = next((i for i in reading.instruments if not reading.is_loose(i)), None)
    given = any(reading.parts(c)[0] in ("to", "into") for c in reading.companies)
    if first == reading.sentence or not (alone and award and given and reading.governments):
        return []
    return [Event("awarded", award.start, award.end, sums[0])]


def _head(page: Page, sentence: Sentence) -> re.Match[str] | None:
    text, span = page.text, (sentence.start, sentence.end)
    return _SET_APART.match(text, *span) or _LED.match(text, *span)
