"""Frames `grant_change`: what happened to a public grant, loan, guarantee or tax credit.

`grant_events` pairs actions with sums inside a sentence, `grant_parties` finds who gets and who
gives; here the awards told so far stand in for what a sentence leaves out ("that award", "its own",
"in the same amount"), lists of signatories are read, and repeated tellings become one frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dagster_project.extraction.grants.events import FATES, ORIGINS, Event, events
from dagster_project.extraction.grants.frames import to_frames
from dagster_project.extraction.grants.lists import (
    action_of,
    list_items,
    listed_changes,
    own_sums,
    program_of,
)
from dagster_project.extraction.grants.memory import (
    Change,
    date_told,
    heading_of,
    instrument_of,
    label_of,
    meant,
    merge,
    named_before,
    received_of,
    remembered,
    spoken_of,
    tracked,
)
from dagster_project.extraction.grants.parties import funder, recipients
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.grants.sums import BESIDE
from dagster_project.extraction.grants.tables import table_changes
from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page

TRIGGERS = ("grant_action", "grant_instrument", "grant_stated")
_MEMORY = 4
# Smaller sums, in currency units, are for the buyer of a vehicle, not for its maker.
_LEAST = 10_000
_LEAST_CREDIT = 150_000
# How far before a verb its subject ends, in characters.
_SUBJECT = 24
# How far behind a sum its source is named.
_SOURCE = 40


def extract(page: Page) -> list[Frame]:
    """All changes to public awards that a document states."""
    sentences = page.sentences_with(TRIGGERS)
    if not sentences:
        return []
    order = {s: i for i, s in enumerate(page.sentences)}
    told: list[Change] = []
    for sentence in sentences:
        told += _read(page, Reading(page, sentence), told, order[sentence])
    rows = {c.sentence for c in told}
    told += [c for c in table_changes(page, order) if c.sentence not in rows]
    changes = merge([c for c in told if c.action != "stated"])
    return to_frames(page, [c for c in changes if c.amount or not c.event.passing])


def _read(page: Page, reading: Reading, told: list[Change], index: int) -> list[Change]:
    recent = [c for c in told if index - c.index <= _MEMORY]
    above = heading_of(page, reading.sentence)
    listed = tracked(page, reading.sentence)
    listed = listed or (above is not None and Reading(page, above).is_public)
    if not (reading.is_public or recent or listed or named_before(page, reading)):
        return []
    found = events(reading)
    if not found:
        return []
    spoken = {h.start for h in page.hits_in(reading.sentence, "org_anaphor")}
    named = any(company.start not in spoken for company in reading.companies)
    items = [] if named else list_items(page, reading, index)
    if reading.companies:  # whom "it" means may be wrong, sums behind names are not
        items = [item for item in items if any(q.kind == "money" for q in page.quantities_in(item))]
    if items:
        changes = listed_changes(page, reading, found, items, index)
        if changes or reading.of("grant_pool"):
            return changes
    scene = Scene(page, reading, found, recent, told, index)
    changes = []
    for event in found:
        changes += _change(replace(scene, recent=[*recent, *changes]), event)
    return changes


@dataclass(frozen=True, slots=True)
class Scene:
    """What an event is read against: its sentence, the other events, the changes told before."""

    page: Page
    reading: Reading
    found: list[Event]
    recent: list[Change]
    told: list[Change]
    index: int


def _change(scene: Scene, event: Event) -> list[Change]:
    """The changes one event makes: one for each recipient, none when it is no public money."""
    reading, recent = scene.reading, scene.recent
    giver = _giver_here(scene, event)
    named, names = _receivers(scene, event, giver)
    if not names or not _is_grant(scene.page, reading, event, giver, recent):
        return []
    past = [c for c in recent if c.recipient in names]
    instrument = instrument_of(reading, event, past or recent[-1:])
    action = action_of(reading, event, instrument, scene.told, names)
    if action and received_of(event, action, past, reading):
        action = "disbursed"
    if action == "increased" and giver and past and all(c.funder != giver for c in past):
        action = "awarded"  # "the state added $1 million"
    giver = giver or _giver_before(scene, event, action, past)
    amount = event.amount or remembered(reading, action, instrument, past)
    own = own_sums(reading, names)
    if len(names) > 1 and not reading.of("grant_each"):
        amount = None  # one sum for several is nobody's own
    told = amount or own or giver or (recent and event.action in FATES)
    if action is None or not told:
        return []
    date = date_told(reading, event, scene.found, recent)
    if event.shared and event.action in ORIGINS and date is None:
        return []
    return [
        Change(
            action=action,
            sentence=reading.sentence,
            event=event,
            recipient=name,
            funder=giver,
            instrument=instrument,
            amount=own.get(name, amount),
            date=date,
            program=program_of(reading),
            index=scene.index,
            sure=named,
        )
        for name in names
    ]


def _receivers(scene: Scene, event: Event, giver: str | None) -> tuple[bool, list[str]]:
    """Whether the sentence names who an event is about, and who that is."""
    page, reading = scene.page, scene.reading
    named = recipients(reading, event)
    label = label_of(page, reading.sentence)
    if label and label not in named:
        named = [label]
    if reading.sentence.kind == "heading" and not named:
        return False, []
    names = named or meant(page, reading, event, scene.recent)
    names = [n for n in names if n != giver and page.organisations.kind_of(n) == "company"]
    if event.also:
        here = {(c.recipient, c.funder) for c in scene.recent if c.index == scene.index}
        names = [n for n in names if (n, giver) not in here]
    return bool(named), names


def _giver_here(scene: Scene, event: Event) -> str | None:
    """The public body a sentence names, or goes on about."""
    page, reading = scene.page, scene.reading
    if event.also and _unnamed_giver(reading, event):
        return None  # "the province up to $80 million"
    giver = _giver(reading, event)
    if giver is None and not _public_subject(reading, event):
        giver = named_before(page, reading)
    if giver is None and tracked(page, reading.sentence):
        giver = spoken_of(page, reading)
    return giver


def _unnamed_giver(reading: Reading, event: Event) -> bool:
    """Whether a public body without a name stands right before a further sum."""
    return any(0 <= event.start - h.end <= BESIDE for h in reading.of("grant_public")) and not any(
        0 <= event.start - g.end <= BESIDE for g in reading.governments
    )


def _giver_before(scene: Scene, event: Event, action: str | None, past: list[Change]) -> str | None:
    """The public body of the award told before, or the one the text speaks of."""
    giver = next((c.funder for c in reversed(past) if c.funder), None)
    giver = giver or spoken_of(scene.page, scene.reading)
    if giver is None and event.action not in ("awarded", "selected"):
        alike = {c.funder for c in scene.told if c.action == action or c in scene.recent}
        giver = alike.pop() if len(alike) == 1 else None
    return giver


def _is_grant(
    page: Page, reading: Reading, event: Event, giver: str | None, recent: list[Change]
) -> bool:
    """Whether the action is one on public money at all."""
    if event.action == "stated" or (event.passing and recent):
        return True
    span = (event.start, event.end)
    if event.amount and not event.shared:
        span = (min(span[0], event.amount.start), max(span[1], event.amount.end))
    if reading.of("grant_private") and not (reading.governments or reading.of("grant_public")):
        return False
    credit = {i.value for i in reading.instruments} & {"tax_credit", "other"}
    if event.amount and event.amount.value < (_LEAST_CREDIT if credit else _LEAST):
        return False
    close = [i for i in reading.instruments if reading.near((i.start, i.end), span) <= 100]
    firm = any(not reading.is_loose(i) for i in close)
    firm = firm or any(h.start < span[1] and span[0] < h.end for h in reading.of("grant_firm"))
    public = giver is not None or bool(reading.of("grant_public", "grant_program"))
    again = bool(recent) and bool(reading.of("grant_again"))
    if event.action == "invested":
        into = [o for o in reading.companies if reading.parts(o)[0] == "into"]
        ours = giver is not None and event.amount is not None
        return ours and bool(into) and not reading.of("grant_equity")
    if firm or (close and (public or recent)):
        loose = event.amount is None and not firm and event.action in ("awarded", "signed")
        return not loose and bool(event.amount or public or recent)
    ruled = _public_subject(reading, event)
    under = giver is not None and not reading.governments and tracked(page, reading.sentence)
    known = bool(recent) or ruled or under or (giver is not None and bool(reading.governments))
    if event.action in FATES:
        return known and (event.amount is not None or again)
    if event.action == "disbursed":
        handed = public and any(reading.parts(o)[0] == "to" for o in reading.companies)
        paid = any(h.start < event.end and event.start < h.end for h in reading.of("grant_paid"))
        handed = handed or (paid and bool(reading.governments))
        return event.amount is not None and (bool(recent) or handed or under)
    if event.action == "conditional_commitment":
        sure = event.amount is not None or bool(reading.of("grant_firm"))
        return sure and (bool(recent) or giver is not None)
    if event.action in ORIGINS and event.amount and recent and reading.of("grant_same"):
        return True
    if event.action == "awarded" and event.amount and _from_public(reading, event.amount.end):
        return True
    if event.action in ("increased", "reduced", "closed", "signed"):
        spoken = bool(reading.governments) and bool(reading.instruments or recent)
        return event.amount is not None and (again or spoken)
    pays = any(h.start < event.end and event.start < h.end for h in reading.of("grant_support"))
    if giver and event.amount is None:
        for_what = bool(reading.instruments or reading.of("grant_cost", "grant_program"))
        return (
            pays
            and for_what
            and any(
                g.end <= event.start or set(reading.parts(g)) & {"by", "through", "giver"}
                for g in reading.governments
            )
        )
    return giver is not None or (event.amount is not None and (ruled or (pays and public)))


def _from_public(reading: Reading, end: int) -> bool:
    """Whether a sum comes from a public body without a name: "$5 million from the same fund"."""
    return any(
        0 <= h.start - end <= _SOURCE and reading.comes_from(h.start)
        for h in reading.of("grant_public")
    )


def _public_subject(reading: Reading, event: Event) -> bool:
    """Whether a public body without a name acts: "the ministry will pay"."""
    start, _ = reading.clause(event.start)
    return any(
        start <= h.start
        and 0 <= event.start - h.end <= _SUBJECT
        and not any(h.end <= o.start and o.end <= event.start for o in reading.companies)
        for h in reading.of("grant_public")
    )


def _giver(reading: Reading, event: Event) -> str | None:
    body = funder(reading, event)
    return body.name if body else None
