"""Small questions about the words around a noun, answered from `grammar/determiners`."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import entries, pattern

EASTERN = "\u2e80"
_CLAUSE_END = re.compile(
    r"; |: | [–—] | -- |, (?:and|but|while|whereas|although|und|aber|während|et|mais|"
    r"tandis que|of which|wovon|davon|dont)\b|(?<!\b[A-Z][a-z])\. (?=[A-ZÀ-Þ])|"
    r"[,;，；、](?=[\u2e80-\uffff])|, (?=[가-힣])|(?<=[고며]) (?=[가-힣])"
)

_ONE_OF = re.compile(
    r"(?:The first|The second|One|Both|Two|All) (?:of (?:them|these|the)|are|were|have)\b|"
    r"(?:Die erste|Das erste|Eine|Eines|Beide) (?:davon|von ihnen|sind|laufen)\b|"
    r"(?:La première|L'une|Les deux) (?:d'elles|d'entre elles|sont)\b"
)


@cache
def words(group: str) -> frozenset[str]:
    """All words of a group (`definite`, `indefinite`, `stop` …), of all languages, lowered."""
    return frozenset(surface.lower() for surface, _ in entries("determiners", group, "en"))


@cache
def _located() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern(words('locative'))})\s?(?:[^\s,;]+ ){{0,3}}$", re.IGNORECASE)


@cache
def _of() -> re.Pattern[str]:
    of = pattern(words("of"))
    return re.compile(rf"\s*(?:{of})\s?(?:the |le |la |der |dem )?", re.IGNORECASE)


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{pattern(words('preposition'))})\s(?:the |der |dem |den |la |le )?$", re.IGNORECASE
    )


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern(words('pronoun'))})(?!\w)", re.IGNORECASE)


def is_located(text: str, start: int) -> bool:
    """Whether words such as "in", "near the" lead up to a position."""
    return _located().search(text, max(0, start - 44), start) is not None


def joins_of(text: str, start: int, end: int) -> bool:
    """Whether nothing but "of the", "von", "de" stands between two positions."""
    return start <= end and _of().fullmatch(text, start, end) is not None


def follows_preposition(text: str, start: int) -> bool:
    """Whether a name is led up to by "with", "from", "mit": no subject."""
    return _preposition().search(text, max(0, start - 24), start) is not None


def comes_from(text: str, start: int) -> bool:
    """Whether "from", "aus" stand before a place: where somebody is from, nothing is made."""
    before = text[max(0, start - 12) : start].split(" ")
    return len(before) > 1 and before[-2].lower() in words("origin")


def opens_with_pronoun(text: str, start: int) -> bool:
    """Whether a sentence begins by pointing back ("It is laid out for")."""
    return _pronoun().match(text, start) is not None


def opens_with_one(text: str, start: int) -> bool:
    """Whether a sentence begins with one or all of those named before ("The first of them")."""
    return _ONE_OF.match(text, start) is not None


def clause(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """The clause of `text[start:end]` around a position."""
    first, last = start, end
    for stop in _CLAUSE_END.finditer(text, start, end):
        if stop.end() <= at:
            first = stop.end()
        elif stop.start() >= at:
            last = stop.start()
            break
    return first, last


def is_eastern(text: str, at: int) -> bool:
    """Whether a character belongs to a script without articles and mostly without spaces."""
    return text[at] >= EASTERN
