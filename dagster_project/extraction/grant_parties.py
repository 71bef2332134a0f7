"""Who gets public money, who gives it, and when: read around one event of a sentence."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import entries, pattern
from dagster_project.extraction.grant_events import Event
from dagster_project.extraction.grant_reading import Reading
from dagster_project.extraction.model import Date, Organisation

# What a word beside a name says about its part, in characters of distance.
_RECIPIENT_COST = {"to": -40, "by": 60, "through": 60, "giver": 60, "receiver": -10, "of": 50}
# How near to the head of its sentence a verb stands whose subject is a place, in characters.
_HEAD = 70
_FUNDER_COST = {"by": -20, "through": -80, "giver": -20, "to": 40, "receiver": 0}


def recipients(reading: Reading, event: Event) -> list[str]:
    """Those the event is about, best reading first; several only for a list of names."""
    scored: list[tuple[int, Organisation]] = []
    for who in _resolved(reading):
        before, after = reading.parts(who)
        cost = reading.near((who.start, who.end), _span(event))
        cost += _RECIPIENT_COST.get(before or "", 0) + _RECIPIENT_COST.get(after or "", 0)
        cost += {"parent": 120, "owner": -20}.get(after or "", 0)
        leads = who.end <= event.start
        if leads and not _between(reading.governments, who.end, event.start):
            cost -= 30
        scored.append((cost, who))
    if not scored:
        return []
    best = min(scored, key=lambda pair: (pair[0], pair[1].start))[1]
    return [who.name for who in _listed(reading, best, event)]


def _resolved(reading: Reading) -> list[Organisation]:
    """The companies of a sentence; "it" is the one that leads when the sentence names one."""
    leading: str | None = None
    companies = []
    for who in reading.companies:
        word = reading.page.text[who.start : who.end].casefold()
        if word in who.name.casefold() and len(word) > 3:
            before, after = reading.parts(who)
            if before is None and after != "parent":
                leading = who.name
        elif leading and len(word) <= 3:
            who = who._replace(name=leading)
        companies.append(who)
    return companies


def funder(reading: Reading, event: Event) -> Organisation | None:
    """The public body of an event: the owner of an agency, or the agency money came through."""
    scored: list[tuple[int, int, Organisation]] = []
    for who in reading.governments:
        before, after = reading.parts(who)
        cost = reading.near((who.start, who.end), _span(event))
        cost += _FUNDER_COST.get(before or "", 0) + _FUNDER_COST.get(after or "", 0)
        if after == "owner" and _between(reading.governments, who.end, who.end + 40):
            cost -= 60
        scored.append((cost, who.start, who))
    return min(scored)[2] if scored else None


def place_as_funder(reading: Reading, event: Event) -> str | None:
    """A state or province that gives: "Nevada is helping with a tax abatement"."""
    start = reading.sentence.start
    if event.start - start > _HEAD:
        return None
    for place in reading.page.places_in(reading.sentence):
        leads = not reading.page.text[start : place.start].strip(" *#-•")
        named = _between(reading.organisations, place.end, event.start)
        if leads and place.region and not place.city and 0 <= event.start - place.end <= 40:
            return None if named else place.region
    return None


def date_of(reading: Reading, event: Event, others: list[Event]) -> Date | None:
    """The date of an event: in its clause, or at the head of the sentence.

    A date that follows another event of the sentence is that one's.
    """
    page = reading.page
    dates = [d for d in page.dates_in(reading.sentence) if d.until is None]
    if page.published:
        dates = [d for d in dates if d.on <= page.published]
    if not dates:
        return None
    action = (event.start, event.end)
    cost = {
        d: min(reading.near((d.start, d.end), s) for s in (_span(event), action)) for d in dates
    }
    best = min(dates, key=lambda d: (cost[d], d.start))
    between = any(_lies_with(reading, best, event, other) for other in others)
    apart = bool(reading.crossed(best.start, event.start, heavy=True))
    if cost[best] <= 75 and not between and not apart:
        return best
    first = min(dates, key=lambda d: d.start)
    if first.start - reading.sentence.start <= 40:
        return first
    return best if cost[best] <= (60 if apart else 140) and not between else None


@cache
def _listing() -> re.Pattern[str]:
    words = pattern(surface for surface, _ in entries("clauses", "and", "en"))
    return re.compile(rf"\s*(?:\([^)]*\))?\s*(?:[,、，·&]|{words}|\s)+\s*")


def _lies_with(reading: Reading, date: Date, event: Event, other: Event) -> bool:
    """Whether a date that follows another event is that one's and not ours."""
    if event.end <= other.start:
        return other.end <= date.start
    span, theirs = (date.start, date.end), (other.start, other.end)
    follows = other.end <= date.start and date.end <= event.start
    return follows and reading.near(theirs, span) < reading.near(span, (event.start, event.end))


def _listed(reading: Reading, best: Organisation, event: Event) -> list[Organisation]:
    """The names enumerated together with one: three, or two that get a sum each."""
    text, run = reading.page.text, [best]
    for who in reading.companies:
        if who.start >= run[-1].end and _listing().fullmatch(text[run[-1].end : who.start]):
            run.append(who)
    for who in reversed(reading.companies):
        if who.end <= run[0].start and _listing().fullmatch(text[who.end : run[0].start]):
            run.insert(0, who)
    pair = event.amount is None or reading.of("grant_each", "grant_pool")
    enough = 2 if pair else 3
    return run if len(run) >= enough else [best]


def _span(event: Event) -> tuple[int, int]:
    if event.amount is None or event.shared:
        return event.start, event.end
    return min(event.start, event.amount.start), max(event.end, event.amount.end)


def _between(organisations: list[Organisation], start: int, end: int) -> bool:
    return any(start <= o.start and o.end <= end for o in organisations)
