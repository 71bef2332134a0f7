"""Frames `grant_change`: what happened to a public grant, loan, guarantee or tax credit.

`grant_events` pairs actions with sums inside a sentence, `grant_parties` finds who gets and who
gives; here the awards told so far stand in for what a sentence leaves out ("that award", "its own",
"in the same amount"), lists of signatories are read, and repeated tellings become one frame.
"""

from __future__ import annotations

from dataclasses import replace

from dagster_project.extraction.grants.amounts import buys_shares
from dagster_project.extraction.grants.events import FATES, ORIGINS, Event, events
from dagster_project.extraction.grants.frames import to_frames
from dagster_project.extraction.grants.givers import giver_before, giver_here
from dagster_project.extraction.grants.labels import headed, headed_award
from dagster_project.extraction.grants.lists import (
    action_of,
    list_items,
    listed_changes,
    own_sums,
    program_of,
)
from dagster_project.extraction.grants.meant import meant
from dagster_project.extraction.grants.memory import (
    Change,
    committed,
    date_told,
    heading_of,
    instrument_of,
    label_of,
    merge,
    named_before,
    received_of,
    remembered,
    speaks_of_awards,
    tracked,
)
from dagster_project.extraction.grants.parties import given_to, recipients
from dagster_project.extraction.grants.public_money import is_grant
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.grants.scene import Scene, Topic, topic_of
from dagster_project.extraction.grants.sums import is_further
from dagster_project.extraction.grants.tables import table_changes
from dagster_project.extraction.model import Frame
from dagster_project.extraction.page import Page

TRIGGERS = (
    "grant_action",
    "grant_instrument",
    "grant_stated",
    "grant_program",
    "grant_split",
    "grant_receiver",
)
_MEMORY = 4
# Where "the grant given to A" says of a grant only whose it is: 向A提供的资助.
_ATTRIBUTIVE = frozenset({"zh", "ja", "ko"})


def extract(page: Page) -> list[Frame]:
    """All changes to public awards that a document states."""
    sentences = page.sentences_with(TRIGGERS)
    if not sentences:
        return []
    order = {s: i for i, s in enumerate(page.sentences)}
    told: list[Change] = []
    topic = topic_of(page)
    tabled = table_changes(page, order)
    rows = {c.sentence for c in tabled}
    for sentence in sentences:
        if sentence not in rows:
            told += _read(page, Reading(page, sentence), topic, told, order[sentence])
    told += tabled
    told = [c for c in told if not (c.sentence.kind == "heading" and buys_shares(page, c.amount))]
    changes = merge([c for c in told if c.action != "stated"])
    return to_frames(page, [c for c in changes if c.amount or not c.event.passing])


def _read(
    page: Page,
    reading: Reading,
    topic: Topic,
    told: list[Change],
    index: int,
) -> list[Change]:
    recent = [c for c in told if index - c.index <= _MEMORY]
    heading = heading_of(page, reading.sentence)
    above = Reading(page, heading) if heading else None
    listed = tracked(page, reading.sentence) or (above is not None and above.is_public)
    listed = listed or topic.awards or speaks_of_awards(page, reading.sentence)
    if not (reading.is_public or recent or listed or named_before(page, reading)):
        return []
    found = events(reading) or headed_award(page, reading)
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
    scene = Scene(page, reading, above, topic, found, recent, told, index)
    changes = []
    untold: list[Event] = []
    for event in found:
        told_of = _change(replace(scene, recent=[*recent, *changes]), event)
        changes += told_of
        untold += [] if told_of else [event]
    sums = {c.amount for c in changes if c.amount}
    for event in untold:  # the same sum is public in another clause
        if event.amount in sums:
            changes += _change(replace(scene, recent=[*recent, *changes]), event)
    return changes


def _change(scene: Scene, event: Event) -> list[Change]:
    """The changes one event makes: one for each recipient, none when it is no public money."""
    reading, recent = scene.reading, scene.recent
    giver = giver_here(scene, event)
    named, names = _receivers(scene, event, giver)
    if not names or not is_grant(scene, event, giver):
        return []
    past = [c for c in recent if c.recipient in names]
    new = event.action in ORIGINS | {"signed"} and event.amount is not None
    instrument = instrument_of(reading, event, past or ([] if new else recent[-1:]))
    if event.action == "disbursed" and not (event.amount or event.part):  # "is drawn in full"
        event = replace(event, amount=committed(past or recent[-1:]))
    action = action_of(reading, event, instrument, scene.told, names)
    if action and received_of(event, action, past, reading, giver):
        action = "disbursed"
    if action == "increased" and giver and past and all(c.funder != giver for c in past):
        action = "awarded"  # "the state added $1 million"
    if instrument != "tax_credit":  # the law grants it
        giver = giver or giver_before(scene, event, action, past)
    amount = event.amount or remembered(reading, action, instrument, past)
    own = own_sums(reading, names)
    if len(names) > 1 and not reading.of("grant_each"):
        amount = None  # one sum for several is nobody's own
    told = amount or own or giver or (recent and event.action in FATES)
    if action is None or not told:
        return []
    date = date_told(reading, event, scene.found, recent)
    if (
        event.shared
        and event.action in ORIGINS
        and date is None
        and scene.page.language in _ATTRIBUTIVE
    ):
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
            whole=next((q for q in reading.wholes if q != event.amount), None),
        )
        for name in names
    ]


def _of_same_sum(scene: Scene, event: Event) -> list[str]:
    """Who got the sum whose fate an event tells, where the same sentence told that."""
    if not event.shared or event.action not in FATES:
        return []
    return [
        c.recipient for c in scene.recent if c.index == scene.index and c.amount == event.amount
    ]


def _receivers(scene: Scene, event: Event, giver: str | None) -> tuple[bool, list[str]]:
    """Whether the sentence names who an event is about, and who that is."""
    page, reading = scene.page, scene.reading
    named = _of_same_sum(scene, event) or recipients(reading, event)
    label = label_of(page, reading.sentence) or headed(page, reading.sentence)
    if label and label not in named and not given_to(reading, event, named):
        named = [label]
    if reading.sentence.kind == "heading" and not named:
        return False, []
    names = named or meant(page, reading, event, scene.recent)
    names = [n for n in names if n != giver and page.organisations.kind_of(n) == "company"]
    if event.also and not is_further(reading, event.start):
        kind = instrument_of(reading, event, [])
        told = (c for c in scene.recent if c.index == scene.index)
        here = {(c.recipient, c.funder, c.instrument) for c in told}
        names = [n for n in names if (n, giver, kind) not in here]
    return bool(named), names
