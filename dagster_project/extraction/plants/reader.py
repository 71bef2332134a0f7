"""Plants: one frame per site that a document tells of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dagster_project.extraction.capacities.tables import table_head
from dagster_project.extraction.model import Frame, Hit
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.buyers import buyers
from dagster_project.extraction.plants.facts import Facts
from dagster_project.extraction.plants.follow import all_mentions
from dagster_project.extraction.plants.model import Mention
from dagster_project.extraction.plants.products import COMMON
from dagster_project.extraction.plants.sites import Site, gather
from dagster_project.extraction.plants.subject import subject
from dagster_project.extraction.plants.towns import sole_town

# What may be ground for exploration rather than a plant.
_GROUND = frozenset({"project", "mine", "operation"})
_BUILT = frozenset({"planned", "under_construction", "unfinished", "commissioning", "paused"})
# Of the weight of words that only this field uses (`field.yaml`), and of its materials.
_ENOUGH = 2
# A whole document that tells so much of the field is about nothing else.
_STEEPED = 8


class Told(NamedTuple):
    """One mention of a plant, the site it belongs to, and the frame of that site."""

    mention: Mention
    site: Site
    frame: Frame


def extract(page: Page) -> list[Frame]:
    """The plants of a page, each with its operator and where it stands, in order of mention.

    A site is left out that has neither a name nor a place, or nobody who runs it.
    """
    return [frame for _, frame in _told_sites(page)]


def told_plants(page: Page) -> list[Told]:
    """Every mention of the page's plants, in order, with the frame that `page.plants` holds."""
    told = []
    for site, frame in _told_sites(page):
        known = next((p for p in page.plants if p.slots == frame.slots), None)
        if known:
            told += [Told(mention, site, known) for mention in site.mentions]
    return sorted(told, key=lambda t: t.mention.noun)


@lru_cache(maxsize=2)  # the capacities of a page ask again
def _told_sites(page: Page) -> list[tuple[Site, Frame]]:
    mentions = all_mentions(page)
    facts = Facts(page, mentions)
    steeped = bool(mentions) and _weight(page, page.hits) >= _STEEPED
    found: list[tuple[Site, Frame]] = []
    sites = gather(mentions)
    taken = {site.place.city for site in sites if site.place}
    for site in sites:
        if not (steeped or _speaks_of_field(page, site)):
            continue
        if site.place is None and not site.plural and (town := sole_town(page, site)):
            site.place = town if town.city not in taken else None
        frame = _frame(page, site, found[-1][0] if found else None, facts)
        if frame:
            found.append((site, frame))
    return found


def _frame(page: Page, site: Site, previous: Site | None, facts: Facts) -> Frame | None:
    # "Two European plants" are told of; "a plant in Europe" is a hope.
    settled = site.place and (site.place.city or site.place.country or site.plural)
    if not settled and not site.name:
        return None
    if _is_exploration(page, site):
        return None
    frame = Frame("plant")
    first = site.mentions[0].sentence
    if site.names:
        frame.add("name", site.names[0][1], text=site.names[0][0])
    explicit = any(owner.end > owner.start for owner, _ in site.owners)
    site.owners = site.owners or subject(page, site, previous)
    if not site.owners:
        return None
    frame.confidence = _confidence(site, explicit)
    for owner, sentence in site.owners:
        frame.add("operator", sentence, text=owner.name, start=owner.start, end=owner.end)
    for owner, sentence in buyers(page, site):
        if owner.name not in frame.texts("operator"):
            frame.add("owner", sentence, text=owner.name, start=owner.start, end=owner.end)
    if site.place:
        told = site.placed_by or first
        for name in ("city", "region", "country"):
            value = getattr(site.place, name)
            if value:
                frame.add(name, told, text=value, start=site.place.start, end=site.place.end)
    frame.add("facility_type", first, text=site.type)
    facts.add(site, frame)
    return frame


def _speaks_of_field(page: Page, site: Site) -> bool:
    """Whether batteries or their materials are the matter where the site is mentioned."""
    near = {m.sentence.line for m in site.mentions}
    reach = {line + step for line in near for step in (-1, 0, 1)} | {0, 1}
    # What a table is about stands above it.
    heads = filter(None, (table_head(page, m.sentence) for m in site.mentions))
    reach |= {head.line + step for head in heads for step in (-1, 0)}
    sentences = [s for s in page.sentences if s.line in reach]
    near_by = [h for s in sentences for h in page.hits_in(s, "field", "material")]
    own = _weight(page, near_by) + (site.type == "cell_factory")
    # "Its 40 GWh factory", "an LFP pilot plant" say what they are themselves.
    energy = any(q.unit == "GWh" for m in site.mentions for q in page.quantities_in(m.sentence))
    said = any(m.materials - COMMON for m in site.mentions)
    own += 2 * energy + said
    return own >= _ENOUGH


def _weight(page: Page, hits: Sequence[Hit]) -> int:
    """How much words tell of the field; one said again ("copper … copper") tells nothing more."""
    told = {(page.lowered[h.start : h.end], int(h.value)) for h in hits if h.kind == "field"}
    materials = {h.value for h in hits if h.kind == "material"}
    return sum(weight for _, weight in told) + len(materials - COMMON)


def _confidence(site: Site, explicit: bool) -> float:
    """How sure a frame is: who runs it is named with the plant, in its sentence, or elsewhere."""
    owner = site.owners[0][0]
    sure = 0.92 if explicit else 0.85 if owner.end > owner.start else 0.7
    settled = site.place is not None and (site.place.city or site.name)
    return round(sure if settled else sure - 0.07, 2)


def _is_exploration(page: Page, site: Site) -> bool:
    """Whether a mine or project is only ground where somebody looks for ore.

    What is to be built or made there, or its cost, makes it a plant to be.
    """
    if site.type not in _GROUND:
        return False
    sentences = {m.sentence for m in site.mentions}
    explored = sum(bool(page.hits_in(s, "exploration")) for s in sentences)
    if any(q.per and q.kind == "mass" for s in sentences for q in page.quantities_in(s)):
        return False
    if explored * 2 > len(sentences):
        return True
    built = any(h.value in _BUILT for s in sentences for h in page.hits_in(s, "stage"))
    made = any(page.hits_in(s, "makes") and page.hits_in(s, "future") for s in sentences)
    made |= any(
        page.hits_in(s, "makes") and any(h.value == "operating" for h in page.hits_in(s, "stage"))
        for s in sentences
    )
    costed = any(page.hits_in(s, "capex", "capacity") for s in sentences)
    settled = site.place is not None and (bool(site.name) or any(m.owners for m in site.mentions))
    kept = settled and not explored and site.type != "project"
    kept |= any(m.is_reviewed for m in site.mentions)
    return not (built or made or costed or kept)
