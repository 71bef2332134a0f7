"""Places that stand for their government: "Ottawa offered", "aid from France", "Nevada's grant".

A place is one only where it gives: as the subject of an action, the owner of an award, after "from"
or "by", or as the adjective of an instrument ("a French subsidy").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dagster_project.extraction.grammar import Lexicon, entries, lexicon, pattern
from dagster_project.extraction.grants.seats import untold_seats
from dagster_project.extraction.model import Hit, Organisation, Sentence
from dagster_project.extraction.organisations.governments import government_of
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.names import country_of

# In characters: from a place to its verb, to the award it owns, from an award to who it comes from.
_TO_VERB = 24
# How far before a place what opens its clause may begin.
_OPENING = 40
_TO_SUM = 14
_TO_VERB_LAST = 80
_TO_AWARD = 45
_FROM_AWARD = 45
_BREAK = re.compile(r"[,;:(，、；：。]")
_ACTIONS = ("grant_action", "grant_split")
_EASTERN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_ADJECTIVE = re.compile(r"([^\W\d_][\w.-]+)\s(?:([^\W\d_][\w-]+)\s)?$")


def ruling_places(
    page: Page, sentence: Sentence, hits: list[Hit], named: list[Organisation]
) -> list[Organisation]:
    """The places of a sentence that act as public bodies, named by their government."""
    awards = [h for h in hits if h.kind == "grant_instrument" and h.value != "none"]
    actions = [h for h in hits if h.kind in _ACTIONS and h.value != "none"]
    sums = [q for q in page.quantities_in(sentence) if q.kind == "money"]
    given = [*(h.end for h in awards), *(q.end for q in sums)]
    if not given:
        return []
    found: list[Organisation] = []
    told = [*_places(page, sentence, hits), *_adjectives(page.text, awards)]
    for start, end, name in [*told, *untold_seats(page, sentence, hits)]:
        if any(o.start < end and start < o.end for o in [*named, *found]):
            continue
        rules = (
            _leads(page, sentence, start, end, actions)
            or _goes_on(page.text, start, end, [q.start for q in sums], actions)
            or _owns(page.text, end, awards, named)
            or _comes_from(page.text, sentence, start, given)
            or any(start <= h.start <= end + 1 for h in awards)
        )
        if rules:
            found.append(Organisation(start, end, name, "government"))
    return found


def _places(page: Page, sentence: Sentence, hits: list[Hit]) -> Iterator[tuple[int, int, str]]:
    """Countries, regions and seats of government, "the state of" taken in."""
    text = page.text
    for hit in hits:
        if hit.kind == "grant_capital" and text[hit.end : hit.end + 1] != "-":
            country, _, region = hit.value.partition("/")
            yield hit.start, hit.end, government_of(country, region or None)
    for place in page.places_in(sentence):
        state = place.region and place.city == place.region
        if place.country and (state or not place.city):
            start = _with_title(page, sentence, place.start)
            end = place.end - len(text[place.start : place.end].partition(",")[1])
            yield start, end, government_of(place.country, place.region)


def _with_title(page: Page, sentence: Sentence, start: int) -> int:
    """Where a place begins when "the state of" and the like stand before it."""
    end = start
    while end > sentence.start and page.text[end - 1] == " ":
        end -= 1
    title = _words("state_of", page.language).before(page.text, sentence.start, end)
    return title[1] if title else start


def _adjectives(text: str, awards: Iterable[Hit]) -> Iterator[tuple[int, int, str]]:
    """As in "a French subsidy", "Norwegian state loan"."""
    for award in awards:
        match = _ADJECTIVE.search(text, max(0, award.start - 40), award.start)
        for word in (2, 1) if match else ():
            country = country_of(match[word]) if match and match[word] else None
            if match and country:
                yield match.start(word), award.start, government_of(country, None)
                break


def _leads(page: Page, sentence: Sentence, start: int, end: int, actions: list[Hit]) -> bool:
    """Whether a place is the subject of an action: at the head of a clause, its verb near."""
    text = page.text
    eastern = bool(_EASTERN.match(text, start))
    before = text[sentence.start : start].rstrip()
    dated = any(not text[d.end : start].strip() for d in page.dates_in(sentence) if d.end <= start)
    heads = not before or dated or bool(_BREAK.match(before[-1])) or bool(_opens().search(before))
    if not (heads or (eastern and _particle().match(text, end))):
        return False
    last = eastern or page.language in ("ko", "ja") or _auxiliary().match(text, end)
    reach = _TO_VERB_LAST if last else _TO_VERB
    return any(
        0 <= h.start - end <= reach and not _BREAK.search(text, end, h.start) for h in actions
    )


def _goes_on(text: str, start: int, end: int, sums: list[int], actions: list[Hit]) -> bool:
    """Whether the verb before is left out: "Ottawa gave $5 million and Ontario $3 million"."""
    before = text[max(0, start - _OPENING) : start].rstrip()
    heads = bool(_BREAK.match(before[-1:])) or bool(_opens().search(before))
    return (
        heads
        and any(a.end <= start for a in actions)
        and any(0 <= s - end <= _TO_SUM and not _BREAK.search(text, end, s) for s in sums)
    )


def _owns(text: str, end: int, awards: list[Hit], named: list[Organisation]) -> bool:
    owner = _words("part_after").at(text, end, min(len(text), end + 4))
    if owner is None or owner[0] != "owner":
        return False
    return any(
        0 <= h.start - end <= _TO_AWARD
        and not _BREAK.search(text, end, h.start)
        and not any(end <= o.start < h.start for o in named)
        for h in awards
    )


def _comes_from(text: str, sentence: Sentence, start: int, given: list[int]) -> bool:
    end = start
    while end > sentence.start and text[end - 1] == " ":
        end -= 1
    source = _words("source").before(text, sentence.start, end)
    return source is not None and any(
        0 <= source[1] - stop <= _FROM_AWARD and not _BREAK.search(text, stop, source[1])
        for stop in given
    )


@cache
def _words(group: str, language: str = "en") -> Lexicon:
    return lexicon("clauses", group, language)


@cache
def _opens() -> re.Pattern[str]:
    """What may stand before the subject of a clause."""
    words = [surface for group in ("turn", "and", "opens") for surface, _ in _entries(group)]
    return re.compile(rf"(?:{pattern(words)}|[.*–—-])$", re.I)


@cache
def _particle() -> re.Pattern[str]:
    """What follows the subject or the giver in eastern scripts."""
    return re.compile("|".join(sorted(s for s, _ in _entries("subject_after"))))


@cache
def _auxiliary() -> re.Pattern[str]:
    """What holds a verb back to the end of its clause: "Das Land hat ... bewilligt"."""
    return re.compile(rf"\s(?:{pattern(s for s, _ in _entries('auxiliary'))})\s")


def _entries(group: str) -> list[tuple[str, str]]:
    return entries("clauses", group, "en")
