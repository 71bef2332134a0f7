"""Frames declared as data: `frames/<name>.yaml` says what makes one and where its slots are found.

```yaml
frame: headcount
anchor: {quantity: [people]}     # one frame for each such quantity ...
needs: [hiring]                  # ... in a sentence with a hit of one of these kinds
rejects: [dismissal]             # ... and none of these
within: clause                   # where `needs` is looked for: clause or sentence
confidence: 0.8
slots:
  jobs: {from: anchor}
  organization: {from: organisation, side: before, fallback: subject, required: true}
```

A slot's `from` is anchor, hit (of vocabulary `kind`), date, year, organisation or plant; `side` is
before, after or nearest (to the anchor); `within` is clause, sentence or paragraph; `fallback` is
subject (whom the text speaks of) or only (the document's one plant).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from dagster_project.extraction.model import Frame, Quantity, Sentence, Slot
from dagster_project.extraction.page import Page

FOLDER = Path(__file__).parent / "frames"
_CLAUSE_END = re.compile(r";|: | – | — |, (?:and|but|while|whereas|und|aber|et|mais) |[,、；]")

Window = Literal["clause", "sentence", "paragraph"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SlotRule(_Strict):
    """Where one property's value is found."""

    source: Literal["anchor", "hit", "date", "year", "organisation", "plant"] = Field(alias="from")
    kind: str | None = None
    side: Literal["before", "after", "nearest"] = "nearest"
    within: Window = "sentence"
    fallback: Literal["subject", "only"] | None = None
    required: bool = False


class Anchor(_Strict):
    """The kinds of quantity of which each makes a frame."""

    quantity: tuple[str, ...]


class FrameRule(_Strict):
    """One declared frame."""

    frame: str
    anchor: Anchor
    needs: tuple[str, ...]
    rejects: tuple[str, ...] = ()
    within: Window = "sentence"
    confidence: float = Field(gt=0, le=1)
    slots: dict[str, SlotRule]


class _Found(NamedTuple):
    start: int
    end: int
    slot: Slot


@cache
def frame_rules() -> tuple[FrameRule, ...]:
    """All declared frames; an unknown word in a file raises."""
    return tuple(
        FrameRule.model_validate(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    )


def extract(page: Page) -> list[Frame]:
    """All frames that the declared rules find on a page."""
    return [frame for rule in frame_rules() for frame in _apply(rule, page)]


def _apply(rule: FrameRule, page: Page) -> Iterator[Frame]:
    for sentence in page.sentences_with(rule.needs):
        if page.hits_in(sentence, *rule.rejects) and rule.rejects:
            continue
        for anchor in page.quantities_in(sentence):
            if anchor.kind in rule.anchor.quantity and _near(rule, page, sentence, anchor):
                frame = _fill(rule, page, sentence, anchor)
                if frame:
                    yield frame


def _near(rule: FrameRule, page: Page, sentence: Sentence, anchor: Quantity) -> bool:
    start, end = _window(page, sentence, anchor, rule.within)
    return any(start <= h.start < end for h in page.hits_in(sentence, *rule.needs))


def _fill(rule: FrameRule, page: Page, sentence: Sentence, anchor: Quantity) -> Frame | None:
    frame = Frame(rule.frame, confidence=rule.confidence)
    for name, slot_rule in rule.slots.items():
        found = _closest(_candidates(name, slot_rule, page, sentence, anchor), anchor, slot_rule)
        slot = found or _fall_back(name, slot_rule, page, sentence)
        if slot:
            frame.slots.append(slot)
        elif slot_rule.required:
            return None
    return frame


def _candidates(
    name: str, rule: SlotRule, page: Page, sentence: Sentence, anchor: Quantity
) -> Iterator[_Found]:
    start, end = _window(page, sentence, anchor, rule.within)
    for near in _reach(page, sentence, rule.within):
        for found in _of_source(name, rule, page, near, anchor):
            if start <= found.start and found.end <= end:
                yield found


def _of_source(
    name: str, rule: SlotRule, page: Page, sentence: Sentence, anchor: Quantity
) -> Iterator[_Found]:
    def found(start: int, end: int, **value: object) -> _Found:
        return _Found(start, end, Slot(name, sentence, start=start, end=end, **value))  # type: ignore[arg-type]

    match rule.source:
        case "anchor":
            yield found(
                anchor.start,
                anchor.end,
                number=anchor.value,
                unit=anchor.unit,
                qualifier=anchor.qualifier,
            )
        case "hit":
            for hit in page.hits_in(sentence, rule.kind or ""):
                yield found(hit.start, hit.end, text=hit.value)
        case "date":
            for date in page.dates_in(sentence):
                yield found(date.start, date.end, on=date.on, precision=date.precision)
        case "year":
            for date in page.dates_in(sentence):
                yield found(date.start, date.end, number=float(date.on.year))
        case "organisation":
            for organisation in page.organisations_in(sentence):
                yield found(organisation.start, organisation.end, text=organisation.name)
        case "plant":
            for plant in page.plants:
                for slot in plant.slots:
                    if slot.sentence == sentence and slot.property in ("name", "city"):
                        at = sentence.start if slot.start is None else slot.start
                        yield found(at, slot.end or at, text=plant.key)


def _closest(candidates: Iterable[_Found], anchor: Quantity, rule: SlotRule) -> Slot | None:
    def distance(found: _Found) -> tuple[int, int]:
        gap = anchor.start - found.end if found.end <= anchor.start else found.start - anchor.end
        wrong = (rule.side == "before" and found.start > anchor.start) or (
            rule.side == "after" and found.start < anchor.start
        )
        return wrong, gap

    best = min(candidates, key=distance, default=None)
    return best.slot if best else None


def _fall_back(name: str, rule: SlotRule, page: Page, sentence: Sentence) -> Slot | None:
    if rule.fallback == "subject":
        subject = page.organisations.company_of(sentence)
        return Slot(name, sentence, text=subject) if subject else None
    if rule.fallback == "only" and len(page.plants) == 1:
        return Slot(name, sentence, text=page.plants[0].key)
    return None


def _reach(page: Page, sentence: Sentence, window: Window) -> list[Sentence]:
    if window != "paragraph":
        return [sentence]
    return [s for s in page.sentences if s.line == sentence.line]


def _window(page: Page, sentence: Sentence, anchor: Quantity, window: Window) -> tuple[int, int]:
    if window == "paragraph":
        near = _reach(page, sentence, window)
        return near[0].start, near[-1].end
    start, end = sentence.start, sentence.end
    if window == "clause":
        for stop in _CLAUSE_END.finditer(page.text, sentence.start, sentence.end):
            if stop.end() <= anchor.start:
                start = stop.end()
            elif stop.start() >= anchor.end:
                end = stop.start()
                break
    return start, end
