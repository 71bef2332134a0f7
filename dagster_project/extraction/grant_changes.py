"""Frames `grant_change`: what happened to a public grant, loan, guarantee or tax credit.

`grant_events` pairs actions with sums inside a sentence, `grant_parties` finds who gets and who
gives; here the awards told so far stand in for what a sentence leaves out ("that award", "its own",
"in the same amount"), lists of signatories are read, and repeated tellings become one frame.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from dagster_project.extraction.grant_events import FATES, ORIGINS, Event, Reading, events
from dagster_project.extraction.grant_frames import to_frames
from dagster_project.extraction.grant_parties import (
    date_of,
    funder,
    place_as_funder,
    recipients,
)
from dagster_project.extraction.model import Date, Frame, Hit, Quantity, Sentence
from dagster_project.extraction.page import Page

TRIGGERS = ("grant_action", "grant_instrument", "grant_stated")
_MEMORY = 4
_LIST_REACH = 12
_ITEM_LENGTH = 120
# How far after "is investing" the company stands, in characters.
_INTO = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One change as one sentence tells it, what it leaves out filled in from before."""

    action: str
    sentence: Sentence
    event: Event
    recipient: str
    funder: str | None
    instrument: str
    amount: Quantity | None
    date: Date | None
    program: str | None
    index: int
    sure: bool = True
    also: tuple[Sentence, ...] = ()


def extract(page: Page) -> list[Frame]:
    """All changes to public awards that a document states."""
    sentences = page.sentences_with(TRIGGERS)
    if not sentences:
        return []
    order = {s: i for i, s in enumerate(page.sentences)}
    told: list[Change] = []
    for sentence in sentences:
        told += _read(page, Reading(page, sentence), told, order[sentence])
    changes = _merge([c for c in told if c.action != "stated"])
    return to_frames(page, [c for c in changes if c.amount or not c.event.passing])


def _read(page: Page, reading: Reading, told: list[Change], index: int) -> list[Change]:
    recent = [c for c in told if index - c.index <= _MEMORY]
    if not (reading.is_public or recent or _named_before(page, reading)):
        return []
    found = events(reading)
    if not found:
        return []
    if reading.of("grant_pool") and not reading.companies:
        return _signatories(page, reading, found, index)
    changes: list[Change] = []
    for event in found:
        changes += _change(page, reading, event, found, [*recent, *changes], told, index)
    return changes


def _change(
    page: Page,
    reading: Reading,
    event: Event,
    found: list[Event],
    recent: list[Change],
    told: list[Change],
    index: int,
) -> list[Change]:
    giver = _giver(reading, event) or _named_before(page, reading)
    named = recipients(reading, event)
    label = _label(page, reading.sentence)
    if label and label not in named:
        named = [label]
    names = named or _meant(page, reading, event, recent)
    names = [n for n in names if n != giver and page.organisations.kind_of(n) == "company"]
    if not names or not _is_grant(reading, event, giver, recent):
        return []
    past = [c for c in recent if c.recipient in names]
    instrument = _instrument(reading, event, past or recent[-1:])
    action = _action(reading, event, instrument, told, names)
    giver = giver or next((c.funder for c in reversed(past) if c.funder), None)
    giver = giver or _spoken_of(page, reading)
    if giver is None and event.action not in ("awarded", "selected"):
        alike = [c for c in told if c.action == action or c in recent]
        giver = alike[-1].funder if alike else None
    amount = event.amount or _remembered(reading, action, instrument, past)
    if action is None or not (amount or giver or (recent and event.action in FATES)):
        return []
    many = len(names) > 1
    return [
        Change(
            action=action,
            sentence=reading.sentence,
            event=event,
            recipient=name,
            funder=giver,
            instrument=instrument,
            amount=None if many else amount,
            date=_date(reading, event, found, recent),
            program=_program(reading),
            index=index,
            sure=bool(named),
        )
        for name in names
    ]


def _line(page: Page, sentence: Sentence) -> list[Sentence]:
    """The sentences of the paragraph a sentence stands in."""
    at = bisect_left(page.sentences, sentence)
    return [s for s in page.sentences[max(0, at - 12) : at + 1] if s.line == sentence.line]


