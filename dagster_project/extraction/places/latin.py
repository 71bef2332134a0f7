"""Places in scripts with capitals: which words may be a city, and what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dagster_project.extraction.places.names import (
    FIRST_WORD,
    Area,
    City,
    Found,
    PlaceNames,
    country_of,
    fold,
)
from dagster_project.extraction.places.patterns import (
    ABBREVIATED,
    ADJECTIVE,
    AREA_END,
    CAPITAL_NEXT,
    PART_OF_NAME,
    TOWN_NEXT,
    WORD,
    WORKS_NEXT,
    follows_works,
    in_cell,
    inside_name,
    is_located,
    is_new,
    is_told,
    is_town,
    no_town,
    patterns,
    set_apart,
)


class Maybe(NamedTuple):
    """A phrase that may be one of some cities; `located`: words beside it say it is a place."""

    found: Found
    cities: list[City]
    located: bool


def coordinated(text: str, ends: list[int], start: int) -> bool:
    """Whether a list leads from one of the cities that end at `ends` to a name at `start`."""
    listed = patterns().listed
    return any(listed.fullmatch(text, end, start) for end in ends if 0 < start - end < 80)


def latin_places(text: str, names: PlaceNames) -> tuple[list[Found], list[Maybe]]:
    """Sure places, and names that may be cities, each in the order of the text."""
    sure: list[Found] = []
    maybe: list[Maybe] = []
    words = [*WORD.finditer(text), *ADJECTIVE.finditer(text)]
    words.sort(key=lambda w: w.start())
    reach = 0
    for index, word in enumerate(words):
        start = word.start()
        if start < reach:
            continue
        phrases = list(_phrases(text, words, index))
        located = is_located(text, start)
        found = _beside_area(text, names, start, phrases, located)
        if found is None:
            found = _bare_area(text, names, start, located)
        if found is not None:
            sure.append(found)
            reach = found.end
            continue
        for candidate in _candidates(text, names, start, phrases, located):
            maybe.append(candidate)
            if candidate.located and candidate.cities:
                reach = candidate.found.end
    return sure, maybe


def _candidates(
    text: str, names: PlaceNames, start: int, phrases: list[int], located: bool
) -> Iterator[Maybe]:
    for end in phrases:
        works = WORKS_NEXT.match(text, end)
        if CAPITAL_NEXT.match(text, end) and not works:
            continue
        key = fold(text[start:end])
        cities = [] if key in names.not_cities else _cities(names, key)
        if not cities and located and "-" in text[start:end]:
            first = fold(text[start:end].split("-")[0])
            cities = [] if first in names.not_cities else _cities(names, first)
        if cities:
            named = located or set_apart(text, start, end)
            if not named and not inside_name(text, start):
                named = bool(works) or patterns().facility.match(text, end) is not None
            yield Maybe(Found(start, end, None, None), cities, named)
            return
    for end in phrases:
        name = text[start:end]
        if not located or CAPITAL_NEXT.match(text, end):
            continue
        if is_town(name) or (is_new(names, name) and follows_works(text, start)):
            yield Maybe(Found(start, end, name, None), [City(name, "", "", 0)], True)
            return
    if phrases:
        yield Maybe(Found(start, phrases[-1], None, None), [], False)


def _phrases(text: str, words: list[re.Match[str]], index: int) -> Iterator[int]:
    """Ends of the phrases that begin with a word, longest first."""
    ends = [words[index].end()]
    for word in words[index + 1 : index + 5]:
        if not patterns().joint.fullmatch(text, ends[-1], word.start()):
            break
        ends.append(word.end())
    start = words[index].start()
    for end in reversed(ends):
        tail = text[start:end]
        yield end - (
            2 if tail.endswith(("'s", "’s")) else 1 if tail.endswith(("'", ".", "’")) else 0
        )


def _area_at(text: str, names: PlaceNames, start: int) -> tuple[Area, int] | None:
    """The area whose name begins at a position (longest), with its end."""
    word = FIRST_WORD.match(text, start)
    if word is None or fold(word[0]) not in names.area_words:
        return None
    here = text[start : start + 48]
    for abbreviation in ABBREVIATED.findall(here):
        area = names.abbreviations.get(abbreviation)
        if area:
            return area, start + len(abbreviation)
    for end in _ends(here):
        area = names.areas.get(fold(here[:end]))
        if area:
            return area, start + end
    return None


def _ends(here: str) -> Iterator[int]:
    """Ends of the first words, longest first."""
    for end in reversed([m.end() for m in AREA_END.finditer(here)][:5]):
        yield len(here[:end].rstrip(".,'’"))


def _part_at(text: str, names: PlaceNames, start: int, city: City) -> tuple[Area, int] | None:
    """A state, province or department of the city's country that begins at a position."""
    here = text[start : start + 48]
    for end in _ends(here):
        for area in names.parts.get(fold(here[:end]), ()):
            if area.country == city.country:
                return area, start + end
    return None


