"""What a quantity measures at a plant: which side, of what, per what period, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dagster_project.extraction.model import Hit, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plant_words import clause

# Feedstock goes in, whatever the verb; the rest of the chain comes out.
_FED = frozenset(
    {
        "end_of_life_batteries", "lithium_ion_battery_waste", "battery_scrap", "production_scrap",
        "electrode_scrap", "metal_scrap", "electronic_waste", "lead_acid_batteries",
        "portable_batteries", "lithium_brine", "nickel_ore", "cobalt_ore",
    }
)  # fmt: skip
# Made and recycled alike: the verb or the plant decides.
_EITHER = frozenset(
    {
        "batteries", "lithium_ion_batteries", "ev_batteries", "battery_packs", "battery_modules",
        "battery_cells", "black_mass", "lfp_batteries", "electric_vehicles", "vehicles", "metals",
    }
)  # fmt: skip
_VAGUE = frozenset({"battery_materials", "metals", "electric_vehicles", "vehicles"})


def side_of(
    page: Page, sentence: Sentence, quantity: Quantity, material: str | None, plant: str | None
) -> str | None:
    """`input` or `output`, from the nearest verb, the material, the type of plant."""
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    verbs = page.hits_in(sentence, "makes", "takes")
    near = [v for v in verbs if first <= v.start < last] or verbs
    if material in _FED:
        return "input"
    if material and material not in _EITHER:
        return "output"
    if near:
        return _nearest(near, quantity).value
    if plant in ("recycling_plant",):
        return "input"
    return "output" if plant or material else None


def material_of(page: Page, sentence: Sentence, quantity: Quantity) -> Hit | None:
    """The material a quantity is of: the one right after it, else the nearest in its clause."""
    hits = [h for h in page.hits_in(sentence, "material") if not _inside(h, quantity)]
    after = [h for h in hits if 0 <= h.start - quantity.end < 60]
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    follows = [h for h in after if h.start < last]
    if follows and follows[0].start - quantity.end < 40:
        return _fuller(follows, follows[0])
    before = [h for h in hits if h.end <= quantity.start]
    near = [h for h in before if h.start >= first] or before
    if near:
        return near[-1]
    return follows[0] if follows else (hits[0] if hits else None)


def _fuller(hits: Sequence[Hit], hit: Hit) -> Hit:
    return max((h for h in hits if h.start == hit.start), key=lambda h: h.end)


def _inside(hit: Hit, quantity: Quantity) -> bool:
    return quantity.start <= hit.start and hit.end <= quantity.end


def _nearest(hits: Sequence[Hit], quantity: Quantity) -> Hit:
    """The hit that governs: before the quantity rather than after it."""

    def distance(hit: Hit) -> int:
        if hit.end <= quantity.start:
            return quantity.start - hit.end
        return 15 + max(hit.start - quantity.end, 0)

    return min(hits, key=distance)


@cache
def basis_of(per: str | None) -> str | None:
    """The statement vocabulary's word for a period."""
    return f"per_{per}" if per in ("year", "month", "day") else None


def kind_of(page: Page, sentence: Sentence, quantity: Quantity, stage: str | None) -> str:
    """`nameplate`, `planned`, `actual` or `expected`."""
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    kinds = {h.value for h in page.hits_in(sentence, "capacity") if first <= h.start < last}
    ahead = any(first <= h.start < last for h in page.hits_in(sentence, "future"))
    if "expected" in kinds and ahead:
        return "expected"
    if ahead or "planned" in kinds or stage in ("planned", "announced", "under_construction"):
        return "planned"
    if "actual" in kinds and "nameplate" not in kinds:
        return "actual"
    return "nameplate"


def year_of(page: Page, sentence: Sentence, quantity: Quantity) -> int | None:
    """The year a figure is for, where its clause ties one to it."""
    if not page.hits_in(sentence, "future", "capacity"):
        return None
    first, last = clause(page.text, sentence.start, sentence.end, quantity.start)
    published = page.published.year if page.published else 0
    years = [
        d.on.year
        for d in page.dates_in(sentence)
        if first - 25 <= d.start < last and d.precision == "year" and d.on.year >= published
    ]
    return years[0] if years else None
