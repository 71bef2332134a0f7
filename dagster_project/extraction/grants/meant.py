"""Whom a sentence about an award means that names nobody."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from dagster_project.extraction.grammar import Lexicon, lexicon
from dagster_project.extraction.grants.events import ORIGINS, Event
from dagster_project.extraction.grants.memory import Change, line_of
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.page import Page

# How far before the money the plant it goes to was told, in characters.
_PLANT_REACH = 500


def meant(page: Page, reading: Reading, event: Event, recent: list[Change]) -> list[str]:
    """Whom a sentence without a company's name is about."""
    newer = _newer_subject(page, reading, recent)
    if newer and (event.amount or any(c.recipient == newer for c in recent)):
        return [newer]
    goes_on = event.action not in ORIGINS | {"signed", "closed", "implied", "announced"}
    beside = bool(recent) and recent[-1].sentence.line == reading.sentence.line
    if recent and (goes_on or beside or reading.of("grant_again")):
        return [recent[-1].recipient]
    subject = _owner_before(page, reading) or _builder(page, reading)
    subject = subject or page.organisations.subject_at(reading.sentence.start)
    return [subject] if subject else []


def _newer_subject(page: Page, reading: Reading, recent: list[Change]) -> str | None:
    """Whom the text turned to after the award told last: "B had two. The bigger was cut."."""
    if not recent or recent[-1].sentence == reading.sentence:
        return None
    last, here = recent[-1], reading.sentence
    beside = last.sentence.line == here.line
    if beside and reading.of("grant_again"):
        return None
    line = line_of(page, here)
    start = max(last.sentence.end, line[0].start if line else here.start)
    named = [
        o
        for o in page.organisations.names_between(start, here.start)
        if o.kind == "company" and not page.names_plant(o.start, o.end)
    ]
    names = list(dict.fromkeys(o.name for o in named))
    subject = page.organisations.subject_at(here.start)
    if subject in names:
        return subject
    return names[0] if len(names) == 1 and not beside else None


def _owner_before(page: Page, reading: Reading) -> str | None:
    """The company meant by "dessen" at the head of a sentence: the last one told before."""
    start = reading.sentence.start
    if not _whose().at(page.text, start, reading.sentence.end):
        return None
    at = bisect_left(page.sentences, reading.sentence)
    if at == 0:
        return None
    before = Reading(page, page.sentences[at - 1])
    told = [
        o
        for o in before.companies
        if before.parts(o)[0] not in ("by", "through") and page.text[o.start : o.end] in o.name
    ]
    return told[-1].name if told else None


def _builder(page: Page, reading: Reading) -> str | None:
    """Who runs the plant money goes to: "towards the plant", the one last told before."""
    if not any(h.value == "object" for h in reading.of("grant_cost")):
        return None
    start, end = reading.sentence.start, reading.sentence.end
    words = page.sentence_text(reading.sentence)
    known = (p for p in page.plants if (c := p.get("city")) and c.sentence.start < start)
    here = [plant for plant in known if any(c in words for c in plant.texts("city"))]
    owners = {name for plant in here for name in plant.texts("operator")[:1]}
    if len(owners) == 1:
        return owners.pop()  # "guarantees behind the plant at B"
    told = [
        (slot.sentence.start, plant)
        for plant in page.plants
        for slot in plant.slots
        if start - _PLANT_REACH <= slot.sentence.start < end
    ]
    if not told:
        return None
    where, latest = max(told, key=lambda pair: pair[0])
    line = line_of(page, reading.sentence)
    if where < line[0].start and any(
        o.kind == "company" for o in page.organisations.names_between(line[0].start, start)
    ):
        return None  # the paragraph has turned to another company
    runs = latest.texts("operator") or latest.texts("owner")
    return runs[0] if runs else None


@cache
def _whose() -> Lexicon:
    return lexicon("determiners", "whose", "en")