def _label(page: Page, sentence: Sentence) -> str | None:
    """The company a paragraph is headed with: "**Ford.** The plant ..."."""
    line = [s for s in _line(page, sentence) if s.start <= sentence.start]
    first = line[0] if line else sentence
    if first == sentence or first.end - first.start > 60:
        return None
    words = page.sentence_text(first).strip(" *#.:-")
    names = [o for o in page.organisations_in(first) if o.kind == "company"]
    if len(names) == 1 and names[0].end - names[0].start >= len(words) - 6:
        return names[0].name
    return None


def _meant(page: Page, reading: Reading, event: Event, recent: list[Change]) -> list[str]:
    """Whom a sentence without a company's name is about."""
    goes_on = event.action not in ORIGINS | {"signed", "closed", "implied", "announced"}
    beside = bool(recent) and recent[-1].sentence.line == reading.sentence.line
    if recent and (goes_on or beside or reading.of("grant_again")):
        return [recent[-1].recipient]
    subject = page.organisations.subject_at(reading.sentence.start)
    return [subject] if subject else []


def _named_before(page: Page, reading: Reading) -> str | None:
    """The public body named in the sentence before, where this one goes on with "it"."""
    if reading.governments:
        return None
    start = reading.sentence.start
    named = page.organisations.names_between(max(0, start - 90), start)
    bodies = [m for m in named if m.kind == "government"]
    return bodies[-1].name if bodies else None


def _is_grant(reading: Reading, event: Event, giver: str | None, recent: list[Change]) -> bool:
    """Whether the action is one on public money at all."""
    if event.action == "stated" or (event.passing and recent):
        return True
    span = (event.start, event.end)
    if event.amount and not event.shared:
        span = (min(span[0], event.amount.start), max(span[1], event.amount.end))
    close = [i for i in reading.instruments if reading.near((i.start, i.end), span) <= 70]
    firm = any(not _is_loose(reading, i) for i in close)
    firm = firm or any(h.start < span[1] and span[0] < h.end for h in reading.of("grant_firm"))
    public = giver is not None or bool(reading.of("grant_public"))
    again = bool(recent) and bool(reading.of("grant_again"))
    if event.action == "invested":
        into = [o for o in reading.companies if 0 <= o.start - event.end <= _INTO]
        return giver is not None and event.amount is not None and bool(into)
    if firm or (close and (public or recent)):
        loose = event.amount is None and not firm and event.action in ("awarded", "signed")
        return not loose and bool(event.amount or public or recent)
    known = bool(recent) or (giver is not None and bool(reading.governments))
    if event.action in FATES:
        return known and (event.amount is not None or again)
    if event.action == "disbursed":
        return bool(recent) and event.amount is not None
    if event.action == "conditional_commitment" and event.amount:
        return bool(recent) or giver is not None
    if event.action in ("increased", "reduced", "closed", "signed"):
        return again and event.amount is not None
    if giver and event.amount is None:
        return any(h.start < event.end and event.start < h.end for h in reading.of("grant_support"))
    return giver is not None


def _action(
    reading: Reading, event: Event, instrument: str, told: list[Change], names: list[str]
) -> str | None:
    """The contract's word for an action, which may hang on the instrument."""
    debt = instrument in ("loan", "loan_guarantee")
    if event.action in ("increased", "reduced", "disbursed") and event.amount is None:
        return None
    if event.action in ("signed", "announced"):
        return "closed" if debt and event.action == "signed" else "awarded"
    if event.action == "closed" and not debt:
        return "awarded" if event.amount else None
    if event.action in ("awarded", "implied", "invested"):
        ended = any(c.action in FATES - {"retained"} and c.recipient in names for c in told)
        return "retained" if ended and reading.of("grant_continue") else "awarded"
    return event.action


def _instrument(reading: Reading, event: Event, past: list[Change]) -> str:
    span = (event.start, event.end)
    if event.amount:
        span = (event.amount.start, event.amount.end)
    best = min(
        reading.instruments,
        key=lambda h: (reading.near((h.start, h.end), span), h.start, h.value),
        default=None,
    )
    if best and best.value == "other" and past and _is_loose(reading, best):
        return past[-1].instrument
    if best and reading.near((best.start, best.end), span) <= 110:
        return best.value
    if past and event.action not in ("awarded", "selected"):
        return past[-1].instrument
    if best:
        return best.value
    if event.action == "conditional_commitment":
        return "loan" if reading.of("grant_firm") else "other"
    return "loan" if event.action == "closed" else "grant"


