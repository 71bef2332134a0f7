"""Mines and works that the trade calls by their names alone: `gazetteer/works.csv`."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from dagster_project.extraction.model import Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention

_FILE = Path(__file__).parents[1] / "gazetteer" / "works.csv"
_EASTERN = "\u2e80"
# "The plant called", "the mine at", "le projet".
_LED = 14
_PAUSE = re.compile(r"[.;:()\n]|, (?!the |a )|\b(?:and|und|et|y|to|from|with)\b")
# What a sentence says of works it is about; a name alone may tell where goods come from.
_TELLING = ("stage", "makes", "takes", "capacity", "capex", "material")


class Works(NamedTuple):
    """A reviewed name: what stands there, its country (ISO 3166-1 alpha-2), a town it is."""

    name: str
    type: str
    country: str
    town: str | None

    def place(self, start: int, end: int) -> Place:
        """Where the works stand, as far as their name alone fixes it."""
        return Place(start, end, self.town, None, self.country)


class _Names(NamedTuple):
    works: list[Works]
    automaton: ahocorasick_rs.AhoCorasick


def known_works(page: Page, sentence: Sentence, taken: list[Mention]) -> list[Mention]:
    """The works a sentence calls by a reviewed name, but for those its nouns name already."""
    found: list[Mention] = []
    named = page.organisations.names_between(sentence.start, sentence.end)
    for start, end, works in _works_in(page.text):
        if not sentence.start <= start < sentence.end:
            continue
        if any((m.start < end and start < m.end) or m.name == works.name for m in taken):
            continue
        if any(o.start <= start and end <= o.end for o in named):
            continue
        found.append(
            Mention(
                sentence,
                start,
                start,
                end,
                works.type,
                definite=True,
                name=works.name,
                place=works.place(start, end),
                founds=sentence.kind != "heading" and bool(page.hits_in(sentence, *_TELLING)),
                is_reviewed=True,
            )
        )
    return found


def reviewed(page: Page, mention: Mention) -> Mention:
    """A mention whose words hold a reviewed name, or lead to one, with what is known of that."""
    for start, end, works in _works_in(page.text):
        led = 0 < start - mention.end < _LED and not _PAUSE.search(page.text, mention.end, start)
        if (mention.start <= start and end <= mention.end) or led:
            place = mention.place or works.place(start, end)
            name = mention.name or works.name
            return replace(mention, name=name, place=place, is_reviewed=True)
    return mention


@lru_cache(maxsize=4)
def _works_in(text: str) -> list[tuple[int, int, Works]]:
    names = _names()
    found: list[tuple[int, int, Works]] = []
    matches = names.automaton.find_matches_as_indexes(text, overlapping=True)
    for index, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
        inside = bool(found) and start < found[-1][1]
        eastern = text[start] >= _EASTERN
        joined = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
        if not inside and (eastern or not joined):
            found.append((start, end, names.works[index]))
    return found


@cache
def _names() -> _Names:
    surfaces: dict[str, Works] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            town = row["city"] if row["city"] == row["name"] else None
            works = Works(row["name"], row["type"], row["country"], town)
            for surface in filter(None, [row["name"], *row["surfaces"].split("|")]):
                surfaces.setdefault(surface, works)
    ordered = sorted(surfaces)
    return _Names([surfaces[s] for s in ordered], ahocorasick_rs.AhoCorasick(ordered))
