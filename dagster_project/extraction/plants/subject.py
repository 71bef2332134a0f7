"""Whose a plant is: whoever the sentences that mention it are about."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.buyers import buys
from dagster_project.extraction.plants.model import (
    Mention,
    companies_in,
    headed_by,
    is_customer,
    is_spelt,
    with_partners,
)
from dagster_project.extraction.plants.rows import row_company
from dagster_project.extraction.plants.sites import Site
from dagster_project.extraction.plants.words import (
    clause,
    comes_from,
    follows_preposition,
    is_eastern,
    words,
)

# "A grant to A for a": so near stand money, whom it goes to, and what it is for.
_TO = 8
_TOWARDS = 14
_BEHIND = 3
# "At Northside the pilot refinery runs": who is spoken of.
_OPENING = frozenset({"at ", "over at ", "bei ", "bei der ", "chez ", "and at ", "for "})
_CALLED = re.compile(r"(?:\s\([^()]{2,30}\)|[”\"’)]{1,3})?,\s(?:an?\s(?:[\w-]+\s){1,4}and\s)?")
# What marks a subject in Korean and Japanese.
_TOPIC = frozenset("은는이가は")


def subject(page: Page, site: Site, previous: Site | None) -> list[tuple[Organisation, Sentence]]:
    """Whoever the sentences that mention a site are about."""
    for mention in site.mentions:
        if own := row_company(page, mention.sentence):
            return [(own, mention.sentence)]
        if itself := _marked(page, mention):
            return [(itself, mention.sentence)]
        if page.hits_in(mention.sentence, "joint") and (partners := _partners(page, mention)):
            return partners
    for mention in site.mentions:
        companies = [o for o in companies_in(page, mention.sentence) if o.name != site.name]
        before = [o for o in companies if o.end <= mention.noun]
        alone = len({o.name for o in companies}) == 1
        if alone and companies[0].end > mention.start:
            alone = not comes_from(page.text, companies[0].start)
        if alone and mention.sentence.kind in ("bullet", "row"):
            return [(companies[0], mention.sentence)]
        if recipient := _recipient(page, mention, before):
            return [(recipient, mention.sentence)]
        subjects = [
            o
            for o in before
            if not follows_preposition(page.text, o.start)
            or page.lowered[mention.sentence.start : o.start] in _OPENING
        ]
        subjects = subjects or [o for o in companies if page.text[o.end] in _TOPIC]
        main = page.organisations.main_at(mention.sentence.start)
        if main and any(buys(page, mention, o) and o.name != main for o in subjects[-1:]):
            # "B buys the plant" of whom the page is about.
            first = mention.sentence
            return [(Organisation(first.start, first.start, main, "company"), first)]
        # "A owns B, a spodumene mine": what the mine is called.
        called = [o for o in subjects[1:] if _CALLED.fullmatch(page.text, o.end, mention.start)]
        subjects = [o for o in subjects if o not in called]
        # "We bought B's business, one factory": who is bought is no subject.
        subjects = [o for o in subjects if not _is_object(page, mention, o)] or subjects
        # "A said it had": whom the pronoun means stands before it.
        subjects = [o for o in subjects if is_spelt(page, o)] or subjects
        heading = headed_by(page, mention.sentence)
        if heading and not any(is_spelt(page, o) for o in subjects):
            return [(heading, mention.sentence)]
        if subjects:
            until = [o for o in before if o.end <= subjects[-1].end] or subjects[-1:]
            return [(o, mention.sentence) for o in with_partners(page.text, until)]
    first = site.mentions[0].sentence
    if first.kind == "row":
        # The row before is another's.
        previous = None
    if whose := _whose(page, site.mentions[0]):
        return [whose]
    main = page.organisations.main_at(first.start)
    name = page.organisations.company_of(first)
    if name and name == site.name:
        name = main
    if name and is_customer(page, name, first):
        name = main
    if previous and previous.mentions[-1].sentence.line == first.line and name in (main, None):
        return previous.owners
    if is_eastern(page.text, site.mentions[0].noun):
        name = main or name
    elif name is None or not _is_named_near(page, name, first):
        if previous and first.line - previous.mentions[-1].sentence.line <= 1:
            return previous.owners
        name = main or name
    elif main and name != main and _is_named_near(page, main, first):
        name = main
    if name:
        return [(Organisation(first.start, first.start, name, "company"), first)]
    return []


def _marked(page: Page, mention: Mention) -> Organisation | None:
    """The company that Korean or Japanese marks as what a sentence is about, before a noun."""
    if not is_eastern(page.text, mention.noun):
        return None
    before = [o for o in companies_in(page, mention.sentence) if o.end <= mention.noun]
    return next((o for o in reversed(before) if page.text[o.end] in _TOPIC), None)


def _is_object(page: Page, mention: Mention, company: Organisation) -> bool:
    """Whether a company stands right behind a verb of a deal: "has acquired B"."""
    verbs = page.hits_in(mention.sentence, "deal_verb")
    return any(0 < company.start - h.end < _BEHIND for h in verbs)


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
            if is_spelt(page, o) and not follows_preposition(page.text, o.start)
        ]
        if named:
            return named[-1], sentence
    return None


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
