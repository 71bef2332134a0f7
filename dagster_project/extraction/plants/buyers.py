"""Who buys a plant, beside who runs it."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention, companies_in
from dagster_project.extraction.plants.sites import Site
from dagster_project.extraction.plants.words import words

# "A's plant in B was sold to C": C stands right behind the words that hand over.
_HANDED = 70
_NEXT = 8
# "Handed the keys of its plant", "sein Werk an die C GmbH verkauft".
_GIVEN = 24
_TO = 60
_ARTICLE = 10


def buyers(page: Page, site: Site) -> Iterator[tuple[Organisation, Sentence]]:
    """Who has bought a plant: "B bought A's plant"."""
    for mention in site.mentions:
        for hit in page.hits_in(mention.sentence, "handed_to"):
            if mention.end <= hit.start and hit.start - mention.end < _HANDED:
                for company in companies_in(page, mention.sentence):
                    if 0 <= company.start - hit.end < _NEXT:
                        yield company, mention.sentence
        if page.hits_in(mention.sentence, "future"):
            continue
        yield from _taker(page, mention)
        for company in companies_in(page, mention.sentence):
            if buys(page, mention, company):
                yield company, mention.sentence


def _taker(page: Page, mention: Mention) -> Iterator[tuple[Organisation, Sentence]]:
    """Whom "A sold its plant in B to C" names last."""
    reach = max(mention.end, mention.place.end if mention.place else 0)
    given = page.hits_in(mention.sentence, "hands_over")
    if not any(0 <= mention.start - h.end < _GIVEN or 0 <= h.start - reach < _TO for h in given):
        return
    for company in companies_in(page, mention.sentence):
        to = page.text[max(reach, company.start - _ARTICLE) : company.start].lower().split()
        if reach < company.start < reach + _HANDED and not words("to").isdisjoint(to[-2:]):
            yield company, mention.sentence


def buys(page: Page, mention: Mention, company: Organisation) -> bool:
    """Whether a company is said to buy a plant: "B has agreed to buy the plant"."""
    return any(
        0 <= mention.start - h.end < 20 and 0 <= h.start - company.end < 40
        for h in page.hits_in(mention.sentence, "traded")
    )
