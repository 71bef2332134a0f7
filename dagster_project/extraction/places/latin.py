"""Places in scripts with capitals: which words may be a city, and what speaks for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from dagster_project.extraction.places.areas import (
    bare_area,
    beside_area,
    called_region,
    cities_of,
    of_town,
)
from dagster_project.extraction.places.names import (
    City,
    Found,
    PlaceNames,
    fold,
)
from dagster_project.extraction.places.patterns import (
    ADJECTIVE,
    CAPITAL_NEXT,
    GERMAN,
    IN_NEXT,
    WORD,
    WORKS_NEXT,
    belongs_to_works,
    called_after,
    follows_works,
    inside_name,
    is_located,
    is_new,
    is_town,
    leads,
    patterns,
    set_apart,
)

# What ends a word and is no part of a name.
_TAILS = ("-based", "'s", "’s", "'", "’", ".")


# "IRA" is an act before it is a town.
_ACRONYM = 5


class Maybe(NamedTuple):
    """A phrase that may be one of some cities; `located`: words beside it say it is a place."""

    found: Found
    cities: list[City]
    located: bool


def coordinated(text: str, ends: list[int], start: int) -> bool:
    """Whether a list leads from one of the cities that end at `ends` to a name at `start`."""
    listed = patterns().listed
    return any(listed.fullmatch(text, end, start) for end in ends if 0 < start - end < 80)


def leads_up(text: str, end: int, starts: list[int]) -> bool:
    """Whether a name is joined to the town of a works: in "the Dayton and Mesa plants"."""
    at = bisect_left(starts, end)
    if at == len(starts) or starts[at] - end > len(" and the "):
        return False
    town = WORD.match(text, starts[at])
    return bool(
        town
        and patterns().listed.fullmatch(text, end, starts[at])
        and patterns().facility.match(text, town.end())
    )


def latin_places(text: str, names: PlaceNames) -> tuple[list[Found], list[Maybe]]:
    """Sure places, and names that may be cities, each in the order of the text."""
    sure: list[Found] = []
    maybe: list[Maybe] = []
    words = [*WORD.finditer(text), *ADJECTIVE.finditer(text)]
    words.sort(key=lambda w: w.start())
    german = GERMAN.search(text) is not None
    reach = 0
    for index, word in enumerate(words):
        start = word.start()
        if start < reach or leads(text, word):
            continue
        phrases = list(_phrases(text, words, index))
        located = is_located(text, start)
        found = beside_area(text, names, start, phrases, located)
        if found is None:
            found = bare_area(text, names, start, located)
        found = found or called_region(text, names, start, phrases)
        if found is None and word[0].endswith("er"):
            found = of_town(text, names, start)
        if found is not None:
            sure.append(found)
            reach = found.end
            continue
        for candidate in _candidates(text, names, start, phrases, located, german):
            maybe.append(candidate)
            if candidate.located and candidate.cities:
                reach = candidate.found.end
    return sure, maybe


def _candidates(
    text: str, names: PlaceNames, start: int, phrases: list[int], located: bool, german: bool
) -> Iterator[Maybe]:
    for end in phrases:
        works = WORKS_NEXT.match(text, end)
        if CAPITAL_NEXT.match(text, end) and not (works or (located and german)):
            continue
        key = fold(text[start:end])
        cities = [] if key in names.not_cities else cities_of(names, key)
        if not cities and located and "-" in text[start:end]:
            first = fold(text[start:end].split("-")[0])
            cities = [] if first in names.not_cities else cities_of(names, first)
        exact = [c for c in cities if c.name == text[start:end]]
        if exact and not text[start:end].isascii():
            # "Cádiz" is not Cadiz.
            cities = exact
        acronym = end - start < _ACRONYM and text[start:end].isupper()
        if cities and not (acronym and not set_apart(text, start, end)):
            named = located or set_apart(text, start, end)
            if not named and not inside_name(text, start):
                named = bool(works) or patterns().facility.match(text, end) is not None
                named = named or belongs_to_works(text, start)
            yield Maybe(Found(start, end, None, None), cities, named)
            return
    for end in phrases:
        name = text[start:end]
        if not located or CAPITAL_NEXT.match(text, end):
            continue
        in_works = follows_works(text, start) or called_after(text, start)
        if in_works and IN_NEXT.match(text, end):
            continue
        if is_town(name) or (in_works and is_new(names, name)):
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
        yield end - next((len(t) for t in _TAILS if text.endswith(t, start, end)), 0)
