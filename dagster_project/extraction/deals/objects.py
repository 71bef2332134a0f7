"""What a verb or noun of a deal speaks of: whose things, which works, how many tonnes."""

from __future__ import annotations

import re

from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_WORKS_ON = {"recycle"}
_ITS = re.compile(r"(?:its|their|ihr\w*|seine\w?|son|sa|ses|leurs?|sus?)$")
_OWNED = re.compile(
    r"\b(?:it|them|company|firm|business\w*|stake|shares|rival|competitor|start-?up|recycler|maker|"
    r"producer|developer|miner|refiner|units?|rest|remaining|plants?|works|factor(?:y|ies)|sites?|"
    r"refiner(?:y|ies)|mines?|smelters?|lines?|assets|divisions?|operations|facilit(?:y|ies)|"
    r"project|subsidiar(?:y|ies)|arm|interest|control|ownership|out|partner|venture|estate|"
    r"trader|group|specialist|supplier|manufacturer|complex|campus|gigafactor(?:y|ies)|"
    r"acquisition|takeover|%|per cent)\b|%|[A-Z]"
)
# "The acquisition of the ISO 9001 certification", "has acquired new skills".
_NOT_OWNED = re.compile(
    r"[^,.;:()]{0,60}?\b(?:certifications?|accreditations?|certificates?|skills|experience|"
    r"knowledge|approvals?|permits?|reputation|funding|financing|data|customers)\b",
    re.I,
)
_AS_PLACE = re.compile(r"\b(?:from|at|in|by|for|to) (?:its|their|the) (?:[\w-]+ ){0,3}$")
_REACH = 70


def _is_object(text: str, trigger: Hit, party: Party) -> bool:
    """For "processes it for a fee": the pronoun stands for goods."""
    close = 0 < party.start - trigger.end < 2
    return close and trigger.value in _WORKS_ON and text[party.start : party.end].lower() == "it"


def in_reach(page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]) -> list[Party]:
    """The parties of a verb: none behind a semicolon that follows it, no "its" of the subject's."""
    stop = page.text.find(";", trigger.end, sentence.end)
    end = sentence.end if stop < 0 else stop
    before = [p for p in parties if p.end <= trigger.start]
    names = {p.name for p in before}
    kept: list[Party] = []
    for party in parties:
        own = party.start >= trigger.end and party.name in names
        if party.start >= end or (own and _is_object(page.text, trigger, party)):
            continue
        if own and _ITS.match(page.text, party.start, party.end):
            others = names - {before[-1].name}
            if party.link not in ("to", "for") or len(others) != 1:
                continue
            # "A said B will supply its plant": the plant is A's.
            party = party._replace(name=others.pop())
        kept.append(party)
    return kept


def owned_after(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether a company or its works is what is bought: "buys half of that" tells no takeover."""
    if page.language != "en":
        return True
    end = min(sentence.end, trigger.end + _REACH)
    return _OWNED.search(page.text, trigger.end, end) is not None


def acquirable(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether what follows can change hands: "the acquisition of a certification" cannot."""
    english = page.language == "en" and trigger.value in ("acquisition", "acquire")
    return not english or _NOT_OWNED.match(page.text, trigger.end, sentence.end) is None


def tonnes(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells a mass of goods, and not what a works can make."""
    works = page.hits_in(sentence, "facility", "facility_loose")
    return not works and any(q.kind == "mass" for q in page.quantities_in(sentence))


def as_place(page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]) -> bool:
    """For "nickel from its Sulawesi joint venture": where goods come from, whoever owns it."""
    before = page.text[max(sentence.start, trigger.start - 60) : trigger.start]
    told = any(p.link in ("with", "between", "of") and p.start >= trigger.end for p in parties)
    return not told and _AS_PLACE.search(before) is not None
