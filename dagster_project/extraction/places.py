"""Places in a text: city, region, country, under their English names.

A capitalised word is a city when a region or country stands beside it ("Lancaster, Ohio"), after a
locative preposition ("near Reno", "à Dieuze"), before a facility ("the Pohang plant"), or when the
document has already said so once. The reading of a whole document is kept while it is worked on.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from dagster_project.extraction.model import Place
from dagster_project.extraction.place_names import (
    Area,
    City,
    Found,
    PlaceNames,
    fold,
    place_names,
)
from dagster_project.extraction.places_eastern import EASTERN, eastern_places

_WORD = re.compile(r"(?<![\w@/.])[A-ZÀ-ÖØ-ÞŁŚŻČŠŽİ][\w’'.-]*")
_ADJECTIVE = re.compile(r"(?<=\bi[mn] )[a-zäöü-]{5,}(?:ischen|schen)\b")
_JOINT = re.compile(
    r" (?:(?:of|de|la|le|les|del|di|do|sur|an der|am|im|bei|and|the|upon|en) )?"
)
_BRIDGE = re.compile(
    r"(?:\s?\(|,\s+|,?\s(?:in|en|im|bei)\s)"
    r"(?:in |en |im |dans le |dans la )?(?:the |le |la )?(?:u\.?s\.? state of |state of )?"
    r"(?:(?:north|south|east|west|central|upstate|nörd|süd|öst)[\w-]* )?"
)
_LOCATIVE = re.compile(
    r"(?:\b(?:in|at|near|outside|around|à|au|près de|proche de|bei|nahe|en|cerca de|Standort|Werk|"
    r"Raum|city of|town of|ville de|commune de|friche de|usine de|site de|Stadt|Gemeinde|"
    r"located in|downtown)\s+(?:the\s+)?|\bd[’'])$"
)
_FACILITY = re.compile(
    r"(?:,? [a-z-]+)? ?-?(?:plants?|facilit(?:y|ies)|sites?|factor(?:y|ies)|works|refinery|"
    r"gigafactory|campus|complex|mill|Werk|Anlage)\b"
)
_NO_CITY = re.compile(
    r"\b(?:Ridge|Pass|Flats|Mine|Project|County|Parish|Lake|River|Mountain|Hills|Creek|Plant|"
    r"Facility|Campus|Hub|Center|Centre|District|Basin|Park|Complex|Inc|Corp|Ltd|Co|LLC|GmbH|AG|"
    r"Elements|Energy|Battery|Batteries|Materials|Group|Solutions|Technologies|Motors|Resources|"
    r"Lithium|Nickel|Cobalt|University|Institute|Laboratory|Department|Act|Agency)\.?$"
)
_PART_OF_NAME = re.compile(
    r"(?:University|Bank|State|Commonwealth|Province|Ministry|Government|Institute|College|"
    r"Department|Embassy|Geological Survey|Republic|Motors) of (?:the )?$"
)
_CAPITAL_NEXT = re.compile(r" [A-ZÀ-Þ]\w")
_TOWN_NEXT = re.compile(
    r" (?:Chemiepark |Industriepark |Gewerbegebiet )?([A-ZÄÖÜ][\w-]+)\b"
)


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
    sure, maybe = _latin(text, names)
    if EASTERN.search(text):
        sure += eastern_places(text, names)
    countries = Counter(f.area.country for f in sure if f.area and f.area.country)
    codes = Counter(f.area.admin1 for f in sure if f.area and f.area.admin1)
    known = {
        fold(text[f.start : f.start + len(_name(f.city))]): f
        for f in sure
        if f.city and f.area
    }
    places = [_place(f) for f in sure]
    taken = {p.start for p in places}
    for found, candidates, located in maybe:
        if found.start in taken:
            continue
        earlier = known.get(fold(text[found.start : found.end]))
        if earlier:
            places.append(_place(earlier)._replace(start=found.start, end=found.end))
        elif located and candidates:
            best = max(candidates, key=lambda c: _weight(c, countries, codes))
            places.append(_place(found._replace(city=best)))
    return sorted(places, key=lambda p: (p.start, -p.end))


def _weight(city: City, countries: Counter[str], codes: Counter[str]) -> float:
    near = 4.0 * (city.country in countries) + min(2.0, 0.3 * countries[city.country])
    return near + 3.0 * (city.admin1 in codes) + math.log10(max(city.population, 1))


def _latin(
    text: str, names: PlaceNames
) -> tuple[list[Found], list[tuple[Found, list[City], bool]]]:
    """Sure places, and names that may be cities with whether a preposition says so."""
    sure: list[Found] = []
    maybe: list[tuple[Found, list[City], bool]] = []
    words = list(_WORD.finditer(text)) + list(_ADJECTIVE.finditer(text))
    words.sort(key=lambda w: w.start())
    reach = 0
    for index, word in enumerate(words):
        if word.start() < reach:
            continue
        start = word.start()
        phrases = list(_phrases(text, words, index))
        located = _LOCATIVE.search(text, max(0, start - 16), start) is not None
        found = _beside_area(text, names, start, phrases, located)
        if found is None:
            found = _bare_area(text, names, start, located)
        if found is not None:
            sure.append(found)
            reach = found.end
            continue
        for end in phrases:
            if _CAPITAL_NEXT.match(text, end):
                continue
            key = fold(text[start:end])
            candidates = [] if key in names.not_cities else _cities(names, key)
            if candidates:
                named = located or _FACILITY.match(text, end) is not None
                maybe.append((Found(start, end, None, None), candidates, named))
                reach = end if named else reach
                break
        else:
            if phrases:
                maybe.append((Found(start, phrases[-1], None, None), [], False))
    return sure, maybe


def _phrases(text: str, words: list[re.Match[str]], index: int) -> Iterator[int]:
    """Ends of the phrases that begin with a word, longest first."""
    ends = [words[index].end()]
    for word in words[index + 1 : index + 5]:
        if not _JOINT.fullmatch(text, ends[-1], word.start()):
            break
        ends.append(word.end())
    start = words[index].start()
    for end in reversed(ends):
        tail = text[start:end]
        yield end - (
            2 if tail.endswith(("'s", "’s")) else 1 if tail.endswith(("'", ".")) else 0
        )


def _area_at(text: str, names: PlaceNames, start: int) -> tuple[Area, int] | None:
    """The area whose name begins at a position (longest), with its end."""
    here = text[start : start + 48]
    for abbreviation in _ABBREVIATED.findall(here):
        area = names.abbreviations.get(abbreviation)
        if area:
            return area, start + len(abbreviation)
    ends = [m.end() for m in _AREA_END.finditer(here)][:5]
    for end in reversed(ends):
        area = names.areas.get(fold(here[:end].rstrip(".,'’")))
        if area:
            return area, start + len(here[:end].rstrip(".,'’"))
    return None


_ABBREVIATED = re.compile(
    r"^(?:[A-Z]\. ?[A-Z][a-z]?\.(?:A\.)?|[A-Z][A-Za-z]{0,4}\.|[A-Z]{2,4}(?!\w))"
)
_AREA_END = re.compile(r"[^\W\d_](?=[^\w’'-]|$)")


def _beside_area(
    text: str, names: PlaceNames, start: int, phrases: list[int], located: bool
) -> Found | None:
    """ "Lancaster, Ohio", "Béthune (Pas-de-Calais)", "Skelleftea, northern Sweden"."""
    for number, end in enumerate(phrases):
        bridge = _BRIDGE.match(text, end)
        if not bridge:
            continue
        hit = _area_at(text, names, bridge.end())
        if hit is None or hit[0].country is None:
            continue
        area, stop = hit
        name = text[start:end]
        key = fold(name)
        for city in _cities(names, key):
            if city.country == area.country and area.admin1 in (None, city.admin1):
                return Found(start, _outer(text, names, stop), city, area)
        inner = names.areas.get(key)
        if inner is not None:
            return None
        dateline = name.isupper() and text[max(0, start - 1) : start] in ("", "\n", " ")
        closes = "(" not in bridge[0] or text[stop : stop + 1] == ")"
        if (
            number == 0
            and (located or dateline)
            and closes
            and not _NO_CITY.search(name)
        ):
            written = name.title() if name.isupper() else name
            return Found(start, _outer(text, names, stop), written, area)
    return None


def _outer(text: str, names: PlaceNames, end: int) -> int:
    """The end with a country after the region ("Covington, Georgia, USA")."""
    if text[end : end + 2] == ", ":
        hit = _area_at(text, names, end + 2)
        if hit and hit[0].region is None:
            return hit[1]
    return end


def _bare_area(text: str, names: PlaceNames, start: int, located: bool) -> Found | None:
    before = text[max(0, start - 24) : start]
    if _PART_OF_NAME.search(before):
        return None
    hit = _area_at(text, names, start)
    if hit is None:
        return None
    area, end = hit
    surface = text[start:end]
    if (
        surface in names.abbreviations
        and len(surface) < 3
        and surface not in ("US", "UK", "EU")
    ):
        return None
    if surface[0].islower():
        town = _TOWN_NEXT.match(text, end)
        return (
            Found(start, town.end(), town[1], area)
            if town
            else Found(start, end, None, area)
        )
    if _CAPITAL_NEXT.match(text, end) and not located:
        return None
    return Found(start, _outer(text, names, end), None, area)


def _cities(names: PlaceNames, key: str) -> list[City]:
    return names.cities.get(key) or names.other_names.get(key) or []


def _name(city: City | str | None) -> str:
    return city.name if isinstance(city, City) else city or ""


def _place(found: Found) -> Place:
    area = found.area
    country = area.country if area else None
    if country is None and isinstance(found.city, City):
        country = found.city.country
    return Place(
        found.start,
        found.end,
        _name(found.city) or None,
        area.region if area else None,
        country,
    )