def _beside_area(
    text: str, names: PlaceNames, start: int, phrases: list[int], located: bool
) -> Found | None:
    """As in "Springfield, Ohio", "Lille (Nord)", "Lulea, northern Sweden"."""
    for number, end in enumerate(phrases):
        name = text[start:end]
        bridge = patterns().bridge.match(text, end)
        if bridge:
            found = _in_area(text, names, start, end, bridge, located, number == 0)
            if found is not None:
                return found
            if names.areas.get(fold(name)) is not None and _area_at(text, names, bridge.end()):
                return None
        if number == 0 and located and not no_town(name):
            found = _near_city(text, names, start, end)
            if found is not None:
                return found
    before = _area_before(text, names, start)
    return _of_area(text, names, start, phrases, *before, located) if before else None


def _area_before(text: str, names: PlaceNames, start: int) -> tuple[Area, bool] | None:
    """The country of "im polnischen Nysa", "Norway's Arendal"; whether the words say so at all."""
    match = is_told(text, start) and patterns().before.search(text, max(0, start - 60), start)
    if not match:
        return None
    country = None if match["of"] else country_of(match["word"])
    area = Area(None, country, None) if country else None
    if area is None and (match["of"] or match["town"]):
        area = names.areas.get(fold(match["word"]))
    return (area, bool(match["in"] or match["town"])) if area else None


def _of_area(
    text: str,
    names: PlaceNames,
    start: int,
    phrases: list[int],
    area: Area,
    placed: bool,
    located: bool,
) -> Found | None:
    for end in phrases:
        key = fold(text[start:end])
        for city in _cities(names, key) if key not in names.not_cities else ():
            if city.country == area.country and area.admin1 in (None, city.admin1):
                return Found(start, end, city, area)
    if (placed or located) and phrases and not no_town(text[start : phrases[0]]):
        return Found(start, phrases[0], text[start : phrases[0]], area)
    return None


def _in_area(
    text: str,
    names: PlaceNames,
    start: int,
    end: int,
    bridge: re.Match[str],
    located: bool,
    whole: bool,
) -> Found | None:
    name = text[start:end]
    cities = _cities(names, fold(name))
    bracketed = "(" in bridge[0]
    hit = _area_at(text, names, bridge.end())
    if hit is None or hit[0].country is None:
        for city in cities if bracketed or located else ():
            part = _part_at(text, names, bridge.end(), city)
            capitals = names.cities.get(fold(part[0].region or "")) if part else None
            inside = any(c[1:3] == city[1:3] for c in capitals or ())
            if part and (bracketed or not capitals or inside):
                return Found(start, _outer(text, names, part[1]), city, part[0])
        return None
    area, stop = hit
    before = text[max(0, start - 24) : start]
    if area.region is None and patterns().region.search(before):
        return Found(start, _outer(text, names, stop), None, area._replace(region=name))
    for city in cities:
        if city.country == area.country and area.admin1 in (None, city.admin1):
            return Found(start, _outer(text, names, stop), city, area)
    if names.areas.get(fold(name)) is not None or not whole or no_town(name):
        return None
    # A town no gazetteer knows needs a sign besides the region: a preposition, a dateline, a cell.
    dateline = name.isupper() and before[-1:] in ("", "\n", " ")
    cell = "|" in bridge[0] and in_cell(text, start) and not area.region
    closes = not bracketed or text[stop : stop + 1] == ")"
    if (located or dateline or cell) and closes:
        written = name.title() if name.isupper() else name
        return Found(start, _outer(text, names, stop), written, area)
    return None


def _near_city(text: str, names: PlaceNames, start: int, end: int) -> Found | None:
    """As in "Campbellfield near Melbourne": in the country of the larger place."""
    near = patterns().near.match(text, end)
    if near is None or _cities(names, fold(text[start:end])):
        return None
    for stop in _ends(text[near.end() : near.end() + 30]):
        cities = _cities(names, fold(text[near.end() : near.end() + stop]))
        if cities:
            larger = max(cities, key=lambda c: c.population)
            area = Area(None, larger.country, larger.admin1)
            return Found(start, near.end() + stop, text[start:end], area)
    return None


def _outer(text: str, names: PlaceNames, end: int) -> int:
    """The end with a country after the region ("Springfield, Ohio, USA")."""
    if text[end : end + 2] == ", ":
        hit = _area_at(text, names, end + 2)
        if hit and hit[0].region is None:
            return hit[1]
    return end


def _bare_area(text: str, names: PlaceNames, start: int, located: bool) -> Found | None:
    if PART_OF_NAME.search(text[max(0, start - 24) : start]):
        return None
    hit = _area_at(text, names, start)
    if hit is None:
        return None
    area, end = hit
    surface = text[start:end]
    if (
        surface in names.abbreviations
        and len(surface) < 3
        and surface not in ("US", "UK", "EU", "UE")
    ):
        return None
    if surface[0].islower():
        town = TOWN_NEXT.match(text, end)
        return Found(start, town.end(), town[1], area) if town else Found(start, end, None, area)
    if CAPITAL_NEXT.match(text, end) and not located:
        return None
    outer = _outer(text, names, end) if area.region else end
    return Found(start, outer, None, area)


def _cities(names: PlaceNames, key: str) -> list[City]:
    return names.cities.get(key) or names.other_names.get(key) or []
