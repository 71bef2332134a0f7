"""The stage of a site from all its mentions: what is stated, else what the words let infer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from dagster_project.extraction.model import Date, Frame, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention
from dagster_project.extraction.plants.sites import Site
from dagster_project.extraction.plants.stages import LATER, ORDER, is_ahead, is_to_come
from dagster_project.extraction.plants.words import (
    clause,
    is_eastern,
    words,
)

_SINCE = re.compile(r"\b(?:since|seit|depuis|desde) (?:[\w.]+ ){0,2}(?:19|20)\d\d\b", re.I)
_INSIDE = re.compile(r"\b(?:in|at|inside|im|bei|à|dans|en) $", re.I)
_TO_BE_WORKED = frozenset({"project", "mine"})
_HAS = re.compile(r"\b(?:has|have|owns|own|keeps|hat|haben|besitzt|possède|compte|tiene) $")
# "To make", "zu fertigen": nothing is done yet.
_INFINITE = re.compile(r"\b(?:to|zu|de|para|pour) $")
# What the words around a noun say of where it stands, so near to it.
_NEAR = 25
_CHOSEN = 6


def add_stage(
    page: Page,
    site: Site,
    frame: Frame,
    stages: Mapping[int, set[str]],
    costed: Collection[int],
) -> None:
    """Add the stage of a site: `stages` and `costed` are those of each mention's id."""
    stated: dict[str, Sentence] = {}
    enlarged: Sentence | None = None
    for mention in site.mentions:
        told = stages[id(mention)]
        if mention.definite is not False and page.hits_in(mention.sentence, "expansion"):
            if not told or told & {"under_construction", "planned"}:
                enlarged = enlarged or mention.sentence
            told = told - {"under_construction", "planned"}
        for stage in told:
            stated.setdefault(stage, mention.sentence)
    if "completed" in stated:
        done = "commissioning" if stated.keys() & {"planned", LATER} else "operating"
        stated.setdefault(done, stated["completed"])
        del stated["completed"]
        stated.pop("under_construction", None)
    for stage in ORDER:
        if stage in stated:
            on = _reached(page, stated[stage]) if stage != "planned" else None
            date = {"on": on.on, "precision": on.precision} if on else {}
            frame.add("stage", stated[stage], text=stage, **date)
            return
    if enlarged and (site.type != "project" or site.name):
        frame.add("stage_inferred", enlarged, text="operating")
    elif LATER in stated:
        frame.add("stage_inferred", stated[LATER], text="planned")
    elif "able" in stated:
        frame.add("stage_inferred", stated["able"], text="operating")
    else:
        _infer(page, site, frame, costed)


def _infer(page: Page, site: Site, frame: Frame, costed: Collection[int]) -> None:
    for mention in site.mentions:
        if _is_to_be(page, mention):
            frame.add("stage_inferred", mention.sentence, text="planned")
            return
        if id(mention) not in costed and _stands(page, mention):
            frame.add("stage_inferred", mention.sentence, text="operating")
            return
    if site.type == "project" and site.name:
        # What is still called a project makes nothing yet.
        frame.add("stage_inferred", site.mentions[0].sentence, text="planned")


def _is_to_be(page: Page, mention: Mention) -> bool:
    """Whether the words about a plant speak of one that is not there yet."""
    sentence = mention.sentence
    if mention.definite is True:
        return False
    if mention.definite is False and page.hits_in(sentence, "grant_instrument"):
        # Public money for "a plant" is for one to be.
        return True
    own = page.lowered[mention.start : mention.noun]
    fresh = (
        own.startswith(tuple(words("fresh")))
        if is_eastern(page.text, mention.noun)
        else not words("fresh").isdisjoint(own.split(" ")[:3])
    )
    if any(0 <= mention.start - h.end < _CHOSEN for h in page.hits_in(sentence, "sited")):
        # "Chose Salem for its next step".
        return True
    if fresh or (sentence.kind == "row" and mention.definite is None and _is_paid(page, sentence)):
        return True
    return any(is_ahead(page, d) for d in page.dates_in(sentence))


def _is_paid(page: Page, sentence: Sentence) -> bool:
    return any(q.kind == "money" for q in page.quantities_in(sentence))


def _reached(page: Page, sentence: Sentence) -> Date | None:
    """When a stage was reached: the one past date of its sentence."""
    past = [d for d in page.dates_in(sentence) if page.published is None or not is_ahead(page, d)]
    return past[0] if len(past) == 1 and past[0].until is None else None


def _works(page: Page, mention: Mention) -> bool:
    """Whether a sentence tells of work at a plant: "strips packs in a pilot plant"."""
    sentence = mention.sentence
    first, last = clause(page.text, sentence.start, sentence.end, mention.noun)
    traded = any(first <= h.start < last for h in page.hits_in(sentence, "traded"))
    if traded or is_to_come(page, sentence, first, last):
        return False
    before = page.text[sentence.start : mention.start]
    located = _INSIDE.search(before) is not None and mention.type not in _TO_BE_WORKED
    town = mention.place is not None and mention.noun == mention.place.start
    if not (located and before.strip()) and not town:
        return False
    since = _SINCE.search(page.text, mention.start, sentence.end)
    if since and not any(is_ahead(page, d) for d in page.dates_in(sentence)):
        return True
    done = page.hits_in(sentence, "makes", "takes")
    finite = [h for h in done if not _INFINITE.search(page.text, h.start - 6, h.start)]
    return any(first <= h.start < (last if town else mention.start) for h in finite)


def _stands(page: Page, mention: Mention) -> bool:
    """Whether a works is named as something that is there: "A's plant in B"."""
    sentence = mention.sentence
    if page.text[sentence.end - 1] in "?？":
        return False
    if _works(page, mention):
        return True
    standing = page.hits_in(sentence, "standing")
    # "Has shredders in Reno and Salem".
    had = _HAS.search(page.text, sentence.start, mention.start) if mention.plural else None
    there = had is not None or any(
        max(h.start - mention.end, mention.start - h.end) < _NEAR for h in standing
    )
    settled = mention.definite is True and bool(mention.place and mention.place.city)
    if not there and (mention.definite is False or not (mention.owners or settled)):
        return False
    if sentence.kind == "row" and _is_paid(page, sentence):
        return False
    first, last = clause(page.text, sentence.start, sentence.end, mention.noun)
    traded = any(first <= h.start < last for h in page.hits_in(sentence, "traded"))
    return not traded and not is_to_come(page, sentence, first, last)
