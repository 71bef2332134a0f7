"""Common words and first names: a capitalised word that is neither is likely a company's name."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.organisations.names import FOLDER, words
from dagster_project.extraction.places.names import fold, place_names

_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("r", ""),
    ("ly", ""),
)


_ROMANCE = frozenset(["fr", "es", "it", "pt"])
# Endings of German plurals, abstract nouns, materials, and of titles before a person's name.
_GERMAN = re.compile(
    r"(?:en|ern|eln|er|e|ung|heit|keit|schaft|tion|tät|ment|nis|ling|chef|chefin|material|metall|stoff|"
    r"strom|geld|recycling|erz|salz|sulfat|[ck]arbonat|oxid|graphit|kobalt|lithium|nickel|masse|stahl|"
    r"kupfer|mangan|zink|blei|bedarf|platz|anteil|prozent|euro|dollar|start|ende|bau|betrieb|geschäft|"
    r"markt|umsatz|gewinn|verlust|insolvenz|vertrags?|preis|jahr|monat|quartal|grund|ziel|teil|rund|sitz|blick|beginn|anfang|basis|bord|erfolg|druck|kraft|wert|dank|bezug|"
    r"sicht|dach|plan|vertrieb)s?$",
    re.I,
)


@cache
def _listed(name: str) -> frozenset[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def is_common(word: str) -> bool:
    """Whether English writes a word without a capital, itself or what it is formed from."""
    listed = _listed("common_words.txt")
    forms = {word.casefold()}
    for _ in range(2):  # "dealers" is "deal" with two endings
        if any(f in listed or f in words().nothing for f in forms):
            return True
        forms = {stem for form in forms for stem in _stems(form)}
    return any(f in listed for f in forms)


def _stems(word: str) -> list[str]:
    found = [word.removesuffix(end) + rest for end, rest in _ENDINGS if word.endswith(end)]
    return [stem for stem in found if len(stem) > 2]


def is_coined(name: str, language: str = "en") -> bool:
    """Whether a name begins with a word that is no common one, no place and no first name.

    Romance languages write no noun large, German writes none bare but plurals and masses.
    """
    first, *rest = name.replace("-", " ").split() or [""]
    if len(first) < 3 or not first.isalpha() or first.isupper() or is_person(name):
        return False
    if language == "de":
        common = first.casefold() in words().nothing or bool(_GERMAN.search(name))
    else:
        common = first.casefold() in words().nothing if language in _ROMANCE else is_common(first)
    places = place_names()
    known = (first, name) if rest else (first,)
    return not common and not any(
        fold(n) in places.areas or fold(n) in places.cities for n in known
    )


def is_person(name: str) -> bool:
    """For "Ann Holm": a first name, and no word of a company's at the end."""
    first, *rest = name.split()
    last = rest[-1].casefold().strip(".,") if rest else ""
    return (
        0 < len(rest) < 3
        and first in _listed("given_names.txt")
        and last not in words().company
        and last not in words().legal
    )
