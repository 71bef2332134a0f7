"""Plants: one frame per site that a document tells of."""

from __future__ import annotations

from typing import NamedTuple

from dagster_project.extraction.capacities.tables import table_head
from dagster_project.extraction.model import Frame, Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.buyers import buyers, buys
from dagster_project.extraction.plants.facts import Facts
from dagster_project.extraction.plants.follow import all_mentions
from dagster_project.extraction.plants.model import (
    Mention,
    companies_in,
    headed_by,
    is_customer,
    with_partners,
)
from dagster_project.extraction.plants.products import COMMON
from dagster_project.extraction.plants.sites import Site, gather
from dagster_project.extraction.plants.words import (
    EASTERN,
    clause,
    follows_preposition,
    is_eastern,
    words,
)

# What may be ground for exploration rather than a plant.
_GROUND = frozenset({"project", "mine", "operation"})
_BUILT = frozenset({"planned", "under_construction", "unfinished", "commissioning", "paused"})


# Of the weight of words that only this field uses (`field.yaml`), and of its materials.
_ENOUGH = 2
# "A grant to A for a": so near stand money, whom it goes to, and what it is for.
_TO = 8
_TOWARDS = 14
# What marks a subject in Korean and Japanese.
_TOPIC = frozenset("은는이가は")


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
    found: list[tuple[Site, Frame]] = []
    for site in gather(mentions):
        frame = _frame(page, site, found[-1][0] if found else None, facts)
        if frame:
            found.append((site, frame))
    return found


def _frame(page: Page, site: Site, previous: Site | None, facts: Facts) -> Frame | None:
    # "Two European plants" are told of; "a plant in Europe" is a hope.
    settled = site.place and (site.place.city or site.place.country or site.plural)
    if not settled and not site.name:
        return None
    if not _speaks_of_field(page, site) or _is_exploration(page, site):
        return None
    frame = Frame("plant")
    first = site.mentions[0].sentence
    if site.names:
        frame.add("name", site.names[0][1], text=site.names[0][0])
    explicit = bool(site.owners)
    site.owners = site.owners or _subject(page, site, previous)
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
    # A word said again tells nothing more: "copper … copper … copper".
    words_of = {
        (page.lowered[h.start : h.end], int(h.value))
        for s in sentences
        for h in page.hits_in(s, "field")
    }
    told = sum(weight for _, weight in words_of)
    materials = {h.value for s in sentences for h in page.hits_in(s, "material")}
    own = len(materials - COMMON) + (site.type == "cell_factory")
    return told + own >= _ENOUGH


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
    owned = site.place is not None and any(m.owners for m in site.mentions)
    kept = owned and not explored and site.type != "project"
    return not (built or made or costed or kept)


def _subject(page: Page, site: Site, previous: Site | None) -> list[tuple[Organisation, Sentence]]:
    """Whoever the sentences that mention a site are about."""
    for mention in site.mentions:
        if page.hits_in(mention.sentence, "joint") and (partners := _partners(page, mention)):
            return partners
    for mention in site.mentions:
        companies = [o for o in companies_in(page, mention.sentence) if o.name != site.name]
        before = [o for o in companies if o.end <= mention.noun]
        if mention.sentence.kind in ("bullet", "row") and len({o.name for o in companies}) == 1:
            return [(companies[0], mention.sentence)]
        if recipient := _recipient(page, mention, before):
            return [(recipient, mention.sentence)]
        subjects = [o for o in before if not follows_preposition(page.text, o.start)]
        subjects = subjects or [o for o in companies if page.text[o.end] in _TOPIC]
        main = page.organisations.main
        if main and any(buys(page, mention, o) and o.name != main for o in subjects[-1:]):
            # "B buys the plant" of whom the page is about.
            first = mention.sentence
            return [(Organisation(first.start, first.start, main, "company"), first)]
        # "A said it had": whom the pronoun means stands before it.
        subjects = [o for o in subjects if _is_spelt(page, o)] or subjects
        heading = headed_by(page, mention.sentence)
        if heading and not any(_is_spelt(page, o) for o in subjects):
            return [(heading, mention.sentence)]
        if subjects:
            until = [o for o in before if o.end <= subjects[-1].end] or subjects[-1:]
            return [(o, mention.sentence) for o in with_partners(page.text, until)]
    first = site.mentions[0].sentence
    if whose := _whose(page, site.mentions[0]):
        return [whose]
    name = page.organisations.company_of(first)
    if name and name == site.name:
        name = page.organisations.main
    if name and is_customer(page, name, first):
        name = page.organisations.main
    if (
        previous
        and previous.mentions[-1].sentence.line == first.line
        and name
        in (
            page.organisations.main,
            None,
        )
    ):
        return previous.owners
    if is_eastern(page.text, site.mentions[0].noun):
        name = page.organisations.main or name
    elif name is None or not _is_named_near(page, name, first):
        if previous and first.line - previous.mentions[-1].sentence.line <= 1:
            return previous.owners
        name = page.organisations.main or name
    if name:
        return [(Organisation(first.start, first.start, name, "company"), first)]
    return []


def _recipient(page: Page, mention: Mention, companies: list[Organisation]) -> Organisation | None:
    """Whom money for a plant goes to: "a grant to A for a factory"."""
    money = page.hits_in(mention.sentence, "grant_instrument")
    return next(
        (
            company
            for company in reversed(companies)
            if 0 < mention.start - company.end < _TOWARDS
            and any(0 < company.start - h.end < _TO for h in money)
        ),
        None,
    )


def _whose(page: Page, mention: Mention) -> tuple[Organisation, Sentence] | None:
    """Whom "dessen Fabrik", "whose plant" means: the company named last, no partner of it."""
    opening = page.text[mention.start : mention.noun].split(" ")[0].lower()
    if opening not in words("whose"):
        return None
    for sentence in reversed([s for s in page.sentences if s.end <= mention.start][-2:]):
        named = [
            o
            for o in companies_in(page, sentence)
            if _is_spelt(page, o) and not follows_preposition(page.text, o.start)
        ]
        if named:
            return named[-1], sentence
    return None


def _is_spelt(page: Page, company: Organisation) -> bool:
    """Whether a company is called by its name, not by "the group"."""
    first = page.lowered[company.start : company.end].split(" ")[0]
    if first in words("pronoun") or first in words("definite"):
        return False
    return page.text[company.start] >= EASTERN or page.text[company.start].isupper()


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
