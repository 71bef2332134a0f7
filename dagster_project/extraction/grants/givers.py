"""Who gives: the body a sentence names, the one above its list, or the one told before."""

from __future__ import annotations

from dagster_project.extraction.grants.events import Event
from dagster_project.extraction.grants.memory import Change, named_before, spoken_of, tracked
from dagster_project.extraction.grants.parties import funder
from dagster_project.extraction.grants.public_money import public_subject
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.grants.scene import Scene
from dagster_project.extraction.grants.sums import BESIDE


def giver_here(scene: Scene, event: Event) -> str | None:
    """The public body a sentence names, or goes on about."""
    page, reading = scene.page, scene.reading
    if event.also and _unnamed_giver(reading, event):
        return None  # "the province up to $80 million"
    giver = _giver(reading, event) or _giver_above(scene)
    if giver is None and not public_subject(reading, event):
        giver = named_before(page, reading)
    if giver is None and tracked(page, reading.sentence):
        giver = spoken_of(page, reading)
    return giver


def _giver_above(scene: Scene) -> str | None:
    """The public body that the heading of a list of awards names."""
    above = scene.above
    awards = above is not None and bool(above.instruments or above.actions)
    return above.governments[0].name if above and awards and above.governments else None


def _unnamed_giver(reading: Reading, event: Event) -> bool:
    """Whether a public body without a name stands right before a further sum."""
    return any(0 <= event.start - h.end <= BESIDE for h in reading.of("grant_public")) and not any(
        0 <= event.start - g.end <= BESIDE for g in reading.governments
    )


def giver_before(scene: Scene, event: Event, action: str | None, past: list[Change]) -> str | None:
    """The public body of the award told before, or the one the text speaks of."""
    giver = next((c.funder for c in reversed(past) if c.funder), None)
    giver = giver or spoken_of(scene.page, scene.reading) or scene.topic.giver
    if giver is None and event.action not in ("awarded", "selected"):
        alike = {c.funder for c in scene.told if c.action == action or c in scene.recent}
        known = {c.funder for c in scene.told} - {None}
        giver = _single(alike) or _single(known)
    return giver


def _single(names: set[str | None]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _giver(reading: Reading, event: Event) -> str | None:
    body = funder(reading, event)
    return body.name if body else None
