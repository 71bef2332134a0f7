"""Plants told by a name of their own and no noun: "has stopped work on Apex 1"."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Sentence
from dagster_project.extraction.organisations.names import plain_words
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention, companies_in
from dagster_project.extraction.plants.places import usable_places
from dagster_project.extraction.plants.words import clause, is_eastern, words

_WORD = r"[A-ZÀ-Þ][a-zà-ÿ-]+"
# "Apex 1", "ACT3", "Fab2": a name and a number, as works and phases are called.
_CODE = re.compile(r"(?<![\w-])([A-ZÀ-Þ][A-Za-zà-ÿ]{2,11}[ -]?\d{1,2})(?![\w%.,]?\d|[\w%])")
_COUNTED = re.compile(
    r"(?<![\w-])([A-ZÀ-Þ][\w-]{2,14} (?:Ett|Två|Eins|Zwei|Drei|Vier|One|Two|Three|Four))(?!\w)"
)
_AT = re.compile(rf"(?<!\w)at ((?:(?:Mount|Mt\.?|Salar|Lake) )?{_WORD}(?: {_WORD}){{0,2}})(?!\w)")
# Only works stand still, are being built or are started up; companies and markets do other things.
_OF_WORKS = frozenset(
    {"under_construction", "commissioning", "paused", "completed", "closed", "cancelled"}
)
# What leads up to such a name: "work on", "the start of".
_LED = re.compile(r"\b(?:at|on|of|in|for|bei|an|von|auf|à|de|en) $")
_AFTER = 40
_IN = 6


def plants_by_name(page: Page, sentence: Sentence) -> list[Mention]:
    """The plant that a sentence without a facility noun calls by name, where it tells of works."""
    if sentence.kind == "heading" or is_eastern(page.text, sentence.start):
        return []
    stages = [h.start for h in page.hits_in(sentence, "stage") if h.value in _OF_WORKS]
    made = _made(page, sentence)
    if not (stages or made) or not companies_in(page, sentence):
        return []
    found: list[Mention] = []
    towns = [p for p in usable_places(page, sentence) if p.city]
    for shape, strict, cues in (
        (_CODE, False, stages + made),
        (_COUNTED, False, stages + made),
        (_AT, True, made),
    ):
        for match in shape.finditer(page.text, sentence.start, sentence.end) if cues else ():
            start, end = match.span(1)
            first, last = clause(page.text, sentence.start, sentence.end, start)
            subject = start == sentence.start and any(0 < h - end < _AFTER for h in stages)
            led = _LED.search(page.text, max(sentence.start, start - 6), start) is not None
            if not (subject or led) or not any(first <= h < last for h in cues):
                continue
            if _is_name(page, sentence, start, end, strict):
                name = page.text[start:end]
                place = next((p for p in towns if 0 < p.start - end < _IN), None)
                found.append(
                    Mention(
                        sentence, start, start, end, "plant", definite=True, name=name, place=place
                    )
                )
    return found if len(found) == 1 else []


def _made(page: Page, sentence: Sentence) -> list[int]:
    """Where a sentence tells how much of a material is made or taken in."""
    if not page.hits_in(sentence, "makes", "takes", "capacity"):
        return []
    if not page.hits_in(sentence, "material"):
        return []
    return [q.start for q in page.quantities_in(sentence) if q.kind == "mass"]


def _is_name(page: Page, sentence: Sentence, start: int, end: int, strict: bool) -> bool:
    """Whether words can be what a works is called: no company, place, day, event or common word."""
    name = page.text[start:end]
    stem = name.casefold().rstrip("0123456789 -")
    counted = _COUNTED.fullmatch(name) is not None
    if stem in words("numbered") or any(
        o.start < end and start < o.end and not (counted and o.end < end)
        for o in page.organisations_in(sentence)
    ):
        return False
    if any(p.start < end and start < p.end for p in page.places_in(sentence)):
        return False
    if any(d.start < end and start < d.end for d in page.dates_in(sentence)):
        return False
    if not strict:
        return True
    tokens = name.casefold().split()
    if any(h.start < end and start < h.end for h in page.hits_in(sentence, "material", "field")):
        return False
    return not any(t in plain_words() or t in words("stop") for t in tokens)
