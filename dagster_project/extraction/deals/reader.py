"""Deals: who contracts with whom, about what, since when.

A trigger of the vocabulary (`deal`, `deal_verb`) opens a mention; its parties come from the
attachments of the sentence's organisations, a missing first party from the subject of the text.
Mentions of one deal in a document become one frame.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dagster_project.extraction.deals.facts import add_facts
from dagster_project.extraction.deals.grammar import Mention
from dagster_project.extraction.deals.listing import listed
from dagster_project.extraction.deals.mentions import mentions_in
from dagster_project.extraction.deals.merging import merged
from dagster_project.extraction.model import Frame, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.relevance import density

_KINDS = (
    "deal",
    "deal_verb",
    "deal_told",
    "deal_round",
    "deal_share",
    "deal_player",
    "deal_split",
    "deal_moved",
    "facility",
    "facility_loose",
)
# Below this weight of the field's terms the deals of a long document are another sector's.
PASSING, LONG = 0.7, 2000
_ABOUT = re.compile(r"[#*\s]*(?:About|Über|À propos|A propos|Acerca de)\b", re.I)


def extract(page: Page) -> list[Frame]:
    """All deals of a document; none where the field is only mentioned in passing."""
    if len(page.text) > LONG and density(page.lowered) < PASSING:
        return []
    strong: list[Frame] = []
    weak: list[Frame] = []
    last: Mention | None = None
    rows = listed(page)
    for sentence in _sentences(page, rows):
        found = rows.get(sentence) or mentions_in(page, sentence, last)
        for mention in found:
            last = mention
            (weak if mention.weak else strong).append(_frame(page, mention))
    return merged(page, strong, weak)


def _sentences(page: Page, rows: Collection[Sentence]) -> Iterator[Sentence]:
    about = False
    wanted = {*page.sentences_with(_KINDS), *rows}
    for sentence in page.sentences:
        if sentence.kind == "heading" or _ABOUT.match(page.text, sentence.start):
            about = _ABOUT.match(page.text, sentence.start) is not None
        if sentence in wanted and not about:
            yield sentence


def _frame(page: Page, mention: Mention) -> Frame:
    frame = Frame("deal", confidence=0.7 if mention.weak else 0.85)
    frame.add(
        "deal_type",
        mention.sentence,
        text=mention.type,
        start=mention.trigger.start,
        end=mention.trigger.end,
    )
    for side in mention.sides:
        party = side.party
        named = party.group >= 0
        frame.add(
            side.role,
            mention.sentence,
            text=party.name,
            start=party.start if named else None,
            end=party.end if named else None,
        )
    add_facts(page, frame, mention.sentence, mention.trigger, mention.type)
    return frame
