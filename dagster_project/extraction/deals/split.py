"""German verbs whose particle stands at the end of the clause: "nimmt die Hälfte der Menge ab"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_REACH = 170


def split_verbs(page: Page, sentence: Sentence) -> Iterator[Hit]:
    """The verbs of a sentence whose particle follows: `deal_split` names class and particle."""
    for hit in page.hits_in(sentence, "deal_split"):
        kind, particle = hit.value.rsplit("_", 1)
        end = min(sentence.end, hit.end + _REACH)
        if not particle or _closing(particle).search(page.text, hit.end, end):
            yield Hit(hit.start, hit.end, "deal_verb", kind)


@cache
def _closing(particle: str) -> re.Pattern[str]:
    """A particle at the end of a clause."""
    return re.compile(rf"\s{particle}(?=\s?[.,;:!?)–—]|$|\s(?:und|sowie|oder|als|wie)\s)")
