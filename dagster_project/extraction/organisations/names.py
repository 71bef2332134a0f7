"""Names of organisations: the reviewed ones of `dbt/seeds`, and what names are made of."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import ahocorasick_rs

from dagster_project.extraction.places.names import fold, place_names

SEEDS = Path(__file__).parents[3] / "dbt" / "seeds"
FOLDER = Path(__file__).parents[1] / "gazetteer"
Kind = Literal["company", "government"]
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_HANGUL = re.compile("[가-힣]")
_GOVERNMENT = re.compile(
    r"\b(?:Department|Ministry|Ministère|Ministerio|\w*ministerium|Agency|Commission|Government|"
    r"gouvernement|Regierung|(?:Strategic|State|European|Federal|National|Innovation|Transition|"
    r"Development|Transformation|Reconstruction|Wealth) Fund|Authority|Treasury|Army|Navy|"
    r"Air Force|(?:Information|Safety|Security|Business|Space|Aviation|Trade|Drug|Energy|"
    r"Services) Administration|Bundesamt|Agence|Parliament|Senate|Congress|Union|State of|"
    r"Commonwealth of|Province of|County|City of|Council)\b"
    r"|부$|처$|위원회$|部$|委员会$|政府$|정부$|省$"
)
# A Latin name that goes on in Hangul is another name, unless a particle follows.
HANGUL_WORD = re.compile(
    r"(?!(?:은|는|이|가|을|를|과|와|의|에|도|측|사|로|으로|에서|에게|까지|부터|만|및|과의|와의|과도|와도|과는|와는|"
    r"에도|에는|에게도|에서도|에서는|로부터|보다|이며|이고|처럼|사와|사는|사가|사의|측은|측이|측과)(?![가-힣])"
    r"|에서|에게|으로|까지|부터)[가-힣]"
)
# "The Global Lithium Market" speaks of no company.
_GOES_ON_AS_WORDS = re.compile(
    r" (?:Market|Markets|Demand|Supply|Industry|Prices|Sector|Economy)(?![a-z]{3})"
)
_GENITIVE = re.compile(r"s(?![^\W_])")
_AFFILIATE = re.compile(r"[A-Z]{1,3}(?![A-Za-z])")
_LEGAL_FORM = re.compile(r",? ([A-Z][\w./&]*)")
_COMPANY_FUND = re.compile(r"\b(?:Venture|Growth|Capital|Equity|Partners|Impact)\b")


class Known(NamedTuple):
    """A reviewed name found in the text."""

    start: int
    end: int
    name: str
    kind: Kind


class Words(NamedTuple):
    """What names are made of, lower case: see `gazetteer/organisation_words.txt`."""

    company: frozenset[str]
    government: frozenset[str]
    legal: frozenset[str]
    takes_of: frozenset[str]
    plant: frozenset[str]
    title: frozenset[str]
    starter: frozenset[str]
    generic: frozenset[str]
    eastern: frozenset[str]
    nothing: frozenset[str]


class _Gazetteer(NamedTuple):
    entries: list[tuple[str, Kind]]
    automaton: ahocorasick_rs.AhoCorasick


@cache
def words() -> Words:
    """The word lists, loaded once per process."""
    lists: dict[str, frozenset[str]] = {}
    for line in (FOLDER / "organisation_words.txt").read_text("utf-8").splitlines():
        kind, colon, rest = line.partition(":")
        if colon and not line.startswith("#"):
            lists[kind] = frozenset(rest.split())
    other: dict[str, set[str]] = {"generic": set(), "eastern": set(), "": set()}
    for line in (FOLDER / "not_organisations.txt").read_text("utf-8").splitlines():
        kind, _, rest = line.rpartition(":")
        if not line.startswith("#"):
            other[kind].update(rest.split())
    generic, eastern = frozenset(other["generic"]), frozenset(other["eastern"])
    return Words(**lists, generic=generic, eastern=eastern, nothing=generic | other[""])


@cache
def function_words() -> frozenset[str]:
    """Words no name begins or ends with."""
    return words().nothing - words().generic


@cache
def plain_words() -> frozenset[str]:
    """Words that make no name unless something else speaks for it."""
    return words().nothing | words().company


def find_known(
    text: str, start: int = 0, end: int | None = None, genitive: bool = False
) -> list[Known]:
    """Reviewed names in `text[start:end]`, longest first, none inside another.

    `genitive`: a name of five letters or more may carry the German "s".
    """
    gazetteer = _gazetteer()
    part = text[start:end]
    size = len(part)
    found: list[Known] = []
    matches = gazetteer.automaton.find_matches_as_indexes(part, overlapping=True)
    matches.sort(key=lambda m: (m[1], -m[2]))
    for index, first, last in matches:
        if found and first + start < found[-1].end:
            continue
        if first and _joined(part[first - 1], part[first]):
            continue
        if last < size and part[last - 1] < "\u2e80" and HANGUL_WORD.match(part, last):
            continue
        if first and _HANGUL.match(part, first) and _HANGUL.match(part, first - 1):
            continue
        goes_on = last < size and _joined(part[last - 1], part[last]) and part[first] < "\u2e80"
        if goes_on and not (genitive and last - first > 4 and _GENITIVE.match(part, last)):
            continue
        if _GOES_ON_AS_WORDS.match(part, last):
            continue
        name, kind = gazetteer.entries[index]
        if not name:
            found.append(Known(first + start, last + start, name, kind))
            continue
        affiliate = _AFFILIATE.match(part, last) if part[first] >= "\u2e80" else None
        if affiliate:
            # A name in Hangul or Han with Latin letters glued on is another member of the group.
            name, last = f"{name.removesuffix(' Group')} {affiliate[0]}", affiliate.end()
        elif not goes_on:
            last = _end_of_legal_form(part, last)
        found.append(Known(first + start, last + start, name, kind))
    return [known for known in found if known.name]


def _end_of_legal_form(text: str, end: int) -> int:
    """Where a name that ends at `end` ends with its legal form: after "Inc." in "X, Inc., a"."""
    while match := _LEGAL_FORM.match(text, end):
        written = match[1].casefold()
        if written in words().legal:
            end = match.end()
        elif written.removesuffix(".") in words().legal:
            return match.end() - 1
        else:
            break
    return end


def government(name: str) -> bool:
    """Whether a name is one of a state, a ministry, an agency."""
    return _GOVERNMENT.search(name) is not None and _COMPANY_FUND.search(name) is None


def without_legal_form(name: str) -> str:
    """For "GEM Co., Ltd." -> "GEM"; a name that is nothing but legal forms stays."""
    parts = name.split()
    while len(parts) > 1 and (parts[-1] == "&" or _is_legal(parts[-1])):
        parts.pop()
    return " ".join(parts).rstrip(",")


def _is_legal(word: str) -> bool:
    written = word.strip(",").casefold()
    return not words().legal.isdisjoint((written, written.strip("."), f"{written}."))


def _joined(left: str, right: str) -> bool:
    return left < "\u2e80" and right < "\u2e80" and left.isalnum() and right.isalnum()


@cache
def _gazetteer() -> _Gazetteer:
    names: dict[str, tuple[str, Kind]] = {}
    surfaces: dict[str, tuple[str, Kind]] = {}
    for row in _rows("organizations.csv"):
        kind: Kind = "government" if row["kind"] == "government" else "company"
        names[row["organization_id"]] = (row["name"], kind)
        surfaces[row["name"]] = (row["name"], kind)
    for row in _rows("organization_aliases.csv"):
        entry = names.get(row["organization_id"])
        if entry:
            surfaces.setdefault(row["alias"], entry)
    for surface in [s for s, (_, kind) in surfaces.items() if kind == "government" and " " in s]:
        # "the government of Ontario", "the department of Energy".
        surfaces.setdefault(surface[0].lower() + surface[1:], surfaces[surface])
    for surface in [s for s in surfaces if len(s) > 3 and s.isascii()]:
        if len(surface) > 4:
            surfaces.setdefault(surface.upper(), surfaces[surface])
        if surface.isupper() and surface.isalpha():
            # Newspapers write acronyms that are spoken as words like words: "Posco".
            surfaces.setdefault(surface.title(), surfaces[surface])
    # A name inside one of these words names nobody: "力拓" in "努力拓展".
    surfaces.update((word, ("", "company")) for word in words().eastern)
    usable = sorted(s for s in surfaces if _usable(s))
    return _Gazetteer([surfaces[s] for s in usable], ahocorasick_rs.AhoCorasick(usable))


def _usable(surface: str) -> bool:
    """Names that are also a place or a common word say nothing by themselves."""
    if _EASTERN.search(surface):
        return len(surface) > 1
    low = surface.casefold()
    acronym = surface.isupper() and len(surface) > 2
    if len(surface) < 2 or (low in words().nothing and not acronym):
        return False
    return fold(surface) not in place_names().areas or surface.isupper()


@cache
def countries() -> dict[str, str]:
    """Reviewed name -> ISO 3166-1 alpha-2 of its seat, where known."""
    return {r["name"]: r["country"] for r in _rows("organizations.csv") if r["country"]}


def _rows(name: str) -> list[dict[str, str]]:
    path = SEEDS / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
