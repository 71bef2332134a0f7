"""Capacities: one frame per stated figure of what a plant takes in or puts out."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.extraction.capacities.context import material_before, side_of_table
from dagster_project.extraction.capacities.elliptic import completed
from dagster_project.extraction.capacities.roles import (
    RECYCLED,
    cues_near,
    is_ahead,
    kind_of,
    material_of,
    nearest,
    side_of,
    year_of,
)
from dagster_project.extraction.capacities.tables import column_quantities
from dagster_project.extraction.model import Frame, Hit, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.products import FEEDSTOCK
from dagster_project.extraction.plants.reader import Told, told_plants

_TRIGGERS = ("capacity", "makes", "takes", "facility", "facility_loose", "material")
_COUNTS = frozenset({"EV", "battery_pack", "cell"})
# What a plant of this field is measured in; ounces and kilowatt-hours are other things.
_UNITS = _COUNTS | {"t", "kt", "short_ton", "ton", "lb", "kg", "GWh", "MWh", "TWh"}
_TRADE = frozenset({"offtake", "supply", "mou", "loi", "definitive_agreement", "framework"})
# Fewer cars or packs are a fleet or an order; so many megawatt-hours are in one battery.
_FEW = 100
_ONE_PIECE = 10
# Nearer words decide whether a figure is a stock, a trade or a capacity.
_NEAR = 45
_ADJACENT = 12
# "From 50 to 70 tonnes" is a range, "from 18,000 to 40,000" an expansion.
_RANGE = 1.6


def extract(page: Page) -> list[Frame]:
    """The capacities of a page, in order; a conversion in brackets is no second one."""
    frames: list[Frame] = []
    plants: list[Told] | None = None
    told_of = set(page.sentences_with(_TRIGGERS))
    lines = {frame.slots[0].sentence.line for frame in page.plants}
    for sentence in page.sentences:
        told = sentence in told_of or sentence.kind == "row"
        # "It would start with 60,000 tonnes a year", beside the plant and without a word of trade.
        trade = any(h.value in _TRADE for h in page.hits_in(sentence, "deal", "deal_verb"))
        beside = sentence.line in lines and not trade
        if sentence.kind == "heading" or not (told or beside):
            continue
        for quantity in _candidates(page, sentence):
            if plants is None:
                plants = told_plants(page)
            last = frames[-1] if frames else None
            frame = _frame(page, sentence, quantity, _plant_of(plants, sentence, quantity), last)
            if frame:
                frames.append(frame)
    return frames


def _candidates(page: Page, sentence: Sentence) -> Iterator[Quantity]:
    """Quantities that can be capacities; both ends where one is raised to the other."""
    previous: Quantity | None = None
    stated = [*page.quantities_in(sentence), *completed(page, sentence)]
    for quantity in [*stated, *column_quantities(page, sentence)]:
        found = _as_told(page, sentence, quantity)
        film = found.unit == "m2" and _is_of_film(page, sentence)
        if not (found.unit in _UNITS or film) or _in_brackets(page, sentence, found):
            continue
        if found.unit in _COUNTS and (found.value < _FEW or _is_year(page, found)):
            continue
        if found.value <= (_ONE_PIECE if found.unit == "MWh" else 0):
            continue
        if previous and previous.unit == found.unit and _is_range(page, previous, found):
            continue
        previous = found
        yield found._replace(high=None)
        if found.high and "planned" in cues_near(page, sentence, found):
            yield found._replace(value=found.high, high=None)


def _is_year(page: Page, quantity: Quantity) -> bool:
    """A model year, as in "the 2025 EV"."""
    digits = page.text[quantity.start : quantity.start + 4]
    return digits.isdigit() and 1990 <= quantity.value < 2100


def _as_told(page: Page, sentence: Sentence, quantity: Quantity) -> Quantity:
    """Counted things are cars where the word before says so (전기차 10만대), or cells (6.8亿只)."""
    if quantity.unit == "cells" or page.text[quantity.end - 1] == "只":
        return quantity._replace(unit="cell")
    if quantity.unit != "units":
        return quantity
    for hit in page.hits_in(sentence, "material"):
        if hit.value == "electric_vehicles" and 0 <= quantity.start - hit.end < 5:
            return quantity._replace(unit="EV")
    return quantity


def _is_of_film(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence is about separator, which is made by the square metre."""
    return any(h.value == "separator" for h in page.hits_in(sentence, "material"))


