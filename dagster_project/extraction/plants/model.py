"""A mention of a place of production, and what goes with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dagster_project.extraction.model import Hit, Organisation, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.words import EASTERN, words

AND = re.compile(r"\s*(?:,|and|und|et|y|&)\s*")
# What stands around a company that heads its line.
_LABEL_START = re.compile(r"(?:[*•–-]\s+|\d{1,2}[.)]\s+)?(?:\*\*|__)?")
_LABEL_ENDS = re.compile(r"\.\s|:\s|：|\*\*|__|\s?[–—]\s|\s-\s|\.$")
# Who winds a company up stands this close to the word for it: "the administrator, A".
_OFFICE = 8
# Words of ownership between a company and its parent.
_NEAR = 8
_ASIDE = 14
_CHILD = 4
KINDS = ("facility", "facility_loose", "facility_part")
# What a place of production is called where nothing tells its kind.
VAGUE = frozenset(
    {
        "plant", "facility", "factory", "site", "campus", "hub", "spoke", "project", "works",
        "unit", "production_line", "operation", "center",
    }
)  # fmt: skip


@dataclass(slots=True, frozen=True)
class Mention:
    """One mention: `text[start:end]` is the noun with its words, the noun starts at `noun`.

    `definite` is None where nothing tells; `owners` are organisations named with the noun;
    `founds` tells whether it can be the first mention of a plant or only one more; `head` is the
    noun's last word; `spoken` is an answer in an interview;
    `apart` is another plant than those before, beside the last one where it has no place;
    `companies` are those of the sentence, or whoever heads its line (`labelled`); `materials` are
    those among the noun's words;
    `section` is the company of the item or headed part it stands in, if that has its own.
    """

    sentence: Sentence
    start: int
    noun: int
    end: int
    type: str
    loose: bool = False
    plural: bool = False
    definite: bool | None = None
    name: str | None = None
    place: Place | None = None
    owners: tuple[Organisation, ...] = ()
    founds: bool = True
    head: str = ""
    spoken: bool = False
    apart: bool = False
    companies: frozenset[str] = frozenset()
    labelled: bool = False
    materials: frozenset[str] = frozenset()
    is_reviewed: bool = False
    section: str | None = None


def companies_in(page: Page, sentence: Sentence) -> list[Organisation]:
    """Companies in a sentence; whoever governs or funds runs no plant.

    "Its plant" is never the plant of the customer named just before, and "A, owned by B" is A.
    """
    found: list[Organisation] = []
    behind = page.hits_in(sentence, "affiliated")
    children = page.hits_in(sentence, "child")
    offices = page.hits_in(sentence, "administrator")
    parent = -1
    for company in page.organisations_in(sentence):
        if company.kind != "company" or any(_beside(company, h) for h in offices):
            continue
        if found and any(
            0 <= h.start - found[-1].end < _CHILD and 0 <= company.start - h.end < _CHILD
            for h in children
        ):
            # "A's subsidiary B": the plant is B's.
            found.pop()
        if any(
            0 <= company.start - h.end < _NEAR and any(0 <= h.start - o.end < _ASIDE for o in found)
            for h in behind
        ) or (parent >= 0 and AND.fullmatch(page.text, parent, company.start)):
            parent = company.end
            continue
        main = page.organisations.main_at(sentence.start)
        brief = page.lowered[company.start : company.end] in words("pronoun")
        if brief and main and is_customer(page, company.name, sentence):
            company = company._replace(name=main)
        found.append(company)
    return found


def _beside(company: Organisation, office: Hit) -> bool:
    """Whether a company is who a word such as "administrator" is said of."""
    return 0 <= company.start - office.end < _OFFICE or 0 <= office.start - company.end < _OFFICE


def headed_by(page: Page, sentence: Sentence) -> Organisation | None:
    """The company that heads a line as its label: "A. The firm …", "* **A** - its works"."""
    first = bisect_left(page.sentences, sentence.line, key=lambda s: s.line)
    opening = page.sentences[first]
    for company in page.organisations_in(opening)[:1]:
        alone = _LABEL_ENDS.match(page.text, company.end)
        if alone and _LABEL_START.fullmatch(page.text, opening.start, company.start):
            return company if company.kind == "company" else None
    return None


def with_partners(text: str, companies: list[Organisation]) -> list[Organisation]:
    """The last of some companies with those it is joined to: "A, B and C will build"."""
    joined = companies[-1:]
    for company in reversed(companies[:-1]):
        if not AND.fullmatch(text, company.end, joined[0].start):
            break
        joined.insert(0, company)
    return joined


def is_customer(page: Page, name: str, sentence: Sentence) -> bool:
    """Whether a company just before a sentence is only who buys what a plant makes."""
    before = [s for s in page.sentences if s.start < sentence.start][-3:]
    return any(
        page.hits_in(s, "customer") and name in [o.name for o in page.organisations_in(s)]
        for s in before
    )


def is_spelt(page: Page, company: Organisation) -> bool:
    """Whether a company is called by its name, not by "the group"."""
    first = page.lowered[company.start : company.end].split(" ")[0]
    if first in words("pronoun") or first in words("definite"):
        return False
    return page.text[company.start] >= EASTERN or page.text[company.start].isupper()
