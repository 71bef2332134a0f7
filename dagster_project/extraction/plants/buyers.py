"""Who buys a plant, beside who runs it."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention, companies_in
from dagster_project.extraction.plants.sites import Site

# "A's plant in B was sold to C": C stands right behind the words that hand over.
_HANDED = 70
_NEXT = 8


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
        for company in companies_in(page, mention.sentence):
            if buys(page, mention, company):
                yield company, mention.sentence


def buys(page: Page, mention: Mention, company: Organisation) -> bool:
    """Whether a company is said to buy a plant: "B has agreed to buy the plant"."""
    return any(
        0 <= mention.start - h.end < 20 and 0 <= h.start - company.end < 40
        for h in page.hits_in(mention.sentence, "traded")
    )