def _is_range(page: Page, low: Quantity, high: Quantity) -> bool:
    link = page.text[low.end : high.start]
    return len(link) < 5 and "," not in link and low.value < high.value < _RANGE * low.value


def _in_brackets(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    """A conversion: "30,000 tonnes (33,000 tons)"."""
    before = page.text[sentence.start : quantity.start]
    opened = before.rfind("(")
    if opened < 0 or before.rfind(")") > opened:
        return False
    earlier = [q for q in page.quantities_in(sentence) if q.end <= sentence.start + opened]
    return any(q.kind == quantity.kind or q.unit in _COUNTS for q in earlier)


def _plant_of(plants: list[Told], sentence: Sentence, quantity: Quantity) -> Told | None:
    """The plant a figure is of: the nearest before it in its sentence, else the last told of."""
    here = [t for t in plants if t.mention.sentence == sentence]
    before = [t for t in here if t.mention.start <= quantity.start]
    earlier = [t for t in plants if t.mention.sentence.start < sentence.start]
    # "It handles 5,000 tonnes; a second, in B, …" goes on about the plant before.
    goes_on = bool(earlier) and earlier[-1].mention.sentence.line == sentence.line
    if before or (here and not (goes_on and here[0].mention.apart)):
        return before[-1] if before else here[0]
    if earlier and sentence.line - earlier[-1].mention.sentence.line <= 1:
        return earlier[-1]
    return None


def _is_capacity(
    page: Page, sentence: Sentence, quantity: Quantity, plant: Told | None, last: Frame | None
) -> bool:
    """Whether enough speaks for a capacity: a period, a verb, the word itself, a plant."""
    verbs = page.hits_in(sentence, "makes", "takes")
    verb = nearest(verbs, quantity) if verbs else None
    if _is_vetoed(page, sentence, quantity, verb, plant):
        return False
    here = plant is not None and plant.mention.sentence == sentence
    cues = page.hits_in(sentence, "capacity")
    if quantity.unit == "EV" and plant is None and not any(c.value == "nameplate" for c in cues):
        return False
    if quantity.per:
        return bool(verb or cues or plant)
    if cues or here:
        return True
    if last is not None and _in_paragraph(last, sentence):
        amount = last.get("amount")
        same = amount is not None and amount.unit == quantity.unit
        if quantity.unit in _COUNTS or (same and (verb or is_ahead(page, sentence, quantity))):
            return True
    governed = verb is not None and 0 <= quantity.start - verb.end < _NEAR
    return governed and (
        is_ahead(page, sentence, quantity) or bool(plant and _is_past(page, sentence))
    )


def _is_past(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells what was done in some year."""
    now = page.published
    years = [d for d in page.dates_in(sentence) if d.precision == "year"]
    return any(now is not None and d.on < now for d in years)


def _is_vetoed(
    page: Page, sentence: Sentence, quantity: Quantity, verb: Hit | None, plant: Told | None
) -> bool:
    """Whether it is a stock, a trade or a market; a verb in between speaks against that."""
    vetoes = page.hits_in(sentence, "capacity_not")
    if plant is None and quantity.unit == "TWh":
        return True
    here = plant is not None and plant.mention.sentence == sentence
    for veto in vetoes:
        if not here and veto.value == "market":
            return True
        gap = max(veto.start - quantity.end, quantity.start - veto.end, 0)
        shielded = verb is not None and veto.end <= verb.start and verb.end <= quantity.start
        if gap < (_ADJACENT if shielded else _NEAR):
            return not shielded or gap < _ADJACENT
    return False


def _in_paragraph(frame: Frame, sentence: Sentence) -> bool:
    return frame.slots[0].sentence.line == sentence.line


def _continues(last: Frame, sentence: Sentence, plant: Told | None) -> bool:
    """Whether a figure goes on about the plant of the figure before it."""
    return _in_paragraph(last, sentence) and _text(last, "plant") == (
        plant.frame.key if plant else None
    )


def _frame(
    page: Page, sentence: Sentence, quantity: Quantity, plant: Told | None, last: Frame | None
) -> Frame | None:
    if not _is_capacity(page, sentence, quantity, plant, last):
        return None
    goes_on = last if last is not None and _continues(last, sentence, plant) else None
    type_ = plant.site.type if plant else None
    material = material_of(page, sentence, quantity, type_)
    side = side_of(page, sentence, quantity, material, type_)
    if goes_on and (material is None or side is None):
        side = side if page.hits_in(sentence, "makes", "takes") else _text(goes_on, "side") or side
        if side == _text(goes_on, "side"):
            material = material or _text(goes_on, "material")
    if side is None:
        made = quantity.kind == "energy" or _makes_materials(plant)
        side = "output" if made else side_of_table(page, sentence) or _usual_side(page)
    if material is None or (side == "input" and material not in FEEDSTOCK | RECYCLED):
        usual = _usual_material(plant, side, quantity)
        told = material_before(page, sentence, side, quantity)
        material = (told or usual) if side == "input" else (usual or told)
    ahead = is_ahead(page, sentence, quantity)
    cues = cues_near(page, sentence, quantity)
    stage = plant.frame.get("stage") if plant else None
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
        ("basis", _basis(page, sentence, quantity, cues, ahead, goes_on)),
        ("kind", kind_of(cues, ahead, stage.text if stage else None)),
    ):
        if value:
            frame.add(name, sentence, text=value)
    year = year_of(page, sentence, quantity)
    if year:
        frame.add("by_year", sentence, number=float(year))
    _add_whose(page, sentence, plant, frame)
    return frame


def _basis(
    page: Page,
    sentence: Sentence,
    quantity: Quantity,
    cues: set[str],
    ahead: bool,
    goes_on: Frame | None,
) -> str:
    """The period of a figure; what was or will be made in all has none."""
    if quantity.per in ("year", "month", "day"):
        return f"per_{quantity.per}"
    rated = cues & {"nameplate", "planned"}
    if page.hits_in(sentence, "cumulative") or (not rated and "expected" in cues):
        return "cumulative"
    past = "actual" in cues or _is_past(page, sentence)
    if not rated and past and not ahead:
        return "cumulative"
    return (goes_on and _text(goes_on, "basis")) or "per_year"


def _usual_side(page: Page) -> str:
    """What a document mostly speaks of: taking in or putting out."""
    takes = sum(h.kind == "takes" for h in page.hits)
    makes = sum(h.kind == "makes" for h in page.hits)
    return "input" if takes > makes else "output"


def _makes_materials(plant: Told | None) -> bool:
    """Whether a plant is told to make what no plant takes in."""
    products = plant.frame.texts("product") if plant else []
    return bool(products) and not set(products) & (FEEDSTOCK | RECYCLED)


def _usual_material(plant: Told | None, side: str, quantity: Quantity) -> str | None:
    if side == "input":
        return "ev_batteries" if quantity.unit in _COUNTS else "batteries"
    products = plant.frame.texts("product") if plant else []
    if not products and quantity.unit == "EV":
        return "electric_vehicles"
    return products[0] if products else None


def _text(frame: Frame, name: str) -> str | None:
    slot = frame.get(name)
    return slot.text if slot else None


def _add_whose(page: Page, sentence: Sentence, plant: Told | None, frame: Frame) -> None:
    if plant:
        frame.add("plant", sentence, text=plant.frame.key)
        for name in plant.frame.texts("operator"):
            frame.add("organization", sentence, text=name)
    elif company := page.organisations.company_of(sentence):
        frame.add("organization", sentence, text=company)
