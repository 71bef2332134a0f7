"""Sentences that go on about the plant of the sentence before them."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention, companies_in
from dagster_project.extraction.plants.places import usable_places
from dagster_project.extraction.plants.words import opens_with_one, opens_with_pronoun

_ENDS = frozenset({"paused", "cancelled", "closed"})
# "A, part-owned by B": so near to a company, who owns is said of it.
_BESIDE = 12


def brief(like: Mention, sentence: Sentence, start: int, end: int, name: str | None) -> Mention:
    """A mention that founds nothing, of the kind of an earlier one."""
    found = Mention(sentence, start, start, end, like.type, definite=True, name=name)
    return replace(found, founds=False, head=like.head)


def pointing_back(page: Page, sentence: Sentence, last: Mention) -> list[Mention]:
    """A sentence that goes on about the plant of the sentence before it."""
    several = last.plural and not (last.place and opens_with_one(page.text, sentence.start))
    if sentence.line != last.sentence.line or several:
        return []
    towns = {p.city for p in usable_places(page, sentence) if p.city}
    if last.place and towns - {last.place.city}:
        return []
    between = [s for s in page.sentences if last.sentence.start < s.start < sentence.start]
    far = 4 if page.hits_in(sentence, "there") else 2
    if len(between) > far or not page.hits_in(sentence, "stage", "capex", "located"):
        return []
    others = {o.name for o in companies_in(page, sentence)} - {o.name for o in last.owners}
    ends = any(h.value in _ENDS for h in page.hits_in(sentence, "stage"))
    if others and not ends and not opens_with_pronoun(page.text, sentence.start):
        if page.hits_in(sentence, "run_by"):
            others = set()
        if others and others != {page.organisations.company_of(last.sentence)}:
            return []
    found = brief(last, sentence, sentence.start, sentence.start, None)
    return [replace(found, owners=last.owners or runs_it(page, sentence))]


def runs_it(page: Page, sentence: Sentence) -> tuple[Organisation, ...]:
    """Who a sentence of its own says runs or builds the plant; "A, owned by B" tells of A."""
    companies = companies_in(page, sentence)
    cues = [
        h
        for h in page.hits_in(sentence, "run_by")
        if not any(0 <= h.start - o.end < _BESIDE for o in companies)
    ]
    named = [o for o in companies if any(0 <= o.start - h.end < 20 for h in cues)]
    return tuple(named[:1])
