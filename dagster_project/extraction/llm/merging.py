"""Frames of the model beside those of the rules: the same fact of one document is one frame.

A model's frame that tells what a frame of the rules tells takes over its key, and with it its id,
so that what comes after sees two statements about one thing and not two things.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from dagster_project.extraction.assemble import keyed
from dagster_project.extraction.model import Frame, Slot

_ROLES = frozenset(
    ("supplier", "buyer", "partner", "acquirer", "target", "investor", "lender", "borrower")
)
_NAMES = _ROLES | {"operator", "owner", "recipient", "funder", "organization"}
_TELLING_APART = ("name", "facility_type", "deal_type", "side", "material", "subject")
# Two spellings of one name: a short form is contained in the long one.
ALIKE = 90


def merged(told: Sequence[Frame], known: Sequence[Frame]) -> list[Frame]:
    """The model's frames of a document, with keys and names as `known`, the rules', have them.

    A capacity or grant that names a plant points at its frame; where there is none it does not.
    """
    names = sorted({s.text for f in known for s in f.slots if s.property in _NAMES and s.text})
    for frame in told:
        for slot in frame.slots:
            if slot.property in _NAMES and slot.text:
                slot.text = next((n for n in names if _same_name(n, slot.text or "")), slot.text)
    own = keyed(list(told))
    free = list(known)
    for frame in own:
        same = next((k for k in free if same_fact(frame, k)), None)
        # What the model tells in two pieces is still one thing; two units at one site are two.
        same = same or next((k for k in known if same_fact(frame, k) and _fits(frame, k)), None)
        if same:
            free = [k for k in free if k is not same]
            frame.key = same.key
            _keep_parties(frame, same)
    plants = [f for f in (*known, *own) if f.frame == "plant"]
    for frame in own:
        frame.slots = [s for s in frame.slots if s.property != "plant" or _point(s, plants)]
    return [frame for frame in own if frame.slots]


def same_fact(one: Frame, other: Frame) -> bool:
    """Whether two frames of one document tell the same thing."""
    if one.frame != other.frame:
        return False
    match one.frame:
        case "deal":
            ours, theirs = _parties(one), _parties(other)
            shared = len(ours & theirs)
            same_type = _text(one, "deal_type") == _text(other, "deal_type")
            return shared >= 2 or (shared == 1 and same_type and min(len(ours), len(theirs)) == 1)
        case "plant":
            if any(_agree(one, other, name) for name in ("name", "city")):
                return True
            placed = _text(one, "city") or _text(one, "name")
            return not placed and _agree(one, other, "operator") and _agree(one, other, "region")
        case "capacity":
            return _same_number(one, other, "amount")
        case "grant_change":
            same = _agree(one, other, "action") and _agree(one, other, "recipient")
            return same and _same_number(one, other, "amount", unless_missing=True)
        case "market_figure":
            value = _same_number(one, other, "value", unless_missing=True)
            change = _same_number(one, other, "change_pct", unless_missing=True)
            both = any(one.get(n) and other.get(n) for n in ("value", "change_pct"))
            return value and change and both and _same_period(one, other)
        case "process_claim":
            return _agree(one, other, "metric") and _same_number(one, other, "value")
        case "person_role":
            return _agree(one, other, "person")
        case _:
            return _same_number(one, other, "jobs")


def _fits(frame: Frame, known: Frame) -> bool:
    """Whether nothing that tells things apart differs."""
    return all(
        not frame.texts(name) or not known.texts(name) or _agree(frame, known, name)
        for name in _TELLING_APART
    )


def _keep_parties(frame: Frame, known: Frame) -> None:
    """A deal is known by its parties: where the rules have two, the model adds none."""
    parties = _parties(known)
    if frame.frame == "deal" and len(parties) >= 2:
        frame.slots = [s for s in frame.slots if s.property not in _ROLES or s.text in parties]


def _point(slot: Slot, plants: Sequence[Frame]) -> bool:
    """Make a plant's name or city its key; whether there is such a plant."""
    wanted = slot.text or ""
    for plant in plants:
        if any(_same_name(n, wanted) for p in ("name", "city") for n in plant.texts(p)):
            slot.text = plant.key
            return True
    return False


def _parties(frame: Frame) -> set[str]:
    return {s.text for s in frame.slots if s.property in _ROLES and s.text}


def _text(frame: Frame, name: str) -> str | None:
    slot = frame.get(name)
    return slot.text if slot else None


def _agree(one: Frame, other: Frame, name: str) -> bool:
    return any(_same_name(a, b) for a in one.texts(name) for b in other.texts(name))


def _same_name(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one == other or (
        min(len(one), len(other)) >= 4 and fuzz.token_set_ratio(one, other) >= ALIKE
    )


def _same_number(one: Frame, other: Frame, name: str, unless_missing: bool = False) -> bool:
    ours, theirs = one.get(name), other.get(name)
    if ours is None or theirs is None or ours.number is None or theirs.number is None:
        return unless_missing
    if ours.unit and theirs.unit and ours.unit != theirs.unit:
        return False
    return abs(ours.number - theirs.number) <= 0.006 * abs(theirs.number)


def _same_period(one: Frame, other: Frame) -> bool:
    ours, theirs = one.get("period"), other.get("period")
    return ours is None or theirs is None or ours.on == theirs.on
