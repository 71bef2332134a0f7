"""What a quantity measures at a plant: which side, of what, per what period, how sure."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.extraction.model import Hit, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.products import CARS, FEEDSTOCK
from dagster_project.extraction.plants.words import clause

# Made and recycled alike: the verb or the plant decides.
RECYCLED = frozenset(
    {
        "batteries", "lithium_ion_batteries", "ev_batteries", "battery_packs", "battery_modules",
        "battery_cells", "black_mass", "lfp_batteries", "cobalt_hydroxide", "spodumene_concentrate",
        "mixed_hydroxide_precipitate", "graphite_concentrate", "nickel_matte", "electric_vehicles",
    }
)  # fmt: skip
_EITHER = frozenset(
    {
        "batteries", "lithium_ion_batteries", "ev_batteries", "battery_packs", "battery_modules",
        "battery_cells", "black_mass", "lfp_batteries", "electric_vehicles", "vehicles", "metals",
        "battery_materials",
    }
)  # fmt: skip
_OF = 40
# A verb after a quantity governs it less than one before it.
_AFTER = 15


def side_of(
    page: Page, sentence: Sentence, quantity: Quantity, material: str | None, plant: str | None
) -> str | None:
    """`input` or `output`, from the material, the nearest verb, the type of plant."""
    if _is_source(page, sentence, quantity):
        return "input"
    if material in FEEDSTOCK:
        return "input"
    if material and material not in _EITHER:
        return "output"
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    verbs = page.hits_in(sentence, "makes", "takes")
    near = [v for v in verbs if first <= v.start < last] or verbs
    if near:
        return nearest(near, quantity).value
    if plant == "recycling_plant":
        return "input"
    if plant in ("cell_factory", "vehicle_plant", "refinery", "mine"):
        return "output"
    return None


def _is_source(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether something comes from it ("from 24,000 cars"); "from 18,000 to 40,000" is no such."""
    same = [q for q in page.quantities_in(sentence) if q.unit == quantity.unit]
    follows = any(0 < q.start - quantity.end < 8 for q in same)
    return not follows and any(
        h.value == "from" and 0 <= quantity.start - h.end < 3
        for h in page.hits_in(sentence, "source")
    )


def material_of(
    page: Page, sentence: Sentence, quantity: Quantity, plant: str | None
) -> str | None:
    """The material a quantity is of: the one right after it, else the nearest before it."""
    cars = plant != "vehicle_plant"
    hits = [
        h
        for h in page.hits_in(sentence, "material")
        if not (quantity.start <= h.start and h.end <= quantity.end)
        and not (h.value in CARS and cars)
        and not (h.value == "batteries" and _is_modifier(page, h))
    ]
    verbs = page.hits_in(sentence, "makes", "takes")
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    for hit in hits:
        between = any(quantity.end + 2 <= v.start and v.end <= hit.start for v in verbs)
        if 0 <= hit.start - quantity.end < _OF and hit.start < last and not between:
            return hit.value
    before = [h for h in hits if h.end <= quantity.start]
    near = [h for h in before if h.start >= first] or before
    if near:
        return near[-1].value
    if hits and not any(quantity.end <= v.start and v.end <= hits[0].start for v in verbs):
        return hits[0].value
    return None


def _is_modifier(page: Page, hit: Hit) -> bool:
    """Whether it is no material, as the battery in "battery grade"."""
    return page.lowered.startswith(("grade", "quality", "spec"), hit.end + 1)


def nearest(hits: Sequence[Hit], quantity: Quantity) -> Hit:
    """The hit that governs a quantity."""

    def distance(hit: Hit) -> int:
        if hit.end <= quantity.start:
            return quantity.start - hit.end
        return _AFTER + max(hit.start - quantity.end, 0)

    return min(hits, key=distance)


def cues_near(page: Page, sentence: Sentence, quantity: Quantity) -> set[str]:
    """The kinds of capacity that words in the clause of a quantity speak of."""
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    return {h.value for h in page.hits_in(sentence, "capacity") if first <= h.start < last}


def is_ahead(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the clause of a quantity is about the future."""
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    return any(first <= h.start < last for h in page.hits_in(sentence, "future"))


def kind_of(cues: set[str], ahead: bool, stage: str | None) -> str:
    """`nameplate`, `planned`, `actual` or `expected`."""
    if "expected" in cues and ahead:
        return "expected"
    if ahead or "planned" in cues or stage in ("planned", "announced", "under_construction"):
        return "planned"
    if "actual" in cues and "nameplate" not in cues:
        return "actual"
    return "nameplate"


def year_of(page: Page, sentence: Sentence, quantity: Quantity) -> int | None:
    """The year a figure is for, where its clause ties one to it.

    The year that building starts is not the year of the capacity.
    """
    if not page.hits_in(sentence, "future", "capacity"):
        return None
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    published = page.published.year if page.published else 0
    starts = [h for h in page.hits_in(sentence, "stage") if h.value == "under_construction"]
    years = [
        d
        for d in page.dates_in(sentence)
        if first - 25 <= d.start < last and d.precision == "year" and d.on.year >= published
    ]
    years = [d for d in years if not any(d.end <= h.start < quantity.start for h in starts)]
    before = [d for d in years if d.end <= quantity.start]
    chosen = before[-1:] or years[:1]
    return chosen[0].on.year if chosen else None
