"""What the sentences after a deal tell of it: further investors, terms, the other party."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.deals.grammar import RULES, Mention, Side
from dagster_project.extraction.deals.money import goods_follow, tonnage
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_REACH = 320
_OPENING = 48
_VAGUE = ("definitive_agreement", "partnership")
_OTHER_ROLE = {
    "buyer": "supplier",
    "supplier": "buyer",
    "investor": "target",
    "target": "investor",
    "lender": "borrower",
    "borrower": "lender",
    "acquirer": "target",
}
# How long or how often: goods that move so move under a contract.
_LASTING = re.compile(
    r"\b(?:per year|a year|each year|annual(?:ly)?|per annum|yearly|multi-?year|[\w-]+-year|"
    r"(?:over|for|within) (?:[a-z]+ ){0,3}(?:\w+) (?:years|months)|"
    r"(?:until|through|from|by|to) 20\d\d|"
    r"pro Jahr|jährlich\w*|im Jahr|bis 20\d\d|ab 20\d\d|\w+ Jahre|par an|annuell\w+|pendant|"
    r"jusqu[’']en|dès 20\d\d|ans|al año|anuales)\b|年|년",
    re.I,
)


def lasting(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells a tonnage and how long or how often it moves."""
    told = _LASTING.search(page.text, sentence.start, sentence.end) is not None
    return told and tonnage(page, sentence)


def near(earlier: Mention | None, sentence: Sentence) -> bool:
    """Whether a deal was told just before a sentence."""
    return earlier is not None and 0 <= sentence.start - earlier.sentence.end <= _REACH


def counterpart(sentence: Sentence, earlier: Mention, sides: list[Side]) -> list[Side]:
    """A lone party completed with whom the sentence before says it contracts with."""
    others = [s for s in earlier.sides if s.party.name != sides[0].party.name]
    if len(earlier.sides) != 2 or len(others) != 1:
        return sides
    party = _told(others[0].party, sentence)
    return [*sides, Side(party, _OTHER_ROLE.get(sides[0].role, "partner"))]


def sequel(
    page: Page, sentence: Sentence, earlier: Mention, parties: Sequence[Party]
) -> Mention | None:
    """The earlier deal with what a sentence adds that names no deal of its own."""
    known = {s.party.name for s in earlier.sides}
    new = [p for p in parties if p.kind == "company" and p.name not in known]
    joined = page.hits_in(sentence, "deal_round")
    kept = [s._replace(party=_told(s.party, sentence)) for s in earlier.sides]
    if earlier.type == "equity_investment" and joined and new:
        funds = [p for p in new if p.link in (None, "by", "from", "with", "other")]
        sides = [*kept, *(Side(p, "investor") for p in funds)]
        return Mention(earlier.type, sides, sentence, joined[0], False) if funds else None
    told = opens_told(page, sentence)
    if not told or new:
        return None
    return Mention(_refined(page, sentence, earlier.type), kept, sentence, told, True)


def opens_told(page: Page, sentence: Sentence) -> Hit | None:
    """The words by which a sentence speaks of a deal told before: "Under this agreement"."""
    hits = page.hits_in(sentence, "deal_told")
    return next((h for h in hits if h.start - sentence.start < _OPENING), None)


def _told(party: Party, sentence: Sentence) -> Party:
    """A party that the sentence leaves to the one before it."""
    return party._replace(start=sentence.start, end=sentence.start, link=None, group=-1)


def _refined(page: Page, sentence: Sentence, kind: str) -> str:
    """For "an agreement", "a partnership": the deal that its terms make it."""
    if kind != "definitive_agreement":
        return kind
    for noun in page.hits_in(sentence, "deal"):
        if noun.value not in (*_VAGUE, "again", "mou", "loi", "acquisition"):
            return noun.value
    for verb in page.hits_in(sentence, "deal_verb"):
        if verb.value in ("supply", "purchase", "sell") and goods_follow(page, sentence, verb):
            return "supply"
        if verb.value in ("recycle", "haul", "license"):
            return RULES[verb.value].type
    return kind
