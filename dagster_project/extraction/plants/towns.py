"""Plants told without a noun: a row of a table, a town where something is built or made."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Hit, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.labels import DATELINE, LABEL
from dagster_project.extraction.plants.model import Mention, companies_in, with_partners
from dagster_project.extraction.plants.places import usable_places
from dagster_project.extraction.plants.rows import row_company
from dagster_project.extraction.plants.seated import work_verbs
from dagster_project.extraction.plants.sites import Site
from dagster_project.extraction.plants.words import (
    clause,
    comes_from,
    follows_preposition,
    is_eastern,
    is_located,
)

# What is said of nothing but a works; other stages are said of companies and markets too.
_OF_WORKS = frozenset({"under_construction", "commissioning"})
# Words of trade so close to an amount tell what it is an amount of.
_NEAR = 40
_OBJECT = 12
_IN = 6
_ENDED = frozenset({"closed", "paused", "cancelled"})
_BEHIND = 3
_APPOSED = re.compile(r", (?:an?|the|which|that|ein|eine|die|der|un|une|qui)\s[^,;:()]{3,60}")
# "In A we assemble", "In A, near B, the firm C": so little stands before who works there.
_OPENING = re.compile(r"(?: near [A-ZÀ-Þ][\w-]+)?,? (?:[a-zà-ÿ]+ ){0,3}")


def plants_of_places(page: Page, sentence: Sentence, label: Place | None) -> list[Mention]:
    """Towns of a sentence without a facility noun that stand for the plant in them."""
    if sentence.kind == "heading":
        return []
    entry = sentence.kind in ("row", "bullet") or page.text.startswith("**", sentence.start)
    listed = _of_row(page, sentence) if entry else []
    if listed or sentence.kind == "row":
        return listed
    places = [p for p in usable_places(page, sentence) if p.city or (p.region and p.country)]
    eastern = bool(places) and is_eastern(page.text, places[0].start)
    located = [
        p
        for p in places
        if eastern or (is_located(page.text, p.start) and not comes_from(page.text, p.start))
    ]
    dateline = DATELINE.match(page.text, sentence.start, sentence.end)
    located = [p for p in located if not dateline or p.start > dateline.end()]
    opened = [p for p in places if _is_commissioned(page, sentence, p)]
    if opened:
        return [_of_place(page, sentence, p) for p in places]
    found = {p.start: p for p in places if _is_acted_on(page, sentence, p, p in located)}
    cues = _cues(page, sentence)
    for at in cues:
        first, last = clause(page.text, sentence.start, sentence.end, at)
        near = [p for p in located if first <= p.start < last]
        if not near and not found and located and located[0].end <= at:
            near = [p for p in located if p.end <= at]
        found |= {p.start: p for p in _merged(near)}
    if not found and cues and label and not places and companies_in(page, sentence):
        found = {label.start: label}
    return [_of_place(page, sentence, p) for _, p in sorted(found.items())]


def _is_acted_on(page: Page, sentence: Sentence, place: Place, located: bool) -> bool:
    """Whether a town follows what a company does: "A shut Covington", "A shreds in Oulu"."""
    if not place.city or not companies_in(page, sentence):
        return False
    acts = page.hits_in(sentence, "makes", "takes", "stage")
    if located:
        return any(0 < place.start - h.end < _IN for h in acts if h.value != "planned")
    ends = [h for h in acts if h.kind == "stage" and h.value in _ENDED]
    return any(place.start - h.end == 1 for h in ends)


def _cues(page: Page, sentence: Sentence) -> list[int]:
    """Where a sentence says that something is built, or what a company makes there."""
    companies = companies_in(page, sentence)

    def told(*kinds: str) -> list[Hit]:
        # "Northside Recycling presented": what a name says is done nowhere.
        hits = page.hits_in(sentence, *kinds)
        return [h for h in hits if not any(o.start <= h.start < o.end for o in companies)]

    stages = told("stage")
    cues = [h.start for h in stages if h.value in _OF_WORKS]
    traded = page.hits_in(sentence, "capacity_not", "traded")
    made = told("makes", "takes", "capacity") + work_verbs(page, sentence)
    materials = page.hits_in(sentence, "material")
    named = bool(companies)
    there = page.hits_in(sentence, "there")
    if named and there and there[0].start == sentence.start:
        # "There A treats it for a fee".
        cues += [h.start for h in made]
    for amount in page.quantities_in(sentence):
        if amount.kind not in ("mass", "energy"):
            continue
        if any(h.start - amount.end < _NEAR and amount.start - h.end < _NEAR for h in traded):
            continue
        speaks = made or (named and (stages or materials))
        if speaks and (amount.per or (amount.unit == "GWh" and stages)):
            cues.append(amount.start)
    if named and not traded:
        # "Plans cathode material in A".
        plans = [h for h in stages if h.value in ("planned", "build")]
        cues += [
            h.start
            for h in plans
            if any(0 < m.start - h.end < _OBJECT and m.kind == "material" for m in materials)
        ]
    if named and materials and not traded:
        cues += [h.start for h in made if h.kind != "capacity"]
    return cues


def _is_commissioned(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether "was commissioned" and the like follow a town right away."""
    return bool(place.city) and any(
        0 <= h.start - place.end < 12 for h in page.hits_in(sentence, "commissioned")
    )