def _is_loose(reading: Reading, hit: Hit) -> bool:
    return any((h.start, h.end) == (hit.start, hit.end) for h in reading.of("grant_loose"))


def _giver(reading: Reading, event: Event) -> str | None:
    body = funder(reading, event)
    return body.name if body else place_as_funder(reading, event)


def _spoken_of(page: Page, reading: Reading) -> str | None:
    """The public body meant by "the department": the last of the paragraph, or the only one."""
    before = page.organisations.names_between(0, reading.sentence.start)
    bodies = [m for m in before if m.kind == "government"]
    if not bodies:
        return None
    titles = {page.lowered[h.start : h.end] for h in reading.of("grant_public")}
    for body in reversed(bodies):
        if any(title in body.name.casefold().split() for title in titles):
            return body.name
    line = _line(page, reading.sentence)
    if line and bodies[-1].start >= line[0].start:
        return bodies[-1].name
    return bodies[-1].name if len({m.name for m in bodies}) == 1 else None


def _remembered(
    reading: Reading, action: str | None, instrument: str, past: list[Change]
) -> Quantity | None:
    """The sum of the award told before, for what happens to that award."""
    same = any(h.value == "amount" for h in reading.of("grant_same"))
    if not (same or action in FATES):
        return None
    for change in reversed(past):
        fits = change.instrument == instrument or not reading.instruments
        if change.amount and fits and change.action not in ("disbursed", "increased", "reduced"):
            return change.amount
    return None


def _date(
    reading: Reading, event: Event, found: list[Event], recent: list[Change]
) -> Date | None:
    date = date_of(reading, event, [e for e in found if e is not event])
    start, end = reading.clause(event.start, heavy=True)
    same = [h for h in reading.of("grant_same") if h.value == "date" and start <= h.start < end]
    if date is None and recent and same:
        return next((c.date for c in reversed(recent) if c.date), None)
    if date is None and event.action == "increased" and recent and recent[-1].action == "closed":
        return recent[-1].date
    return date


def _program(reading: Reading) -> str | None:
    return next((h.value for h in reading.of("grant_program")), None)


def _signatories(
    page: Page, reading: Reading, found: list[Event], index: int
) -> list[Change]:
    """A list of names after "five makers signed": one change for each."""
    origin = next((e for e in found if e.action in ORIGINS | {"signed"}), None)
    if origin is None:
        return []
    changes = []
    for item in page.sentences[index + 1 : index + 1 + _LIST_REACH]:
        first = next(iter(page.organisations_in(item)), None)
        if first is None or first.kind == "government" or first.start - item.start > 6:
            continue
        if item.end - item.start > _ITEM_LENGTH or page.hits_in(item, "grant_action"):
            continue
        listed = replace(origin, amount=None)
        instrument = _instrument(reading, listed, [])
        action = _action(reading, listed, instrument, [], [])
        if action:
            changes.append(
                Change(
                    action=action,
                    sentence=item,
                    event=listed,
                    recipient=first.name,
                    funder=_giver(reading, listed),
                    instrument=instrument,
                    amount=None,
                    date=_date(reading, listed, [], []),
                    program=_program(reading),
                    index=index,
                    also=(reading.sentence,),
                )
            )
    return changes


def _merge(told: list[Change]) -> list[Change]:
    """One change for each told thing: a telling without a sum joins the one that has it."""
    kept: list[Change] = []
    for change in told:
        twin = next((i for i, k in enumerate(kept) if _same(k, change)), None)
        if twin is None:
            kept.append(change)
            continue
        other = kept[twin]
        fuller, lesser = (change, other) if change.amount and not other.amount else (other, change)
        kept[twin] = replace(
            fuller,
            action=change.action,
            funder=fuller.funder or lesser.funder,
            date=fuller.date or lesser.date,
            program=fuller.program or lesser.program,
            also=(*fuller.also, lesser.sentence, *lesser.also),
        )
    return kept


def _same(a: Change, b: Change) -> bool:
    lent = {a.action, b.action} == {"awarded", "closed"} and not (a.amount and b.amount)
    if a.recipient != b.recipient or not (a.action == b.action or lent):
        return False
    if a.amount and b.amount:
        return a.amount.value == b.amount.value and a.amount.unit == b.amount.unit
    apart = a.funder and b.funder and a.funder != b.funder
    dated = a.date and b.date and a.date.on != b.date.on
    return not apart and not dated and a.instrument == b.instrument

