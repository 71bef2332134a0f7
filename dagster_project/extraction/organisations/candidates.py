"""Names nobody has met before: capitalised phrases, and what speaks for their being organisations.

Every phrase collects votes from its own words (legal form, "Materials"), from its neighbours
("recycler X", "X, a Massachusetts-based company", "CEO of X", "X signed", "X (NASDAQ: Y)") and from
the document ("About X"). People, places and common words are voted down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dagster_project.extraction.organisations.common import is_coined, is_person
from dagster_project.extraction.organisations.names import (
    government,
    plain_words,
    without_legal_form,
    words,
)
from dagster_project.extraction.organisations.phrases import phrases
from dagster_project.extraction.organisations.votes import Around, Candidate, vote
from dagster_project.extraction.places.names import fold, place_names

if TYPE_CHECKING:
    from dagster_project.extraction.page import Page

ENOUGH = 2.0
_TICKER = re.compile(
    r",?\s*[(（\[]\s*((?:NASDAQ|Nasdaq|NYSE|TSXV?|TSX-V|ASX|LSE|OTC\w*|CSE|FSE|FRA|KOSDAQ|KOSPI|KRX|"
    r"Euronext|TYO|TSE|HKEX|SZSE|SSE|SIX|AIM|Oslo|STO|XETRA|NEO|Cboe)\b[^()（）\[\]]{0,60})[)）\]]"
)
_SYMBOL = re.compile(r"[:：]\s*([A-Z0-9]{1,6})\b")
_DEFINED = re.compile(
    r",?\s*[(（](?:the |hereinafter |together, )?(?:[“\"'„‘](?:the )?([^”\"'’“]{1,40})[”\"'’“]"
    r"|([A-Z][\w&-]{1,9}))(?: or [^)]*)?[)）]"
)
_MIXED = re.compile(r"^[A-Za-z]*[a-z][A-Z]|[A-Za-z]{3}\d[A-Za-z]{3}|\b[A-Z]&[A-Z]\b")
_LETTERS = re.compile(r"[^\W\d_]{2}|^\d[A-Z]")
_GIVEN = {"legal form", "ticker", "about", "officer", "defined", "noun"}
_STRONG = {"legal form", "ticker", "about", "noun", "officer", "apposition", "spelling", "list"}
_BESIDE = {"slot", "verb", "object"}
_LISTED = re.compile(r"(?:,?\s(and|und|et|y|as well as|&|/)|,)\s")
_LISTED_NEXT = re.compile(
    r"^(?:[A-ZÀ-Þ][^,.;:\n]{1,40},\s){0,5}[^,.;:\n]{2,40}?,?\s(?:and|und|et|y|&)\s[A-ZÀ-Þ]"
)
# "RMB40", "90VAC", "P210", "Outset-specific", "Websitehttp": no words for a company.
_NO_NAME = re.compile(
    r"^(?:I[’'](?:ve|m|ll|d)|[MBmb]illion|\w*News\w*|(?:Millionen|Milliarden|Mio|Mrd)\b.*|"
    r"[A-Z]\w*(?:bescheid|zuschuss|darlehen|beihilfe)s?|(?:RMB|USD|EUR|CNY|KRW|JPY|CAD|AUD)\d+|"
    r"\d+[A-Z]+|[A-Z]{1,3}\d+|Website\w*|"
    r"(?:Industrie|Chemie|Gewerbe|Technologie)(?:park|gebiet)\b.*|"
    r".*-(?:specific|type|based|related|grade|friendly|free|efficiency))$"
)
# So far a list of names may reach.
_LIST = 200
# "Luckily, the company".
_ADVERB = re.compile(r"[A-Z][a-z]{2,}[aeilrst]ly")
_BRACKETED = re.compile(r"[(（][“\"'„]?$|(?:Arca|ARCA|[A-Z]{3,}): ?$")
_ACTIVITY = re.compile(r"[A-Z][a-z]{3,}ing$")


class Evidence(NamedTuple):
    """What one reading of a document found: phrases by name, and abbreviations it defines."""

    candidates: dict[str, Candidate]
    defined: dict[str, str]


def find_candidates(page: Page, known: Sequence[tuple[int, int]]) -> Evidence:
    """All capitalised phrases of a document with their votes; `known` spans are left out."""
    around = _around(page)
    found: dict[str, Candidate] = {}
    defined: dict[str, str] = {}
    taken = set(known)
    for start, end in phrases(page.text, around.opens):
        text = page.text[start:end]
        name = without_legal_form(text)
        candidate = found.get(name) or found.setdefault(name, _candidate(name, page.language))
        candidate.spans.append((start, end))
        if text != name:
            candidate.vote("legal form", 4)
        for ticker in _tickers(page.text, end):
            candidate.vote("ticker", 4)
            defined.setdefault(ticker, name)
        if _BRACKETED.search(page.text, max(0, start - 7), start) and name not in defined:
            candidate.vote("abbreviation", -3)
        defines = _DEFINED.match(page.text, end)
        if defines:
            short = (defines[1] or defines[2]).strip()
            if defines[1] or _stands_for(short, name):
                defined.setdefault(short, name)
                candidate.vote("defined", 2.5 if short == "Company" else 1.0)
        headline = page.language != "de" and _in_title_case(page.text, start)
        if (start, end) not in taken and (not headline or "coined" in candidate.evidence):
            vote(page.text, candidate, start, end, around)
    surnames = {c.name.rsplit(" ", 1)[-1] for c in found.values() if c.person}
    for candidate in found.values():
        candidate.person = candidate.person or candidate.name in surnames
        _vote_name(candidate)
    _vote_lists(page.text, found, known)
    for candidate in found.values():
        # German capitalises every noun.
        lone = page.language == "de" and " " not in candidate.name
        beside = "coined" in candidate.evidence and candidate.evidence.keys() & _BESIDE
        if lone and not beside and not candidate.evidence.keys() & _STRONG:
            candidate.vote("noun of German", -2)
    return Evidence(found, defined)


def definition(text: str, end: int) -> str | None:
    """The short form that brackets after a name define in quotes: (the "Company")."""
    match = _DEFINED.match(text, end)
    return match[1].strip() if match and match[1] else None


def _around(page: Page) -> Around:
    """The words of the vocabulary beside which a name may stand."""
    around = Around(defaultdict(list), {}, [])
    for hit in page.hits:
        if hit.kind in ("deal", "deal_verb"):
            around.deals.append(hit.start)
        if hit.kind.startswith("org_") or hit.kind == "deal_verb":
            around.opens[hit.start].append((hit.kind, hit.end))
            if around.closes.get(hit.end) != "org_title":
                around.closes[hit.end] = hit.kind
    return around


def _candidate(name: str, language: str) -> Candidate:
    candidate = Candidate(name, person=is_person(name))
    if is_coined(name, language):
        candidate.vote("coined", 0.5 if _MIXED.search(name) else 1)
    return candidate


def _in_title_case(text: str, position: int) -> bool:
    """Whether a line is a headline that capitalises its words: they say nothing about a name."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > 200:
        return False
    words_ = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
    return len(words_) > 4 and sum(w[0].isupper() for w in words_) > 0.75 * len(words_)