def _of_row(page: Page, sentence: Sentence) -> list[Mention]:
    """The plant of a row that tells a company, a town, and a stage or an amount."""
    own = row_company(page, sentence)
    companies = companies_in(page, sentence) or ([own] if own else [])
    places = page.places_in(sentence)
    towns = _merged([p for p in places if p.city])
    if not towns and own:
        # "容百 | 波兰 | 三元正极 | 2.5万吨/年": a country is all that is told.
        goods = page.hits_in(sentence, "material")
        yearly = any(q.per or q.unit == "GWh" for q in page.quantities_in(sentence))
        towns = places if len(places) == 1 and goods and yearly else []
    if len(towns) != 1 or not (companies or _opens(page, sentence, towns[0])):
        return []
    amounts = [q for q in page.quantities_in(sentence) if q.kind in ("mass", "energy")]
    paid = any(q.kind == "money" for q in page.quantities_in(sentence))
    made = paid and sentence.kind == "row" and page.hits_in(sentence, "material")
    staged = any(h.value != "none" for h in page.hits_in(sentence, "stage"))
    if not (amounts or made or staged):
        return []
    town = towns[0]
    for place in places:
        if town.country is None or place.country == town.country:
            town = town._replace(
                region=town.region or place.region, country=town.country or place.country
            )
    start, end = town.start, town.end
    owners = companies[:1]
    for other in companies[1:]:
        if page.text[owners[-1].end : other.start].strip() not in ("/", "&", "and", "with", "–"):
            break
        owners.append(other)
    return [Mention(sentence, start, start, end, "plant", place=town, owners=tuple(owners))]


def _opens(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether a place is the first word of an entry, behind its mark."""
    first = LABEL.match(page.text, sentence.start)
    return first is not None and first.end() == place.start


def _merged(places: list[Place]) -> list[Place]:
    """Places without those that only say more widely where another one lies."""
    kept = [p for p in places if p.city] or places
    return [p for at, p in enumerate(kept) if p[2:] not in [k[2:] for k in kept[:at]]]


def _of_place(page: Page, sentence: Sentence, place: Place) -> Mention:
    companies = companies_in(page, sentence)
    before = [
        o for o in companies if o.end <= place.start and not follows_preposition(page.text, o.start)
    ]
    beside = [o for o in companies if _APPOSED.fullmatch(page.text, o.end, place.start)]
    if beside:
        # "The purchase of A, a maker of batteries in B".
        before = beside
    alone = companies if len({o.name for o in companies}) == 1 else []
    if len(before) < 2 and page.hits_in(sentence, "joint"):
        # "The joint venture of A and B makes".
        pair = [o for o in companies if o.end <= place.start]
        before = before if len({o.name for o in pair}) < 2 else pair
    behind = [o for o in companies if _OPENING.fullmatch(page.text, place.end, o.start)]
    owners = tuple(with_partners(page.text, before) or alone[:1] or behind[:1])
    inside = sentence.start <= place.start < sentence.end
    start, end = (place.start, place.end) if inside else (sentence.start, sentence.start)
    return Mention(sentence, start, start, end, "plant", place=place, owners=owners)


def plants_of_acts(page: Page, sentence: Sentence, known: list[Mention]) -> list[Mention]:
    """Towns where a sentence says that something is made: "lead-acid manufacturing in A ends"."""
    acts = page.hits_in(sentence, "act") if sentence.kind in ("prose", "bullet") else []
    field = page.hits_in(sentence, "material", "field")
    if not acts or not field or not companies_in(page, sentence):
        return []
    told = page.hits_in(sentence, "stage", "makes", "takes", "capacity")
    taken = {m.place.city for m in known if m.place}
    return [
        _of_place(page, sentence, place)
        for place in usable_places(page, sentence)
        if place.city
        and place.city not in taken
        and any(0 < place.start - h.end < _BEHIND for h in acts)
        and told
    ]


def sole_town(page: Page, site: Site) -> Place | None:
    """The only town that the paragraph of a plant told without a place speaks of."""
    mention = next((m for m in site.mentions if m.founds), site.mentions[0])
    if not any(
        page.hits_in(m.sentence, "stage", "makes", "takes", "capacity", "capex")
        for m in site.mentions
    ):
        return None
    towns = _merged(
        [
            p
            for s in page.sentences
            if s.line == mention.sentence.line
            for p in usable_places(page, s)
            if p.city
        ]
    )
    return towns[0] if len(towns) == 1 else None
