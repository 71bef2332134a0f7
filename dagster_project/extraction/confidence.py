"""How sure a statement is: the chance that its fact is told and that its value is right.

Both come from labelled text. `confidence.yaml` holds what `make calibrate` fitted: for each kind of
frame weights of readable evidence, and for each property how often its value was right where the
frame was. A kind that no label judges keeps what its rule says.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from dagster_project.extraction.model import Frame, Slot

WEIGHTS = Path(__file__).with_name("confidence.yaml")
# A sentence longer than this lists things, and a list is easily attached wrongly.
LONG = 350
# The first lines of a page are its headline and lead.
LEAD_LINES = 4
MANY = 8


class Scale(NamedTuple):
    """What was fitted for one kind of frame: log odds for evidence, shares for values."""

    base: float
    evidence: Mapping[str, float]
    values: Mapping[str, float]
    other_values: float


@cache
def scales() -> dict[str, Scale]:
    """The fitted scales, by kind of frame."""
    fitted = yaml.safe_load(WEIGHTS.read_text("utf-8")) if WEIGHTS.exists() else {}
    return {frame: Scale(**scale) for frame, scale in (fitted or {}).items()}


def evidence(frames: Sequence[Frame], language: str) -> Iterator[dict[str, float]]:
    """What speaks for or against each frame of a document, by name.

    Each is 0 or 1 but for `rule`, the log odds of what the rule says.
    """
    beside = Counter((f.frame, f.slots[0].sentence) for f in frames)
    alike = Counter(f.frame for f in frames)
    for frame in frames:
        properties = {slot.property for slot in frame.slots}
        first = frame.slots[0].sentence
        parties = {s.text for s in frame.slots if s.property in _PARTIES}
        elsewhere = any(s.property in _OWNERS and s.start is None for s in frame.slots)
        found: dict[str, float] = {
            "rule": math.log(frame.confidence / (1 - frame.confidence)),
            "in the lead": first.line < LEAD_LINES,
            "in a heading": first.kind == "heading",
            "in a bullet": first.kind == "bullet",
            "in a table": first.kind == "row",
            "in a long sentence": first.end - first.start > LONG,
            "among several in its sentence": beside[frame.frame, first] > 1,
            "among many in its document": alike[frame.frame] > MANY,
            "in several sentences": len({slot.sentence for slot in frame.slots}) > 1,
            "not in English": language != "en",
            "owner from elsewhere": elsewhere,
            "two parties": len(parties) == 2,
            "more parties": len(parties) > 2,
        }
        found |= {f"has {name}": name in properties for name in _TELLING.get(frame.frame, ())}
        yield {name: float(value) for name, value in found.items()}


# Properties whose presence says how much of a fact was read.
_TELLING: dict[str, tuple[str, ...]] = {
    "deal": ("announced_on", "value", "status", "geography", "binding"),
    "plant": ("name", "city", "operator", "stage", "capex", "product", "floor_area"),
    "capacity": ("plant", "organization", "material", "side", "basis", "by_year"),
    "grant_change": ("amount", "funder", "action_on", "program", "plant"),
    "market_figure": ("geography", "period", "value", "change_pct"),
    "process_claim": ("organization", "subject"),
}
_OWNERS = frozenset(("operator", "owner", "recipient", "organization"))
_PARTIES = frozenset(
    ("supplier", "buyer", "partner", "acquirer", "target", "investor", "lender", "borrower")
)


def stated(slot: Slot) -> str:
    """The property, and whether its value is read off a span of its own or follows otherwise."""
    return slot.property if slot.start is not None else f"{slot.property} without a span"


def frame_confidence(scale: Scale, found: Mapping[str, float]) -> float:
    """Chance that a frame with this evidence tells a fact."""
    odds = scale.base + sum(scale.evidence.get(name, 0.0) * x for name, x in found.items())
    return 1 / (1 + math.exp(-odds))


def confidences(frames: Sequence[Frame], language: str) -> Iterator[list[float]]:
    """For each frame of a document the confidence of each of its slots."""
    for frame, found in zip(frames, evidence(frames, language), strict=True):
        scale = scales().get(frame.frame)
        if scale is None:
            yield [frame.confidence] * len(frame.slots)
            continue
        whole = frame_confidence(scale, found)
        yield [whole * scale.values.get(stated(s), scale.other_values) for s in frame.slots]
