"""Places in a text: city, region, country, under their English names.

A capitalised word is a city when a region or country stands beside it ("Lancaster, Ohio"), after a
locative preposition ("near Reno", "à Dieuze"), before a facility ("the Pohang plant"), in a list
with such a city, in a table beside a country, or when the document has said so elsewhere. The
reading of a whole document is kept while it is worked on.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from dagster_project.extraction.model import Place
from dagster_project.extraction.places.eastern import EASTERN, eastern_places
from dagster_project.extraction.places.latin import Maybe, coordinated, latin_places, leads_up
from dagster_project.extraction.places.names import City, Found, fold, place_names

# A smaller place in a country the document never mentions is a namesake of the one meant.
_NAMESAKE = 60_000
_NEAR = 150
_CITY_STATES = {"SG": "Singapore", "HK": "Hong Kong", "MO": "Macau"}


def find_places(text: str, start: int, end: int) -> list[Place]:
    """Places inside `text[start:end]`, in order; names in English, country as ISO 3166-1 alpha-2.

    `region` is set only where the text names it, `country` where it is named or fixed by the place.
    """
    places = _document_places(text)
    first = bisect_left(places, (start,))
    return [p for p in places[first:] if p.end <= end and p.start < end]


@lru_cache(maxsize=4)
def _document_places(text: str) -> list[Place]:
    names = place_names()
    sure, maybe = latin_places(text, names)
    if EASTERN.search(text):
        sure += eastern_places(text, names)
        sure.sort(key=lambda f: f.start)
    known = {fold(_surface(text, f)): f for f in sure if f.city and f.area}
    places = [_place(f) for f in sure]
    taken = {p.start for p in places}
    cities = sorted(f.end for f in sure if f.city)
    scene = _Scene(sure)
    unsure: list[Maybe] = []
    for candidate in maybe:
        found = candidate.found
        if found.start in taken:
            continue
        listed = cities and coordinated(text, cities, found.start)
        if candidate.cities and (candidate.located or listed):
            key = fold(text[found.start : found.end])
            chosen = known.get(key) or scene.choose(candidate)
            known.setdefault(key, chosen)
            places.append(_at(chosen, found))
            cities.append(found.end)
            cities.sort()
        else:
            unsure.append(candidate)
    starts = sorted(p.start for p in places if p.city)
    for candidate in unsure:
        found = candidate.found
        if candidate.cities and leads_up(text, found.end, starts):
            places.append(_at(scene.choose(candidate), found))
            continue
        earlier = known.get(fold(text[found.start : found.end]))
        if earlier:
            places.append(_at(earlier, found))
    return sorted(places, key=lambda p: (p.start, -p.end))


class _Scene:
    """The countries and regions a document speaks of: which of several namesakes is meant."""

    def __init__(self, sure: list[Found]) -> None:
        self._areas = [f for f in sure if f.area and f.area.country]
        self._starts = [f.start for f in self._areas]
        self._countries = Counter(f.area.country for f in self._areas if f.area)
        self._codes = Counter(f.area.admin1 for f in self._areas if f.area and f.area.admin1)
        self._detailed = {
            f.area.country for f in self._areas if f.area and (f.city or f.area.region)
        }

    def choose(self, candidate: Maybe) -> Found:
        """The likeliest city; one of a country never mentioned gives way to the text's own."""
        found = candidate.found
        city = max(candidate.cities, key=lambda c: self._weight(c, found.start))
        home = next(iter(self._detailed)) if len(self._detailed) == 1 else None
        foreign = home is not None and city.country not in self._countries
        if (
            foreign
            and city.population < _NAMESAKE
            and len({c.country for c in candidate.cities}) > 1
        ):
            city = city._replace(country=home or "", admin1="")
        return found._replace(city=city)

    def _weight(self, city: City, position: int) -> float:
        count = self._countries[city.country]
        weight = 4.0 * (count > 0) + min(2.0, 0.3 * count) + 3.0 * (city.admin1 in self._codes)
        first = bisect_left(self._starts, position - _NEAR)
        for area in self._areas[first:]:
            if area.start > position + _NEAR:
                break
            if area.area and area.area.country == city.country:
                return weight + 2.0 + math.log10(max(city.population, 1))
        return weight + math.log10(max(city.population, 1))


def _at(chosen: Found, found: Found) -> Place:
    return _place(chosen)._replace(start=found.start, end=found.end)


def _surface(text: str, found: Found) -> str:
    """The city's name as the text writes it."""
    whole = text[found.start : found.end]
    for size, char in enumerate(whole):
        if char in ",(|":
            return whole[:size].strip()
    return whole


def _place(found: Found) -> Place:
    area = found.area
    country = area.country if area else None
    if country is None and isinstance(found.city, City):
        country = found.city.country
    name = found.city.name if isinstance(found.city, City) else found.city
    if not name and area and area.region is None:
        name = _CITY_STATES.get(area.country or "")
    region = area.region if area else None
    return Place(found.start, found.end, name or None, region, country or None)
