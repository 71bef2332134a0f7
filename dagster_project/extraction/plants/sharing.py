"""Places that several mentions of a sentence share, and mentions that are one plant."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import AND, Mention
from dagster_project.extraction.plants.words import clause, is_eastern, words

# What leads from a plant to the works it lies on.
_ON = frozenset({"at", "in", "on", "inside", "dem", "der", "im", "dans", "sur", "à", "en"})
_GENITIVE = frozenset("的의の")
_OF_ESTATE = 14


def _is_pair(page: Page, before: Mention, mention: Mention) -> bool:
    """Whether two nouns share a place: "its mine and refinery in Nevada"."""
    return AND.fullmatch(page.text, before.end, mention.start) is not None


def _restates(page: Page, before: Mention, mention: Mention) -> bool:
    """Whether it names the plant before once more: "…, a $500 million project"."""
    if before.place and mention.place and (before.place.city or "") != mention.place.city:
        return False
    reach = max(before.end, before.place.end if before.place else 0)
    if mention.definite is False and page.text[reach : mention.start] == ", ":
        return True
    copulas = page.hits_in(mention.sentence, "copula")
    return any(before.end <= h.start and h.end <= mention.start + 1 for h in copulas)


def _lies_on(page: Page, plant: Mention, works: Mention) -> bool:
    """Whether a works is only where a plant lies: "a pilot plant at the former mill in Reno"."""
    own = page.lowered[works.start : works.noun].split(" ")
    between = page.lowered[plant.end : works.start].split()
    return bool(between) and between[-1] in _ON and not words("former").isdisjoint(own)


def _is_ground(page: Page, site: Mention, plant: Mention) -> bool:
    """Whether eastern text tells of the plant of an estate: "眉山园区的10万吨项目"."""
    eastern = is_eastern(page.text, plant.noun) and page.text[site.end] in _GENITIVE
    near = plant.noun - site.end < _OF_ESTATE
    return eastern and near and site.loose and bool(site.place) and not plant.place


def shared(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Mentions with the places they share with others of their sentence.

    "At its site in X, Y is building a pilot plant"; "a plant near the Kentucky facility".
    """
    result: list[Mention] = []
    for mention in mentions:
        before = result[-1] if result else None
        if before and _lies_on(page, before, mention):
            result[-1] = replace(before, place=before.place or mention.place)
            continue
        if before and _is_ground(page, before, mention):
            kind = before.type if mention.type == "project" else mention.type
            result[-1] = replace(mention, place=before.place, type=kind)
            continue
        if before and _restates(page, before, mention):
            place = mention.place or before.place
            mention = replace(mention, definite=True, owners=(), place=place)
        if before and mention.place is None and mention.definite is False and before.place:
            ends = clause(page.text, mention.sentence.start, mention.sentence.end, mention.noun)
            if ends[0] <= before.noun:
                mention = replace(mention, place=before.place)
                vague = before.loose or (before.type == "plant" and not before.owners)
                if vague and not before.name:
                    result.pop()
        elif before and before.place is None and mention.place and _is_pair(page, before, mention):
            result[-1] = replace(before, place=mention.place)
        elif before and before.place is None and mention.place and before.definite is False:
            beside = page.hits_in(mention.sentence, "nearby")
            if any(before.end <= h.start and h.end <= mention.start + 1 for h in beside):
                result[-1] = replace(before, place=mention.place)
        result.append(mention)
    return result
