"""What a figure is of where its sentence names no material: what the text before speaks of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from dagster_project.extraction.capacities.roles import RECYCLED
from dagster_project.extraction.model import Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.products import CARS, FEEDSTOCK

# How many sentences back a material still holds, and how many open a document.
_REACH = 10
_OPENING = 3
# What energy is stored in; tonnes are of anything else.
_STORES = frozenset(
    {
        "batteries", "lithium_ion_batteries", "ev_batteries", "battery_packs", "battery_modules",
        "battery_cells", "lfp_batteries", "solid_state_batteries", "sodium_ion_batteries",
        "battery_storage_systems", "silicon_anode_batteries",
    }
)  # fmt: skip
_VAGUE = frozenset({"metals", "battery_metals", "critical_minerals", "battery_materials"})


def material_before(page: Page, sentence: Sentence, side: str, quantity: Quantity) -> str | None:
    """The material told last before a figure, as fits its side and its unit."""
    if side == "input" and quantity.kind == "count":
        return None
    for earlier in _before(page, sentence):
        for hit in reversed(page.hits_in(earlier, "material")):
            if _fits(hit.value, side, quantity):
                return hit.value
    return "battery_cells" if quantity.kind == "energy" and side == "output" else None


def side_of_table(page: Page, sentence: Sentence) -> str | None:
    """The side that the words above a table speak of."""
    if sentence.kind != "row":
        return None
    for earlier in _before(page, sentence):
        verbs = page.hits_in(earlier, "makes", "takes")
        if verbs:
            return verbs[0].value
    return None


def _before(page: Page, sentence: Sentence) -> Iterator[Sentence]:
    """The sentences before, nearest first, and the opening of the document."""
    at = bisect_left(page.sentences, sentence)
    first = max(0, at - _REACH)
    yield from reversed(page.sentences[first:at])
    yield from page.sentences[: min(first, _OPENING)]


def _fits(material: str, side: str, quantity: Quantity) -> bool:
    if material in CARS | _VAGUE:
        return False
    if side == "input":
        return material in FEEDSTOCK | (RECYCLED & _STORES)
    if quantity.kind == "energy":
        return material in _STORES or material.endswith(("cathode_material", "active_material"))
    return material not in FEEDSTOCK | _STORES
