"""The facility nouns of a sentence: the longest of several, none inside another name."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import KINDS, VAGUE
from dagster_project.extraction.plants.words import is_eastern, is_located, words

# "A second is to be put up in": so far is the town from what counts on.
_PREDICATE = 60
_WORD = re.compile(r",?\s?([^\W\d_]+)")


def nouns_in(page: Page, sentence: Sentence) -> list[Hit]:
    """The nouns of a sentence that stand for a place of production, in order."""
    hits = page.hits_in(sentence, *KINDS, "facility_again")
    if all(h.kind == "facility_again" for h in hits):
        return []
    hits = [h for h in hits if h.value != "next" or is_predicated(page, sentence, h)]
    others = [(h.start, h.end) for h in page.hits_in(sentence, "facility_not")]
    others += [(q.start, q.end) for q in page.quantities_in(sentence)]
    others += [(o.start, o.end) for o in page.organisations_in(sentence)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.kind, h.start)):
        if any(start <= hit.start and hit.end <= end for start, end in others):
            continue
        if _in_address(page.text, hit.start):
            continue
        if not any(k.start < hit.end and hit.start < k.end for k in kept):
            kept.append(hit)
    return _joined(page.text, sorted(kept))


def is_predicated(page: Page, sentence: Sentence, hit: Hit) -> bool:
    """Whether a pronoun that counts on is told to stand somewhere: "a second is planned for"."""
    word = _WORD.match(page.text, hit.end)
    if word is None:
        return False
    verbs = page.hits_in(sentence, "stage", "located", "makes", "takes", "future")
    apposed = page.text[hit.end] == ","
    told = word[1].lower() in words("stop") or any(v.start == word.start(1) for v in verbs)
    if not (apposed or told):
        return False
    near = (p for p in page.places_in(sentence) if 0 <= p.start - hit.end < _PREDICATE)
    place = next(near, None)
    if place is None or not is_located(page.text, place.start):
        return False
    between = page.text[word.end() : place.start]
    nouns = page.hits_in(sentence, *KINDS)
    return ";" not in between and not any(hit.end <= n.start < place.start for n in nouns)


def _joined(text: str, nouns: list[Hit]) -> list[Hit]:
    """Nouns side by side as one: "a pilot factory", "the refinery complex"."""
    joined: list[Hit] = []
    for noun in nouns:
        last = joined[-1] if joined else None
        if last and text[last.end : noun.start] == " " and last.kind == noun.kind == "facility":
            value = last.value if last.value not in VAGUE else noun.value
            joined[-1] = Hit(last.start, noun.end, noun.kind, value)
        else:
            joined.append(noun)
    return joined


def _in_address(text: str, at: int) -> bool:
    """Whether a word is part of a web address."""
    if is_eastern(text, at):
        return False
    return "/" in text[max(text.rfind(" ", 0, at), at - 200) + 1 : at]
