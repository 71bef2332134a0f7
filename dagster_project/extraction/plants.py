"""Plants: one frame per site that a document tells of."""

from __future__ import annotations

from typing import NamedTuple

from dagster_project.extraction.model import Frame, Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plant_facts import Facts
from dagster_project.extraction.plant_follow import all_mentions
from dagster_project.extraction.plant_mentions import Mention, companies_in
from dagster_project.extraction.plant_sites import Site, gather
from dagster_project.extraction.plant_words import clause, follows_preposition, is_eastern


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


def _told_sites(page: Page) -> list[tuple[Site, Frame]]:
    mentions = all_mentions(page)
    facts = Facts(page, mentions)
    found = [(site, _frame(page, site, facts)) for site in gather(mentions)]
    return [(site, frame) for site, frame in found if frame]


def _frame(page: Page, site: Site, facts: Facts) -> Frame | None:
    if not site.place and not site.name:
        return None
    if not _speaks_of_field(page, site):
        return None
    frame = Frame("plant")
    first = site.mentions[0].sentence
    if site.names:
        frame.add("name", site.names[0][1], text=site.names[0][0])
    owners = [(o, s) for o, s in site.owners] or _subject(page, site)
    if not owners:
        return None
    for owner, sentence in owners:
        frame.add("operator", sentence, text=owner.name, start=owner.start, end=owner.end)
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
    reach = {line + step for line in near for step in (-2, -1, 0, 1)} | {0, 1, 2}
    return any(page.hits_in(s, "field") for s in page.sentences if s.line in reach)


def _subject(page: Page, site: Site) -> list[tuple[Organisation, Sentence]]:
    """Whoever the sentences that mention a site are about."""
    for mention in site.mentions:
        if page.hits_in(mention.sentence, "joint") and (partners := _partners(page, mention)):
            return partners
    for mention in site.mentions:
        companies = [o for o in companies_in(page, mention.sentence) if o.name != site.name]
        before = [o for o in companies if o.end <= mention.noun]
        if mention.sentence.kind in ("bullet", "row") and len({o.name for o in companies}) == 1:
            return [(companies[0], mention.sentence)]
        subjects = [o for o in before if not follows_preposition(page.text, o.start)]
        if is_eastern(page.text, mention.noun):
            subjects = subjects or companies[:1]
        if subjects:
            return [(subjects[-1], mention.sentence)]
    first = site.mentions[0].sentence
    name = page.organisations.company_of(first)
    if name is None or not _is_named_near(page, name, first):
        name = page.organisations.main or name
    if name:
        return [(Organisation(first.start, first.start, name, "company"), first)]
    return []


def _partners(page: Page, mention: Mention) -> list[tuple[Organisation, Sentence]]:
    """Who runs a plant together: named here, or where the venture was named before."""
    sentence = mention.sentence
    named = [o for o in companies_in(page, sentence) if o.end <= mention.noun]
    first, _ = clause(page.text, sentence.start, sentence.end, mention.noun)
    close = [o for o in named if o.start >= first]
    if len({o.name for o in close}) > 1:
        return [(o, sentence) for o in close]
    if len(named) > 1:
        return [(o, sentence) for o in named]
    earlier = [s for s in page.sentences if s.start < sentence.start][-3:]
    for before in reversed(earlier):
        companies = companies_in(page, before)
        if len({o.name for o in companies}) > 1 and page.hits_in(before, "joint"):
            return [(o, before) for o in companies]
    return []


def _is_named_near(page: Page, name: str, sentence: Sentence) -> bool:
    """Whether a company is named in the paragraph of a sentence."""
    return any(
        o.name == name
        for s in page.sentences
        if s.line == sentence.line and s.start <= sentence.start
        for o in page.organisations_in(s)
    )
