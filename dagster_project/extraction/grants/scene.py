"""What an event is read against: its sentence, the heading above, the changes told before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dagster_project.extraction.grants.events import Event
from dagster_project.extraction.grants.memory import Change
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.page import Page

# How many sentences may open a document before its first award.
_OPENING = 4


class Topic(NamedTuple):
    """Whether a document opens with what happened to several awards, and who gave them."""

    awards: bool
    giver: str | None


@dataclass(frozen=True, slots=True)
class Scene:
    """What an event is read against: its sentence, the other events, the changes told before."""

    page: Page
    reading: Reading
    above: Reading | None
    topic: Topic
    found: list[Event]
    recent: list[Change]
    told: list[Change]
    index: int


def topic_of(page: Page) -> Topic:
    """What the first sentences of a document say it is about."""
    for sentence in page.sentences[:_OPENING]:
        reading = Reading(page, sentence)
        if reading.of("grant_pool") and reading.actions and reading.is_public:
            return Topic(True, next((g.name for g in reading.governments), None))
    return Topic(False, None)
