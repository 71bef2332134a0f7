"""Lists of recipients, and what a told action is called.

"The department picked five makers:" with one item each; "A ($67 million) and B ($125 million)".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import takewhile

from dagster_project.extraction.grants.events import FATES, ORIGINS, Event
from dagster_project.extraction.grants.memory import Change, date_told, instrument_of
from dagster_project.extraction.grants.parties import funder
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Hit, Quantity, Sentence
from dagster_project.extraction.page import Page

_LIST_REACH = 40
_NAMED_REACH = 12
# "The winners:" between a sentence and its list.
_BRIDGE = 60
_ITEM_LENGTH = 300
# How far into an item its recipient may begin, in characters; in a table the number comes first.
_LEAD = 6
_NOT_LISTED = ("grant_action", "grant_negated", "grant_undecided")
_OWN = re.compile(r"\s?[(（:：–—-]\s?|,\s")


def list_items(page: Page, reading: Reading, index: int) -> list[Sentence]:
    """The items that follow a sentence about several recipients; none where it is about one."""
    following = page.sentences[index + 1 : index + 1 + _LIST_REACH]
    if _is_item(reading.sentence):  # an item of a digest heads no list
        following = [s for s in following if s.line == reading.sentence.line]
    short = list(takewhile(lambda s: not _is_item(s) and s.end - s.start < _BRIDGE, following[:2]))
    items = list(takewhile(_is_item, following[len(short) :]))
    if not items and page.sentence_text(page.sentences[index]).endswith((":", "：")):
        items = _lines(page, following)
    return items or (following[:_NAMED_REACH] if reading.of("grant_pool") else [])


def _lines(page: Page, following: list[Sentence]) -> list[Sentence]:
    """The lines after a colon that are headed by a company and its sum, one sentence each."""
    items = []
    for item in following:
        first = next(iter(page.organisations_in(item)), None)
        sums = [q for q in page.quantities_in(item) if q.kind == "money"]
        if first is None or first.start - item.start > _LEAD or len(sums) != 1:
            break
        items.append(item)
    return items


def _is_item(sentence: Sentence) -> bool:
    return sentence.kind in ("bullet", "row")


def listed_changes(
    page: Page, reading: Reading, found: list[Event], items: list[Sentence], index: int
) -> list[Change]:
    """One change for each recipient that heads an item."""
    origin = next((e for e in found if e.action in ORIGINS | {"signed"}), None)
    body = funder(reading, origin) if origin else None
    firm = any(not reading.is_loose(i) for i in reading.instruments)
    if origin is None or not (body or (firm and (reading.is_public or program_of(reading)))):
        return []
    changes = []
    lines: list[int] = []
    for item in items:
        first = next((o for o in page.organisations_in(item) if o.kind != "government"), None)
        lead = first.start - item.start if first else _ITEM_LENGTH
        if first is None or (lead > _LEAD and item.kind != "row"):
            continue
        later = bool(lines) and lines[-1] == item.line
        lines.append(item.line)
        if later or item.end - item.start > _ITEM_LENGTH or page.hits_in(item, *_NOT_LISTED):
            continue
        money = next((q for q in page.quantities_in(item) if q.kind == "money"), None)
        if money is None and item.kind == "prose":
            continue
        listed = replace(origin, amount=money)
        instrument = instrument_of(reading, listed, [])
        action = action_of(reading, listed, instrument, [], [])
        if action:
            changes.append(
                Change(
                    action=action,
                    sentence=item,
                    event=listed,
                    recipient=first.name,
                    funder=body.name if body else None,
                    instrument=instrument,
                    amount=money,
                    date=date_told(reading, listed, [], []),
                    program=program_of(reading),
                    index=index,
                )
            )
    return changes


def own_sums(reading: Reading, names: list[str]) -> dict[str, Quantity]:
    """The sum right behind each of several names, "A ($67 million)", or in their order."""
    if len(names) < 2:
        return {}
    if len(reading.sums) == len(names) and any(h.value == "row" for h in reading.of("grant_each")):
        return dict(zip(names, reading.sums, strict=True))
    own: dict[str, Quantity] = {}
    for who in reading.companies:
        for money in reading.sums:
            gap = reading.page.text[who.end : money.start]
            if who.name in names and who.end <= money.start and _OWN.fullmatch(gap):
                own.setdefault(who.name, money)
    return own if len(own) > 1 else {}


def action_of(
    reading: Reading, event: Event, instrument: str, told: list[Change], names: list[str]
) -> str | None:
    """The contract's word for an action, which may hang on the instrument."""
    debt = instrument in ("loan", "loan_guarantee")
    if event.action in ("increased", "reduced", "disbursed") and not (event.amount or event.part):
        return None
    if event.action in ("signed", "announced"):
        return "closed" if debt and event.action == "signed" else "awarded"
    if event.action == "conditional_commitment" and instrument == "tax_credit":
        return "awarded"  # credits are allotted, nobody commits to them
    if event.action == "pledged":
        return "conditional_commitment" if _on_conditions(reading) else "awarded"
    if event.action == "closed" and not debt:
        known = any(c.recipient in names and c.amount for c in told[-2:])
        return "awarded" if event.amount or known else None
    if event.action in ("awarded", "implied", "invested"):
        ended = any(c.action in FATES - {"retained"} and c.recipient in names for c in told)
        if ended and reading.of("grant_continue"):
            return "retained"
        if instrument != "loan":
            return "awarded"
        said = [
            h
            for h in reading.of("grant_approval")
            if _overlap(h, event) or (event.also and h.end <= event.start)
        ]
        if not said:
            return "closed"
        return "conditional_commitment" if _on_conditions(reading) else "awarded"
    return event.action


def _overlap(hit: Hit, event: Event) -> bool:
    return hit.start < event.end and event.start < hit.end


def _on_conditions(reading: Reading) -> bool:
    """Whether an approval binds nobody yet: said in its sentence or in the one after."""
    at = bisect_left(reading.page.sentences, reading.sentence)
    near = reading.page.sentences[at : at + 2]
    return any(
        reading.page.hits_in(s, "grant_condition") for s in near if s.line == reading.sentence.line
    )


def program_of(reading: Reading) -> str | None:
    """The programme a sentence names."""
    return next((h.value for h in reading.of("grant_program")), None)
