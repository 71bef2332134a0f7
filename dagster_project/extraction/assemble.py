"""From a document to its statements: run the frames, give them ids, flatten them to rows."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import xxhash

from dagster_project.extraction import declared, person_roles, process_claims
from dagster_project.extraction.capacities import reader as capacities
from dagster_project.extraction.confidence import confidences
from dagster_project.extraction.deals import reader as deals
from dagster_project.extraction.deals.merging import parties
from dagster_project.extraction.grants import reader as grant_changes
from dagster_project.extraction.market_figures import reader as market_figures
from dagster_project.extraction.model import EXTRACTOR, Frame, Slot
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.names import place_names
from dagster_project.extraction.plants import reader as plants
from dagster_project.extraction.relevance import is_relevant
from dagster_project.extraction.version import EXTRACTOR_VERSION
from dagster_project.extraction.vocabulary import vocabulary

# Plants come first: the others point at them.
READERS: tuple[Callable[[Page], list[Frame]], ...] = (
    capacities.extract,
    deals.extract,
    grant_changes.extract,
    market_figures.extract,
    process_claims.extract,
    person_roles.extract,
    declared.extract,
)


def read_frames(page: Page) -> list[Frame]:
    """All frames of a document, each with its key; none when it is not about the field."""
    if not is_relevant(page.lowered):
        return []
    _load()
    page.plants = keyed(plants.extract(page))
    found = list(page.plants)
    for reader in READERS:
        found += keyed(reader(page))
    return [frame for frame in found if not _is_public_money(frame, found)]


def _is_public_money(deal: Frame, frames: list[Frame]) -> bool:
    """Whether a deal with one named party is a grant or loan of the state that is told anyway."""
    if deal.frame != "deal" or len(parties(deal)) > 1:
        return False
    value = deal.get("value")
    return value is not None and any(
        frame.frame == "grant_change"
        and (amount := frame.get("amount")) is not None
        and (amount.sentence, amount.number) == (value.sentence, value.number)
        for frame in frames
    )


@cache
def _load() -> None:
    """Load vocabulary and names once per process, and keep the garbage collector out of them.

    They are half a million small objects that live as long as the process: looking through them
    again and again took more than half of the time of extraction.
    """
    gc.disable()
    try:
        vocabulary()
        place_names()
        gc.freeze()
    finally:
        gc.enable()


class Extractor(NamedTuple):
    """Who reads: its name and version, and how sure it is of each slot of a document's frames."""

    name: str
    version: str
    confidences: Callable[[list[Frame], str], Iterable[list[float]]]


RULES = Extractor(EXTRACTOR, EXTRACTOR_VERSION, confidences)


def statements(
    document: dict[str, Any], frames: list[Frame], by: Extractor = RULES
) -> Iterator[dict[str, Any]]:
    """The rows of `STATEMENTS` that frames of one document give.

    `document` is a row of `raw.documents`: document_id, text, language, published_on, recorded_at.
    """
    sure = by.confidences(frames, document["language"] or "en")
    # Two extractors may say the same of one frame.
    others = () if by is RULES else (by.name,)
    for frame, chances in zip(frames, sure, strict=True):
        frame_id = _hash(document["document_id"], frame.frame, frame.key)
        for slot, chance in zip(frame.slots, chances, strict=True):
            text = slot.text
            if slot.property == "plant" and text is not None:
                text = _hash(document["document_id"], "plant", text)
            span = slot.sentence
            yield {
                "statement_id": _hash(frame_id, *_said(slot), *others),
                "document_id": document["document_id"],
                "frame": frame.frame,
                "frame_id": frame_id,
                "property": slot.property,
                "value_text": text,
                "value_number": slot.number,
                "unit": slot.unit,
                "value_date": slot.on,
                "value_precision": slot.precision,
                "qualifier": slot.qualifier,
                "span_start": span.start,
                "span_end": span.end,
                "quote": document["text"][span.start : span.end],
                "value_start": slot.start,
                "value_end": slot.end,
                "extractor": by.name,
                "extractor_version": by.version,
                "confidence": round(chance, 4),
                "reported_on": document["published_on"],
                "recorded_at": document["recorded_at"],
            }


def keyed(frames: list[Frame]) -> list[Frame]:
    """Frames with a key from what they say; one that says the same as another is dropped."""
    kept: dict[str, Frame] = {}
    for frame in frames:
        frame.key = _hash(*(part for slot in frame.slots for part in _said(slot)))
        kept.setdefault(frame.key, frame)
    return list(kept.values())


def _said(slot: Slot) -> tuple[str, ...]:
    value = (slot.text, slot.number, slot.unit, slot.on, slot.qualifier, slot.sentence.start)
    return (slot.property, *("" if v is None else str(v) for v in value))


def _hash(*parts: str) -> str:
    return xxhash.xxh3_128_hexdigest("\x1f".join(parts).encode())
