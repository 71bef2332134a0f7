"""Mentions of one deal in a document become one frame."""

from __future__ import annotations

import re

from dagster_project.extraction.deals.grammar import apart
from dagster_project.extraction.model import Frame, Slot
from dagster_project.extraction.page import Page

ROLES = ("supplier", "buyer", "partner", "acquirer", "target", "investor", "lender", "borrower")
_FAMILIES = (
    {"mou", "loi"},
    {"supply", "offtake", "definitive_agreement", "tolling"},
    {
        "partnership",
        "logistics_service",
        "recycling_service",
        "licence",
        "operator_contract",
        "tolling",
        "definitive_agreement",
        "framework",
        "supply",
    },
    {"joint_venture", "partnership"},
    {"acquisition", "asset_sale", "definitive_agreement"},
    {"equity_investment"},
    {"loan"},
)
_DEFINITIVE = re.compile(r"definiti|binding|正式|본계약", re.I)
_PAPERS = {"mou", "loi"}
_FIRM = {"joint_venture", "acquisition", "supply", "offtake", "equity_investment"}
_VAGUE = {"partnership", "definitive_agreement"}


def parties(frame: Frame) -> set[str]:
    """The names of a frame's parties, whatever their role."""
    return {name for role in ROLES for name in frame.texts(role)}


def merged(page: Page, strong: list[Frame], weak: list[Frame]) -> list[Frame]:
    """The frames with mentions of one deal joined, in the order of the text.

    A weak mention ("the collaboration with X") joins any deal of the same parties.
    """
    kept: list[Frame] = []
    for frame in strong:
        same = next((other for other in kept if _same(page, other, frame)), None)
        if same is None:
            kept.append(frame)
        else:
            _join(same, frame)
    for frame in weak:
        same = next((other for other in kept if _retold(page, other, frame)), None)
        if same is None:
            kept.append(frame)
        else:
            _join(same, frame)
    for frame in kept:
        _specify(page, frame)
    return sorted(kept, key=lambda f: f.slots[0].start or 0)


def _specify(page: Page, frame: Frame) -> None:
    """Name what no word named: "a deal with X" moves goods, or else it is a partnership."""
    kind = frame.slots[0]
    if kind.text != "definitive_agreement" or kind.start is None or kind.end is None:
        return
    if not _DEFINITIVE.search(page.text, kind.start, kind.end):
        kind.text = "supply" if frame.texts("material") else "partnership"


def _retold(page: Page, one: Frame, two: Frame) -> bool:
    mine, theirs = parties(one), parties(two)
    sentence = two.slots[0].sentence
    earlier = sentence.start < one.slots[0].sentence.start
    if mine != theirs and (earlier or not (mine <= theirs or theirs <= mine)):
        return False
    if apart(_type(one), _type(two)):
        return False
    if _type(two) in _PAPERS and _type(one) in _FIRM:
        return False  # a memorandum and the contract that followed it are two
    if 1 in (len(mine), len(theirs)) and _type(one) != _type(two):
        return False  # a round of X's says nothing of X's partnership
    if _type(one) not in _VAGUE and _conflict(one.get("announced_on"), two.get("announced_on")):
        return False
    return sentence == one.slots[0].sentence or not page.hits_in(sentence, "deal_another")


def _type(frame: Frame) -> str:
    return frame.texts("deal_type")[0]


def _same(page: Page, one: Frame, two: Frame) -> bool:
    mine, theirs = parties(one), parties(two)
    if not (mine <= theirs or theirs <= mine):
        return False
    types = {_type(one), _type(two)}
    if len(types) > 1 and not any(types <= family for family in _FAMILIES):
        return False
    if _conflict(one.get("value"), two.get("value")) or _conflict(
        one.get("announced_on"), two.get("announced_on")
    ):
        return False
    sentence = two.slots[0].sentence
    return not (page.hits_in(sentence, "deal_another") and sentence != one.slots[0].sentence)


def _conflict(one: Slot | None, two: Slot | None) -> bool:
    if one is None or two is None:
        return False
    if one.on and two.on:
        width = {"year": 4, "month": 7, "quarter": 7}
        size = min(width.get(one.precision or "", 10), width.get(two.precision or "", 10))
        return one.on.isoformat()[:size] != two.on.isoformat()[:size]
    return one.number != two.number


def _join(frame: Frame, other: Frame) -> None:
    """Add to a frame what another mention knows more; the more specific type wins."""
    if _type(frame) in _VAGUE and _type(other) not in _VAGUE:
        frame.slots = [s for s in frame.slots if s.property != "deal_type"]
        frame.slots.insert(0, next(s for s in other.slots if s.property == "deal_type"))
    known = parties(frame)
    for slot in other.slots:
        if slot.property in ROLES:
            if slot.text not in known:
                frame.slots.append(slot)
        elif slot.property in ("material",):
            if slot.text not in frame.texts("material"):
                frame.slots.append(slot)
        elif frame.get(slot.property) is None:
            frame.slots.append(slot)
