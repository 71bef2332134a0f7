"""Governments no list needs to hold: "the Polish government", "Regierung in Warschau"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pycountry

from dagster_project.extraction.model import Hit, Place
from dagster_project.extraction.organisations.names import Known
from dagster_project.extraction.places.finding import find_places
from dagster_project.extraction.places.names import country_of

if TYPE_CHECKING:
    from dagster_project.extraction.page import Page

_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w.-]+)(?:['’]s)?\s(?:[a-z]+\s)?$")
_BESIDE = re.compile(r"(?P<word>[^\W\d_][\w.-]+)(?:['’]s)?\s$")
_AFTER = re.compile(r"\s(?P<word>[^\W\d_][\w-]+)")
_OF = re.compile(r"\s?(?:of|in|von|de la|de l['’]|de|du|d['’]|del)\s?(?:the )?")
_ARTICLE = frozenset({"GB", "US", "NL", "AE", "CD", "PH"})
_REACH = 40


def find_governments(page: Page) -> Iterator[Known]:
    """Words for a government together with the country or region they belong to, in order."""
    for hit in page.hits:
        if hit.kind != "org_state":
            continue
        found = _adjective(page.text, hit) or _place(page.text, hit)
        if found:
            yield found


def _adjective(text: str, hit: Hit) -> Known | None:
    for pattern in (_BESIDE, _BEFORE):  # "die polnische Regierung", "the Polish federal government"
        before = pattern.search(text, max(0, hit.start - _REACH), hit.start)
        country = country_of(before["word"]) if before else None
        if before and country:
            return Known(before.start(), hit.end, government_of(country, None), "government")
    after = _AFTER.match(text, hit.end)
    country = country_of(after["word"]) if after else None
    if after and country:
        return Known(hit.start, after.end(), government_of(country, None), "government")
    return None


def _place(text: str, hit: Hit) -> Known | None:
    for place in find_places(text, max(0, hit.start - _REACH), hit.end + _REACH):
        between = text[place.end : hit.start]
        if place.end <= hit.start and between in ("", " ", "'s ", "’s ") and not place.city:
            return (
                Known(place.start, hit.end, _named(place), "government") if place.country else None
            )
        if place.start > hit.end and _OF.fullmatch(text, hit.end, place.start) and place.country:
            return Known(hit.start, place.end, _named(place), "government")
    return None


def _named(place: Place) -> str:
    # A government sits in its capital: "die Regierung in Warschau".
    region = None if place.city else place.region
    return government_of(place.country or "", region)


def government_of(country: str, region: str | None) -> str:
    """The English name of the government of a country or of one of its regions."""
    if region:
        return f"State of {region}" if country in ("US", "DE") else f"Government of {region}"
    nation = pycountry.countries.get(alpha_2=country)
    name = getattr(nation, "common_name", None) or getattr(nation, "name", country)
    return f"Government of {'the ' if country in _ARTICLE else ''}{name}"
