"""Capacities: one frame per stated figure of what a plant takes in or puts out."""

from __future__ import annotations

from dagster_project.extraction.capacity_roles import (
    basis_of,
    kind_of,
    material_of,
    side_of,
    year_of,
)
from dagster_project.extraction.model import Frame, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants import Told, told_plants

_COUNTS = frozenset({"EV", "battery_pack"})
_NEAR = 40
TRIGGERS = ("capacity", "makes", "takes")


def extract(page: Page) -> list[Frame]:
    """The capacities of a page, in order; a conversion in brackets is no second one."""
    frames: list[Frame] = []
    plants = told_plants(page)
    previous: tuple[Sentence, Frame] | None = None
    for sentence in page.sentences:
        if sentence.kind == "heading" or not page.hits_in(sentence, *TRIGGERS, "facility"):
            continue
        for quantity in page.quantities_in(sentence):
            if not _is_candidate(page, sentence, quantity):
                continue
            plant = _plant_of(plants, sentence, quantity)
            frame = _frame(page, sentence, quantity, plant, previous)
            if frame:
                frames.append(frame)
                previous = (sentence, frame)
    return frames


def _is_candidate(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    if quantity.kind not in ("mass", "energy") and quantity.unit not in _COUNTS:
        return False
    if quantity.value <= 0 or _in_brackets(page, sentence, quantity):
        return False
    vetoes = page.hits_in(sentence, "capacity_not")
    return not any(_gap(v.start, v.end, quantity) < _NEAR for v in vetoes)


def _in_brackets(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    """A conversion: "30,000 tonnes (33,000 tons)"."""
    before = page.text[sentence.start : quantity.start]
    opened = before.rfind("(")
    if opened < 0 or before.rfind(")") > opened:
        return False
    earlier = [q for q in page.quantities_in(sentence) if q.end <= sentence.start + opened]
    return any(q.kind == quantity.kind or q.unit in _COUNTS for q in earlier)


def _gap(start: int, end: int, quantity: Quantity) -> int:
    return max(start - quantity.end, quantity.start - end, 0)


def _plant_of(plants: list[Told], sentence: Sentence, quantity: Quantity) -> Told | None:
    """The plant a figure is of: the nearest before it in its sentence, else the last told of."""
    here = [t for t in plants if t.mention.sentence == sentence]
    before = [t for t in here if t.mention.start <= quantity.start]
    if before:
        return before[-1]
    if here:
        return here[0]
    earlier = [t for t in plants if t.mention.sentence.start < sentence.start]
    if earlier and sentence.line - earlier[-1].mention.sentence.line <= 1:
        return earlier[-1]
    return None


def _frame(
    page: Page,
    sentence: Sentence,
    quantity: Quantity,
    plant: Told | None,
    previous: tuple[Sentence, Frame] | None,
) -> Frame | None:
    last = previous[1] if previous and previous[0].line == sentence.line else None
    strong = bool(page.hits_in(sentence, "capacity"))
    if quantity.per is None and not strong and not (plant and plant.mention.sentence == sentence):
        if last is None or quantity.unit not in _COUNTS:
            return None
    if plant is None and not (strong or quantity.per):
        return None
    hit = material_of(page, sentence, quantity)
    material = hit.value if hit else None
    if last and material is None:
        slot = last.get("material")
        material = slot.text if slot else None
    stage = plant.frame.get("stage") if plant else None
    side = side_of(page, sentence, quantity, material, plant.site.type if plant else None)
    basis = basis_of(quantity.per)
    if basis is None:
        past = last.get("basis") if last else None
        basis = past.text if past else None
    frame = Frame("capacity", confidence=0.85 if plant else 0.7)
    frame.add(
        "amount",
        sentence,
        number=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        start=quantity.start,
        end=quantity.end,
    )
    for name, value in (
        ("side", side),
        ("material", material),
        ("basis", basis or "per_year"),
        ("kind", kind_of(page, sentence, quantity, stage.text if stage else None)),
    ):
        if value:
            frame.add(name, sentence, text=value)
    year = year_of(page, sentence, quantity)
    if year:
        frame.add("by_year", sentence, number=float(year))
    if plant:
        frame.add("plant", sentence, text=plant.frame.key)
        for name in plant.frame.texts("operator"):
            frame.add("organization", sentence, text=name)
    else:
        name = page.organisations.company_of(sentence)
        if name:
            frame.add("organization", sentence, text=name)
    return frame
