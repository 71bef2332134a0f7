"""Governments told by their level alone: "the province", "federal money".

Which one is meant hangs on where the text is: the place the sentence or its paragraph names, else
the plant told last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from dagster_project.extraction.model import Hit, Place, Sentence
from dagster_project.extraction.organisations.governments import government_of
from dagster_project.extraction.page import Page

# "Federal" in America is some department; elsewhere it is the government.
_DEPARTMENTS = frozenset({"US"})
# Whose government a text means by "der Bund" that names no place.
_HOME = {"de": "DE", "fr": "FR", "ja": "JP", "ko": "KR"}
# How many sentences of the paragraph before may name the place.
_REACH = 8


def untold_seats(page: Page, sentence: Sentence, hits: list[Hit]) -> Iterator[tuple[int, int, str]]:
    """Words for a level of government, named by the place the text is at."""
    levels = [h for h in hits if h.kind == "grant_level"]
    if not levels:
        return
    for hit in levels:
        regional = hit.value == "region"
        seat = _seat(page, sentence, regional)
        if seat is None and not regional and page.language in _HOME:
            seat = _HOME[page.language], None
        if seat and (regional or seat[0] not in _DEPARTMENTS):
            yield hit.start, hit.end, government_of(seat[0], seat[1] if regional else None)


def _seat(page: Page, sentence: Sentence, regional: bool) -> tuple[str, str | None] | None:
    """Country and region where the text is at a sentence."""
    at = bisect_left(page.sentences, sentence)
    line = [s for s in page.sentences[max(0, at - _REACH) : at] if s.line == sentence.line]
    for near in (sentence, *reversed(line)):
        for place in reversed(page.places_in(near)):
            if _fits(place, regional) and not _describes(page, near, place):
                return place.country or "", place.region
    return _of_plants(page, sentence, regional)


def _describes(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether a place only tells where a company is from: "a Nevada start-up", "Ohio-based"."""
    beside = page.hits_in(sentence, "org_noun", "org_anaphor")
    return page.text[place.end : place.end + 6] in ("-based", " based") or any(
        0 <= h.start - place.end <= 1 for h in beside
    )


def _fits(place: Place, regional: bool) -> bool:
    """Whether a place tells the region, or the country."""
    return bool(place.country and (place.region or not regional))


def _of_plants(page: Page, sentence: Sentence, regional: bool) -> tuple[str, str | None] | None:
    """Where the plant stands that was told last."""
    for plant in reversed(page.plants):
        country, region = plant.get("country"), plant.get("region")
        if country is None or country.sentence.start > sentence.start or not country.text:
            continue
        if region or not regional:
            return country.text, region.text if region else None
    return None
