"""Plants told by a company with its town and what it does: "Northside in Oulu shreds cells"."""

from __future__ import annotations

import re

from dagster_project.extraction.grants.split_verbs import whole_verbs
from dagster_project.extraction.model import Hit, Organisation, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.names import place_names
from dagster_project.extraction.places.patterns import is_new
from dagster_project.extraction.plants.model import Mention, companies_in, is_spelt

_IN = re.compile(
    r" (?:in|im|bei|near|at|à|en) ((?:(?:Saint|Sankt|St\.?|Bad|Le|La|Les) )?[A-ZÀ-Þ][a-zà-ÿß]+"
    r"(?:-[A-Za-zà-ÿÀ-Þß]+)*)(?:,? \([^()]{2,30}\)|, [A-ZÀ-Þ][\w-]+,)? "
)
# Words that may stand before the verb: "now", "seit 2020".
_NEXT = 14
_DOES = ("makes", "takes", "stage", "run_by")
_PLANS = frozenset({"planned", "build"})


def work_verbs(page: Page, sentence: Sentence) -> list[Hit]:
    """German verbs of treating and making whose particle ends the clause: "nimmt Akkus an"."""
    stems = page.hits_in(sentence, "work_split")
    return list(whole_verbs(page.text, sentence.end, stems)) if stems else []


def plants_of_seats(page: Page, sentence: Sentence) -> list[Mention]:
    """The plant of each company whose town stands right behind it and right before its verb."""
    if not page.hits_in(sentence, "material", "field") and not page.hits_in(sentence, "run_by"):
        return []
    acts = [h for h in page.hits_in(sentence, *_DOES) if h.value not in _PLANS]
    acts += work_verbs(page, sentence)
    if not acts:
        return []
    found: list[Mention] = []
    for company in companies_in(page, sentence):
        town = _IN.match(page.text, company.end) if is_spelt(page, company) else None
        if town is None or not any(0 <= h.start - town.end() < _NEXT for h in acts):
            continue
        if place := _place(page, sentence, town):
            found.append(_mention(sentence, place, company))
    return found


def _place(page: Page, sentence: Sentence, town: re.Match[str]) -> Place | None:
    """The place a match names: a known one, or a town no gazetteer has."""
    known = [p for p in page.places_in(sentence) if p.start == town.start(1)]
    if known:
        return known[0] if known[0].city else None
    words = page.hits_in(sentence, "material", "field", "facility", "place_adjective")
    if not is_new(place_names(), town[1]) or any(
        h.start < town.end(1) and town.start(1) < h.end for h in words
    ):
        return None
    return Place(town.start(1), town.end(1), town[1], None, None)


def _mention(sentence: Sentence, place: Place, company: Organisation) -> Mention:
    start, end = place.start, place.end
    return Mention(sentence, start, start, end, "plant", place=place, owners=(company,))
