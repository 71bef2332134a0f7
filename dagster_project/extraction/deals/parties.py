"""How the organisations of a sentence hang on its words: subject, object, "with X", "from X".

A chain "A, B and C" shares one attachment. In Chinese, Korean and Japanese, where particles do this
work, a name's attachment is read from the particle beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dagster_project.extraction.attachment import VERBAL, link_of
from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page


class Party(NamedTuple):
    """A mention with its attachment.

    `link` is with, between, from, to, by, of, into, for, owner ("X's"), other or None (subject or
    object); `group` numbers the chains of a sentence.
    """

    start: int
    end: int
    name: str
    kind: str
    link: str | None
    group: int


_AND = r"(?:and|und|et|y|e|as well as|sowie|ainsi que|along with|&|plus|together with)"
_APPOSED = r"(?:,\s(?:an?|the|its|one of|eine?|der|die|das|une?|le|la)\s[^;:.]{3,130}?(?=,))?"
_SUFFIX = r"(?:,? (?:Group|Holdings?|Inc|Corp|Corporation|Co|Company|Ltd|Limited|AG|SE|SA)\b\.?)*"
# For "Quorvex (NASDAQ: QVX)": a name again between brackets.
_IN_BRACKETS = re.compile(rf"{_SUFFIX}\s?\([^()]{{0,20}}")
_CHAIN = re.compile(
    rf"{_SUFFIX}(?:[’']s)?(?: [A-Z0-9]{{1,6}}\.[A-Z]{{1,3}}\b)?(?:\s*\([^)]{{0,60}}\))?{_APPOSED}"
    rf"(?:(?:,|、|·)\s?(?:{_AND}(?!\w))?|\s{_AND}(?!\w))\s?"
    r"(?:(?:(?:its|the|their|an?|der|die|das|dem|den|le|la|du|des|de|el|del|with|from|to|mit|avec|"
    r"between)\s)|[dl][’'])?(?:[a-zà-ÿ][\w’'-]*\s|[A-Z][a-z]+(?:ese|an|ish|n)\s|[A-Z][a-z]+[’']s\s|"
    r"[A-Z][\w.-]+\s(?=[a-z])){0,4}"
)
# The parent of who contracts is no party: "an arm of X", "X subsidiary Y".
# "with partners including X": X hangs where the partners hang.
_INCLUDING = re.compile(
    r"\s[\w-]+,? (?:including|such as|among them|namely|darunter|wie etwa|dont|notamment|"
    r"comme) $"
)
_PARENT = r"(?:subsidiary|subsidiaries|unit|arm|affiliate|division|Tochter\w*|filiale)"
_PARENT_BEFORE = re.compile(rf"\b{_PARENT} (?:of|von|de|du) (?:the )?$")
_PARENT_AFTER = re.compile(rf"(?:[’']s?)?(?: [\w-]+)? {_PARENT},? (?=[A-Z])")
_NEW_ITEM = re.compile(r"\b(?:one|another|second) (?:\w+ )?(?:with|from|to|mit|avec)\b")
_HAS_AND = re.compile(rf"\b{_AND}\b|[、·&]")
_GOES_ON = re.compile(rf"(?:\s?\([^)]*\))?(?:,?\s{_AND}\s|,\s(?=[A-Z0-9]))")
_GERMAN = re.compile(
    r"\b(an|beim?)\s(?:(?:die|den|das|der|dem|einen?|"
    r"eine[rmn]?)\s)?(?:[a-zäöü][\w-]*\s){0,2}(?:[A-ZÄÖÜ][\w-]*\s)?$",
    re.I,
)
_POSSESSIVE = re.compile(r"[’']s?\b|[’'](?=\s)")
_ACCORDING = re.compile(
    r"\b(?:according to|laut|nach Angaben von|selon|d[’']après|según)(?: the| der| die| la| le)? $",
    re.I,
)
_FOR = re.compile(r"(?:^|[.!?:]\s|\n)(?:For|Für|Pour|Para) $")
_ARRANGES = re.compile(
    r"[^.;:\n]{0,48}?\b(?:as|acted as|acting as|serving as|served as)\s(?:[\w-]+\s){0,5}?"
    r"(?:bookrunners?|underwriters?|placement agents?|lead managers?|arrangers?|"
    r"(?:financial|legal|exclusive) advis[eo]rs?|legal counsel|counsel)\b"
)
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_EASTERN_AND = frozenset({"와", "과", "と", "및", "·", "、"})
_EASTERN_WITH = re.compile(r"(?:与|和|同|跟|及|以及其?子?公司?|、|·|や)\s?(?:[一-鿿]{0,4})$")
_EASTERN_TO = re.compile(r"(?:(向|给|予|至|为)|从|自|由)\s?(?:[一-鿿]{2,4})?$")
_EASTERN_AFTER = re.compile(
    r"^\s?(?:(?P<with>(?:과|와)(?:는|도|의)?|と(?:の|は|も)?)|(?P<subject>은|는|이|가|は|が)|(?P<of>의|の)|"
    r"(?P<to>에|에게|に|へ)|(?P<from>로부터|から|에서))"
)


def _only_tells(text: str, sentence: Sentence, mention: Organisation) -> bool:
    """Whether somebody is named as a source, or as the bank or the lawyer of a deal."""
    told = _ACCORDING.search(text, max(0, mention.start - 30), mention.start)
    # Who opens a sentence as its source may be a party.
    told = told if told and told.start() > sentence.start else None
    # "For A, the partnership is a sign": who judges it.
    judges = text.startswith(",", mention.end) and _FOR.search(
        text, max(0, mention.start - 8), mention.start
    )
    return bool(told or judges or _ARRANGES.match(text, mention.end))


def parties_in(page: Page, sentence: Sentence) -> list[Party]:
    """All mentions of a sentence in order, each with its attachment."""
    text = page.text
    parties: list[Party] = []
    mentions = page.organisations_in(sentence)
    for mention in mentions:
        if _only_tells(text, sentence, mention):
            continue
        before = _INCLUDING.sub(" ", text[sentence.start : mention.start])
        last = parties[-1] if parties else None
        if (
            last
            and last.name == mention.name
            and _IN_BRACKETS.fullmatch(text, last.end, mention.start)
        ):
            continue
        if last and last.end > mention.start and last.name != mention.name:
            parties.append(_party(mention, last.link, last.group))
            continue
        link = (
            _eastern_link(text, mention)
            if _EASTERN.search(text, mention.start, mention.end + 1)
            else None
        )
        link = link or (_german_link(before) if page.language == "de" else None) or link_of(before)
        if _ACCORDING.fullmatch(before):
            link = None  # "According to A, a memorandum has been signed with B"
        if _PARENT_BEFORE.search(before[-40:]):
            link = "other"
        elif _PARENT_AFTER.match(text, mention.end):
            continue
        between = text[last.end : mention.start] if last else ""
        headline = last is not None and sentence.kind == "heading" and last.start == sentence.start
        if last and headline and between == ", ":
            parties.append(_party(mention, last.link, last.group))
            continue
        if last and not between.strip() and last.link == link and between:
            link = None  # "With X we signed one": the preposition is X's
        if last and between.strip() in _EASTERN_AND:
            # "A와 B는": the particle after A only joins it to B.
            parties[-1] = last = last._replace(link=link if link != "with" else last.link)
            parties.append(_party(mention, last.link, last.group))
            continue
        chained = last is not None and _chained(between, text[mention.end : mention.end + 40])
        parent = _PARENT_BEFORE.search(before[-40:]) is not None
        if last and chained and not parent and (link is None or link in ("other", last.link)):
            parties.append(_party(mention, last.link, last.group))
            continue
        if link is None and _POSSESSIVE.match(text, mention.end):
            link = "owner"
        parties.append(_party(mention, link, last.group + 1 if last else 0))
    return (
        _with_last_link(parties)
        if _EASTERN.search(page.text, sentence.start, sentence.end)
        else parties
    )


def _german_link(before: str) -> str | None:
    """For "an die X", "bei X", which are no prepositions, or others, in English."""
    found = _GERMAN.search(before[-60:])
    return {"an": "to", "bei": "from", "beim": "from"}[found[1].lower()] if found else None


def _with_last_link(parties: list[Party]) -> list[Party]:
    """Particles follow the last name of a chain and hold for all of it."""
    links = {p.group: p.link for p in parties if p.link}
    return [p._replace(link=p.link or links.get(p.group)) for p in parties]


def names(parties: Iterable[Party]) -> list[str]:
    """Distinct names, in order."""
    return list(dict.fromkeys(p.name for p in parties))


def _party(mention: Organisation, link: str | None, group: int) -> Party:
    return Party(mention.start, mention.end, mention.name, mention.kind, link, group)


def _chained(between: str, after: str) -> bool:
    """Whether a name goes on a list; after a mere comma only if the list goes on."""
    if len(between) > 190 or _NEW_ITEM.search(between) or not _CHAIN.fullmatch(between):
        return False
    if not _HAS_AND.search(between) and not _GOES_ON.match(after) and between.strip() == ",":
        return False
    return len(between) > 90 or not VERBAL.search(between)


def _eastern_link(text: str, mention: Organisation) -> str | None:
    after = _EASTERN_AFTER.match(text[mention.end : mention.end + 4])
    if after:
        for link in ("with", "of", "to", "from"):
            if after[link]:
                return link
    if _EASTERN_WITH.search(text[max(0, mention.start - 8) : mention.start]):
        return "with"
    toward = _EASTERN_TO.search(text[max(0, mention.start - 8) : mention.start])
    if toward:
        return "to" if toward[1] else "from"
    return None
