"""The facility nouns of a sentence: the longest of several, none inside another name."""

from __future__ import annotations

from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import KINDS, VAGUE
from dagster_project.extraction.plants.words import is_eastern


def nouns_in(page: Page, sentence: Sentence) -> list[Hit]:
    """The nouns of a sentence that stand for a place of production, in order."""
    hits = page.hits_in(sentence, *KINDS, "facility_again")
    hits = [h for h in hits if h.value != "next"]
    if all(h.kind == "facility_again" for h in hits):
        return []
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