def _tickers(text: str, end: int) -> Iterator[str]:
    """Symbols in the brackets after a name: "(CSE: ABC) (OTCQB: ABCDF)"; "" for a bare exchange."""
    match = _TICKER.match(text, end)
    while match:
        yield from _SYMBOL.findall(match[1]) or [""]
        match = _TICKER.match(text, match.end())


def _vote_lists(text: str, found: dict[str, Candidate], known: Sequence[tuple[int, int]]) -> None:
    """A name in a list with an organisation is one too: "Alpha, Beta and Gamma Corp"."""
    spans = sorted(
        [(a, b, None) for a, b in known]
        + [(a, b, c) for c in found.values() for a, b in c.spans if (a, b) not in known]
    )
    for _ in range(3):
        for (_, end, left), (start, _, right) in pairwise(spans):
            joint = _LISTED.fullmatch(text, end, start)
            if not joint or (not joint[1] and not _LISTED_NEXT.match(text[start : start + _LIST])):
                continue
            for one, other in ((left, right), (right, left)):
                if other is None or fold(other.name) in place_names().cities:
                    continue
                if one is None or one.votes >= ENOUGH:
                    other.vote("list", 2)


def _stands_for(short: str, name: str) -> bool:
    initials = "".join(
        w if w.isupper() else w[0] for w in re.split(r"[ -]", name) if w[:1].isalnum()
    )
    low = short.casefold()
    return initials.casefold().startswith(low[:2]) or low in name.casefold()


def _postal(name: str) -> bool:
    """Whether a name is the abbreviation of a state: "Reno, NV"."""
    return len(name) == 2 and name in place_names().abbreviations


def _vote_name(candidate: Candidate) -> None:
    lists = words()
    tokens = candidate.name.split()
    last = tokens[-1].casefold()
    whole = {t.casefold().strip(",.") for t in tokens}
    if government(candidate.name) and len(tokens) > 1:
        candidate.vote("words", 3)
        candidate.vote("article", 0)  # "the Ministry of ..."
    elif len(tokens) > 1 and last in lists.company:
        candidate.vote("words", 2)
    if _MIXED.search(candidate.name):
        candidate.vote("spelling", 1.5)
    elif candidate.name.isupper() and 2 <= len(candidate.name) <= 6:
        candidate.vote("spelling", 1 if len(candidate.name) > 2 else 0.5)
    if len(candidate.spans) > 2:
        candidate.vote("often", 0.5)
    if whole <= lists.nothing or last in lists.plant or not _LETTERS.search(candidate.name):
        candidate.vote("common", -8)
    if _ADVERB.fullmatch(candidate.name) and not candidate.evidence.keys() & _GIVEN:
        candidate.vote("adverb", -4)
    if _NO_NAME.match(candidate.name) or whole <= lists.legal:
        candidate.vote("form", -8)
    plain = whole <= plain_words() or _ACTIVITY.match(tokens[0])
    if len(tokens) > 1 and plain and not candidate.evidence.keys() & _GIVEN:
        candidate.vote("plain", -2)
    if fold(candidate.name) in place_names().areas or _postal(candidate.name):
        candidate.vote("area", -6)
    places, key = place_names(), fold(candidate.name)
    is_city = key in places.cities or key in places.other_names
    if len(tokens) == 1 and is_city and not candidate.evidence.keys() & _GIVEN:
        candidate.vote("city", -1.5)
    if candidate.person and candidate.votes < 6:
        candidate.vote("person", -5)
