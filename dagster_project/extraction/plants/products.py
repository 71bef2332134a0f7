"""What is made at a plant, and what is said to be made there no longer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention, companies_in
from dagster_project.extraction.plants.words import is_eastern

# What goes into plants of this field is not made there.
FEEDSTOCK = frozenset(
    {
        "end_of_life_batteries", "lithium_ion_battery_waste", "battery_scrap", "production_scrap",
        "electrode_scrap", "metal_scrap", "electronic_waste", "lead_acid_batteries",
        "portable_batteries", "lithium_brine", "nickel_ore", "cobalt_ore", "lithium_ore",
    }
)  # fmt: skip
# Made and used by other industries too.
COMMON = frozenset(
    {
        "vehicles", "engines", "steel", "iron", "copper", "aluminium", "zinc", "lead", "metals",
        "tungsten", "tantalum", "vanadium", "phosphate", "metal_scrap", "electronic_waste",
        "battery_materials", "battery_scrap", "separator", "binder", "platinum_group_metals",
        "battery_modules", "battery_packs", "battery_cells",
    }
)  # fmt: skip
# What is made in works of their own; "lithium" and "lithium hydroxide" are one.
_FAMILIES = (
    "precursor", "cathode", "anode", "graphite", "separator", "electrolyte", "lithium", "nickel",
)  # fmt: skip
CARS = frozenset({"electric_vehicles", "commercial_electric_vehicles", "vehicles", "engines"})
_BATTERIES = frozenset(
    {
        "batteries", "lithium_ion_batteries", "ev_batteries", "battery_packs", "battery_modules",
        "battery_cells", "lfp_batteries", "solid_state_batteries",
    }
)  # fmt: skip
_TREATING = frozenset({"recycling_plant", "refinery", "smelter"})
_OBJECT = 110


class Product(NamedTuple):
    """A material made (or no longer made) at a plant, with where the text says so."""

    material: str
    dropped: bool
    sentence: Sentence
    start: int
    end: int


def products_of(
    page: Page, mention: Mention, kind: str, owners: Collection[str], beside: Sequence[Mention]
) -> Iterator[Product]:
    """Products that the sentence of a mention states.

    `kind` is the type of the plant; what another company than its `owners` makes is not made there,
    nor what is made nearer to another plant of the sentence (`beside`).
    """
    sentence = mention.sentence
    named = page.hits_in(sentence, "material")
    # "lithium-ion battery precursor" is precursor.
    heads = [
        h for h in named if not any(h.start < n.start <= h.end + 1 and n.end > h.end for n in named)
    ]
    materials = [h for h in heads if _can_be_made(h.value, kind)]
    if not materials:
        return
    takes = page.hits_in(sentence, "takes")
    for hit in materials:
        if mention.start < hit.end <= mention.noun and not _is_taken(hit, takes, mention, kind):
            yield Product(hit.value, False, sentence, hit.start, hit.end)
    sources = page.hits_in(sentence, "source")
    negations = page.hits_in(sentence, "negation")
    insteads = [h for h in page.hits_in(sentence, "instead") if h.start > sentence.start]
    for verb in page.hits_in(sentence, "makes"):
        if _is_of_another(page, mention, verb, owners) or _is_nearer_another(mention, verb, beside):
            continue
        negated = any(0 <= verb.start - n.end < 12 for n in negations)
        for hit in _objects(page, verb, materials, sources, [*takes, *insteads]):
            yield Product(hit.value, negated, sentence, hit.start, hit.end)
    if insteads:
        for hit in materials:
            if hit.start > insteads[0].end:
                yield Product(hit.value, False, sentence, hit.start, hit.end)


def _is_of_another(page: Page, mention: Mention, verb: Hit, owners: Collection[str]) -> bool:
    return any(
        mention.end <= o.start and o.end <= verb.start and o.name not in owners
        for o in companies_in(page, mention.sentence)
    )


def _is_nearer_another(mention: Mention, verb: Hit, beside: Sequence[Mention]) -> bool:
    def gap(plant: Mention) -> int:
        return max(plant.start - verb.end, verb.start - plant.end, 0)

    return any(gap(other) < gap(mention) for other in beside if other.noun != mention.noun)


def _objects(
    page: Page, verb: Hit, materials: list[Hit], sources: list[Hit], others: list[Hit]
) -> Iterator[Hit]:
    """What a verb makes: after it, up to "from"; before it in eastern scripts."""
    if is_eastern(page.text, verb.start):
        yield from (h for h in materials if 0 <= verb.start - h.end < 25)
        return
    stop = min(
        (h.start for h in (*sources, *others) if h.start >= verb.end), default=verb.end + _OBJECT
    )
    yield from (h for h in materials if verb.end <= h.start < min(stop, verb.end + _OBJECT))


def _is_taken(hit: Hit, takes: list[Hit], mention: Mention, kind: str) -> bool:
    """Whether the word names what is treated: "battery recycling plant", "black mass refinery"."""
    if any(hit.end <= t.start < mention.end for t in takes):
        return True
    refined = hit.value == "black_mass" and kind != "recycling_plant"
    return kind in _TREATING and (refined or hit.value in _BATTERIES)


def _can_be_made(material: str, kind: str) -> bool:
    if material in FEEDSTOCK:
        return False
    if material in CARS:
        return kind == "vehicle_plant"
    return not (material in _BATTERIES and kind in _TREATING)


def families(materials: Iterable[str]) -> frozenset[str]:
    """The families of materials that are made in works of their own; others have none."""
    found = {next((f for f in _FAMILIES if f in m), None) for m in materials if "batter" not in m}
    return frozenset("anode" if f == "graphite" else f for f in found if f)
