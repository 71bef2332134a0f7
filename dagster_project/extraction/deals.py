"""Deals: who contracts with whom, about what, since when.

A trigger of the vocabulary (`deal`, `deal_verb`) opens a mention; its parties come from the
attachments of the sentence's organisations, a missing first party from the subject of the text.
Mentions of one deal in a document become one frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dagster_project.extraction.deal_facts import add_facts
from dagster_project.extraction.deal_merging import merged
from dagster_project.extraction.deal_parties import Party, names, parties_in
from dagster_project.extraction.deal_rules import RULES, Side, sides_of_noun, sides_of_verb
from dagster_project.extraction.model import Frame, Hit, Sentence
from dagster_project.extraction.page import Page

# What a sentence is about when several words fit: the most specific first.
_ORDER = (
    "mou",
    "loi",
    "framework",
    "licence",
    "joint_venture",
    "offtake",
    "tolling",
    "logistics_service",
    "recycling_service",
    "operator_contract",
    "supply",
    "loan",
    "equity_investment",
    "acquisition",
    "asset_sale",
    "partnership",
    "definitive_agreement",
)
_PUBLIC = {"mou", "loi", "joint_venture", "equity_investment", "framework", "acquisition"}
# One party is enough where money comes from many hands.
_ALONE = {"equity_investment", "loan"}
_ABOUT = re.compile(r"[#*\s]*(?:About|Über|À propos|A propos|Acerca de)\b", re.I)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|wurde|wurden|worden|été|est|fue|sido)\s(?:\w+\s)?$"
)


class Mention(NamedTuple):
    """A deal as one sentence tells it."""

    type: str
    sides: list[Side]
    sentence: Sentence
    trigger: Hit


def extract(page: Page) -> list[Frame]:
    """All deals of a document."""
    frames: list[Frame] = []
    for sentence in _sentences(page):
        for mention in _mentions(page, sentence):
            frames.append(_frame(page, mention))
    return merged(page, frames)


def _sentences(page: Page) -> Iterator[Sentence]:
    about = False
    wanted = set(page.sentences_with(("deal", "deal_verb")))
    for sentence in page.sentences:
        if sentence.kind == "heading" or _ABOUT.match(page.text, sentence.start):
            about = _ABOUT.match(page.text, sentence.start) is not None
        if sentence in wanted and not about:
            yield sentence


def _mentions(page: Page, sentence: Sentence) -> list[Mention]:
    blocked = page.hits_in(sentence, "deal_not")
    routine = [h for h in blocked if h.value == "routine"]
    if any(h.value == "hypothetical" for h in blocked):
        return []
    triggers = [
        h
        for h in page.hits_in(sentence, "deal", "deal_verb")
        if not any(r.start <= h.start and h.end <= r.end for r in routine)
    ]
    if not triggers:
        return []
    parties = parties_in(page, sentence)
    if not parties:
        return []
    found: list[Mention] = []
    for trigger in sorted(triggers, key=_rank):
        mention = _mention(page, sentence, trigger, parties)
        if mention and not any(_same(mention, other) for other in found):
            found.append(mention)
    return sorted(found, key=lambda m: m.trigger.start)


def _rank(trigger: Hit) -> tuple[int, int]:
    kind = trigger.value if trigger.kind == "deal" else RULES[trigger.value].type
    return _ORDER.index(kind) + (0 if trigger.kind == "deal" else 1), trigger.start


def _same(mention: Mention, other: Mention) -> bool:
    mine, theirs = {s.party.name for s in mention.sides}, {s.party.name for s in other.sides}
    return mine <= theirs or theirs <= mine


def _mention(page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]) -> Mention | None:
    if trigger.kind == "deal":
        kind = trigger.value
        sides = sides_of_noun(trigger, parties)
    else:
        kind = RULES[trigger.value].type
        before = page.text[max(sentence.start, trigger.start - 24) : trigger.start]
        sides = sides_of_verb(trigger, parties, _PASSIVE.search(before) is not None)
    sides = [s for s in sides if s.party.kind != "government" or kind in _PUBLIC]
    sides = _with_subject(page, sentence, sides)
    distinct = {s.party.name for s in sides}
    if len(distinct) < 2:
        return None
    return Mention(kind, _once(sides), sentence, trigger)


def _with_subject(page: Page, sentence: Sentence, sides: list[Side]) -> list[Side]:
    """The sides with the text's subject where the sentence names only one party."""
    if len(names(s.party for s in sides)) != 1:
        return sides
    subject = page.organisations.subject_at(sentence.start)
    if subject is None or subject == sides[0].party.name:
        return sides
    party = Party(sentence.start, sentence.start, subject, "company", None, -1)
    role = {
        "buyer": "supplier",
        "supplier": "buyer",
        "investor": "target",
        "target": "acquirer",
        "lender": "borrower",
        "acquirer": "target",
    }.get(sides[0].role, "partner")
    return [Side(party, role), *sides]


def _once(sides: list[Side]) -> list[Side]:
    seen: dict[str, Side] = {}
    for side in sides:
        seen.setdefault(side.party.name, side)
    return list(seen.values())


def _frame(page: Page, mention: Mention) -> Frame:
    frame = Frame("deal", confidence=0.8)
    frame.add(
        "deal_type",
        mention.sentence,
        text=mention.type,
        start=mention.trigger.start,
        end=mention.trigger.end,
    )
    for side in mention.sides:
        frame.add(
            side.role,
            mention.sentence,
            text=side.party.name,
            start=side.party.start,
            end=side.party.end,
        )
    add_facts(page, frame, mention.sentence, mention.trigger, mention.type)
    return frame
