"""Places told by the area around them, or by a word made of their name."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    AREA_END,
    CAPITAL_NEXT,
    OF_TOWN,
    PART_OF_NAME,
    TOWN_NEXT,
    in_cell,
    inside_name,
    is_of_person,
    is_told,
    is_town,
    no_town,
    patterns,
    says_region,
    set_apart,
)

# "Mount Holland" is no Holland.
_PART_OF_TOWN = re.compile(r"(?<!\w)(?:Mount|Mt\.?|Lake|Port|Fort|Cape|Camp|Point|Salar) $")
# "Oklahoma City" is no Oklahoma.
_TOWN_OF_AREA = re.compile(r" (?:City|Falls|Beach|Springs)\b")
# Where adjectives are made of towns.
_GERMAN = ("DE", "AT", "CH", "LU", "LI")


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


def _region_at(text: str, names: PlaceNames, start: int) -> tuple[Area, int] | None:
    """A region of one country only that begins at a position."""
    here = text[start : start + 48]
    for end in _ends(here):
        parts = names.parts.get(fold(here[:end]), [])
        if len({part.country for part in parts}) == 1:
            return parts[0], start + end
    return None


def beside_area(
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
        if number == 0 and (located or in_cell(text, start)) and not no_town(name):
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
        for city in cities_of(names, key) if key not in names.not_cities else ():
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
    cities = cities_of(names, fold(name))
    bracketed = "(" in bridge[0]
    hit = _area_at(text, names, bridge.end())
    if hit is None or hit[0].country is None:
        for city in cities if bracketed or located else ():
            part = _part_at(text, names, bridge.end(), city)
            capitals = names.cities.get(fold(part[0].region or "")) if part else None
            inside = any(c[1:3] == city[1:3] for c in capitals or ())
            if part and (bracketed or not capitals or inside):
                return Found(start, _outer(text, names, part[1]), city, part[0])
        called = located and says_region(bridge[0])
        region = _region_at(text, names, bridge.end()) if called else None
        # "Centenario, dans la province de Salta": of several towns of that name one in the region.
        return Found(start, region[1], name, region[0]) if region and whole else None
    area, stop = hit
    before = text[max(0, start - 24) : start]
    if area.region is None and says_region(before):
        return Found(start, _outer(text, names, stop), None, area._replace(region=name))
    for city in cities:
        if city.country == area.country and area.admin1 in (None, city.admin1):
            return Found(start, _outer(text, names, stop), city, area)
    if names.areas.get(fold(name)) is not None or not whole:
        return None
    if no_town(name) and not is_town(name):
        return None
    # A town no gazetteer knows needs a sign besides the region: a preposition, a dateline, a cell,
    # a works ("the Hickok, Kansas plant"), or a comma that ends it.
    dateline = name.isupper() and before[-1:] in ("", "\n", " ")
    cell = "|" in bridge[0] and in_cell(text, start) and not area.region
    entry = set_apart(text, start, stop)
    closes = not bracketed or text[stop : stop + 1] == ")"
    works = area.region and patterns().facility.match(text, stop)
    ended = (
        area.region
        and "," in bridge[0]
        and text[stop : stop + 2] == ", "
        and not (is_of_person(text, start, name) or inside_name(text, start))
    )
    if (located or dateline or cell or works or ended or entry) and closes:
        written = name.title() if name.isupper() else name
        return Found(start, _outer(text, names, stop), written, area)
    return None


def _near_city(text: str, names: PlaceNames, start: int, end: int) -> Found | None:
    """As in "Campbellfield near Melbourne": in the country of the larger place."""
    near = patterns().near.match(text, end)
    own = cities_of(names, fold(text[start:end])) if near else []
    if near is None or (own and not in_cell(text, start)):
        return None
    for size in _ends(text[near.end() : near.end() + 30]):
        stop = near.end() + size
        cities = cities_of(names, fold(text[near.end() : stop]))
        around = _area_at(text, names, stop + 2) if text.startswith(", ", stop) else None
        if around:
            cities = [c for c in cities if c.country == around[0].country]
        if cities:
            larger = max(cities, key=lambda c: c.population)
            area = around[0] if around else Area(None, larger.country, larger.admin1)
            city = next((c for c in own if c.country == larger.country), text[start:end])
            return Found(start, around[1] if around else stop, city, area)
    return None


def _outer(text: str, names: PlaceNames, end: int) -> int:
    """The end with a country after the region ("Springfield, Ohio, USA")."""
    if text[end : end + 2] == ", ":
        hit = _area_at(text, names, end + 2)
        if hit and hit[0].region is None:
            return hit[1]
    return end


def called_region(text: str, names: PlaceNames, start: int, phrases: list[int]) -> Found | None:
    """A region that a word beside it says is one: "la región de Antofagasta", "Opole province"."""
    before = says_region(text[max(0, start - 24) : start])
    for end in phrases:
        after = patterns().region_after.match(text, end)
        if not (before or after):
            continue
        key = fold(text[start:end])
        known = names.areas.get(key)
        parts = names.parts.get(key, []) if known is None else []
        countries = {part.country for part in parts} or {c.country for c in cities_of(names, key)}
        if known is None and len(countries) == 1:
            stop = after.end() if after else end
            return Found(start, stop, None, Area(text[start:end], countries.pop(), None))
    return None


def bare_area(text: str, names: PlaceNames, start: int, located: bool) -> Found | None:
    """A region or country that stands alone."""
    if PART_OF_NAME.search(text[max(0, start - 24) : start]):
        return None
    hit = _area_at(text, names, start)
    if hit is None:
        return None
    area, end = hit
    surface = text[start:end]
    if _PART_OF_TOWN.search(text[max(0, start - 8) : start]) or _TOWN_OF_AREA.match(text, end):
        return None
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
    if fold(surface) in names.not_cities:
        # "Washington" alone says little; "Sparta, Washington" is a state.
        return None
    outer = _outer(text, names, end) if area.region else end
    return Found(start, outer, None, area)


def of_town(text: str, names: PlaceNames, start: int) -> Found | None:
    """The town of a German adjective before a works: "das Zwickauer Werk"."""
    match = OF_TOWN.match(text, start)
    if match is None:
        return None
    for name in (match[1], match[1] + "en", match[1][:-1] + "en"):
        cities = [c for c in cities_of(names, fold(name)) if c.country in _GERMAN]
        if cities:
            end = start + len(match[1]) + len("er")
            return Found(start, end, max(cities, key=lambda c: c.population), None)
    return None


def cities_of(names: PlaceNames, key: str) -> list[City]:
    """The cities of a folded name."""
    return names.cities.get(key) or names.other_names.get(key) or []
