"""What a sentence about an award leaves out, from the sentences before it.

"That award", "its own", "in the same amount", "on the same day", "the department", the label of a
digest's paragraph; and how several tellings of one change become one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice

from dagster_project.extraction.grants.events import FATES, Event
from dagster_project.extraction.grants.parties import date_of
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Date, Organisation, Quantity, Sentence
from dagster_project.extraction.page import Page

# One award goes through both, with the same sum.
_STEPS = frozenset({("selected", "awarded"), ("disbursed", "awarded"), ("disbursed", "closed")})
_OF = 5
# By how much of it a heading may round a sum.
_ROUNDED = 0.01
_MARKUP = " *#.:-•)(_"
# How long a label may be, in characters: "A and B."
_LABEL = 60
# How many sentences before may tell that the text speaks of an award.
_BEFORE = 3
# How far into an entry the day that heads it may begin, and what closes it.
_HEADED = 4
_DATE_ENDS = tuple("])）】:：–—-|")
_ASKS = ("?", "？")
# What may follow a name in a label: "A, Guben."
_PLACED = re.compile(r",(?: [A-ZÄÖÜ][\w.'-]+){1,3}[.:]?\**\.?")
_LABEL_ENDS = frozenset(":–—")


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
    whole: Quantity | None = None


def label_of(page: Page, sentence: Sentence) -> str | None:
    """The company a paragraph is headed with: "**Ford.** The plant ..."."""
    line = line_of(page, sentence)
    first = line[0] if line else sentence
    names = [o for o in page.organisations_in(first) if o.kind == "company"]
    if not names or page.text[first.start : names[0].start].strip(_MARKUP + "0123456789"):
        return None
    after = page.text[names[0].end : names[0].end + 4].replace("*", "").lstrip()
    short = first.end - first.start <= _LABEL
    named = names[-1].end >= first.end - 3 or _PLACED.fullmatch(page.text, names[-1].end, first.end)
    ends = bool(named) and short and first != sentence
    return names[0].name if ends or after[:1] in _LABEL_ENDS else None


def line_of(page: Page, sentence: Sentence) -> list[Sentence]:
    """The sentences of the paragraph a sentence stands in."""
    at = bisect_left(page.sentences, sentence)
    return [s for s in page.sentences[max(0, at - 12) : at + 1] if s.line == sentence.line]


def named_before(page: Page, reading: Reading) -> str | None:
    """The public body named in the sentence before, where this one goes on with "it"."""
    if reading.governments or reading.of("grant_private"):
        return None
    start = reading.sentence.start
    line = line_of(page, reading.sentence)
    first = line[0].start if line else start
    bodies = _bodies(page, max(first, start - 90), start)
    asked = question_before(page, reading.sentence)
    bodies = bodies or (_bodies(page, asked.start, asked.end) if asked else [])
    return bodies[-1].name if bodies else None


def spoken_of(page: Page, reading: Reading) -> str | None:
    """The public body meant by "the department": the last of the paragraph, or the only one."""
    bodies = _bodies(page, 0, reading.sentence.start)
    if not bodies:
        return None
    titles = {page.lowered[h.start : h.end] for h in reading.of("grant_public")}
    for body in reversed(bodies):
        if any(title in body.name.casefold().split() for title in titles):
            return body.name
    line = line_of(page, reading.sentence)
    if line and bodies[-1].start >= line[0].start:
        return bodies[-1].name
    return bodies[-1].name if len({m.name for m in bodies}) == 1 else None


def tracked(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence stands under a company's label in a digest headed by awards."""
    if not page.hits_in(page.sentences[0], "grant_instrument"):
        return False
    return label_of(page, sentence) is not None


def heading_of(page: Page, sentence: Sentence) -> Sentence | None:
    """What stands above a list or a table: its heading or the prose before it.

    A day or a by-line may stand between the two; then it is what speaks of awards.
    """
    if sentence.kind not in ("bullet", "row"):
        return None
    at = bisect_left(page.sentences, sentence)
    others = (s for s in reversed(page.sentences[max(0, at - 12) : at]) if s.kind != sentence.kind)
    above = list(islice(others, 3))
    spoken = (s for s in above if page.hits_in(s, "grant_instrument", "grant_action"))
    return next(spoken, next(iter(above), None))


def speaks_of_awards(page: Page, sentence: Sentence) -> bool:
    """Whether the sentences just before, in the same paragraph, name an award."""
    before = [s for s in line_of(page, sentence) if s != sentence][-_BEFORE:]
    asked = question_before(page, sentence)
    before += [asked] if asked else []
    return any(
        hit.value != "none" for s in before for hit in page.hits_in(s, "grant_instrument")
    ) and any(page.hits_in(s, "grant_public") or _bodies(page, s.start, s.end) for s in before)


def question_before(page: Page, sentence: Sentence) -> Sentence | None:
    """The question that the paragraph of a sentence answers."""
    at = bisect_left(page.sentences, line_of(page, sentence)[0])
    last = page.sentences[at - 1] if at else None
    asks = last is not None and page.sentence_text(last).rstrip(_MARKUP).endswith(_ASKS)
    return last if asks else None


def _bodies(page: Page, start: int, end: int) -> list[Organisation]:
    named = page.organisations.names_between(start, end)
    return [m for m in named if m.kind == "government"]


def received_of(
    event: Event, action: str, past: list[Change], reading: Reading, giver: str | None
) -> bool:
    """Whether a sum received is a part of an award told before: "$12 million of the money"."""
    if giver and all(c.funder and c.funder != giver for c in past):
        return False  # "Canberra awarded $200 million and the state up to $80 million"
    total = next((c.amount for c in reversed(past) if c.amount), None)
    if action != "awarded" or event.amount is None or total is None:
        return False
    part = event.amount.value < total.value and event.amount.unit == total.unit
    end = event.amount.end
    start, stop = reading.clause(event.start)
    first, _ = reading.clause(event.amount.start, heavy=True)
    again = any(
        0 <= h.start - end <= 12
        or 0 <= h.start - first <= _OF  # "Of that sum, it received"
        or 0 <= event.start - h.end <= _OF  # "en a touché"
        for h in reading.of("grant_again")
    )
    begin, close = reading.clause(event.amount.start, heavy=True)
    named = any(start <= i.start < stop or begin <= i.start < close for i in reading.instruments)
    bare = past[-1].sentence == reading.sentence and not named
    return part and (again or bare)


def instrument_of(reading: Reading, event: Event, past: list[Change]) -> str:
    """The instrument named nearest, else that of the award told before."""
    span = (event.start, event.end)
    if event.amount:
        span = (event.amount.start, event.amount.end)
    best = min(
        reading.instruments,
        key=lambda h: (reading.near((h.start, h.end), span), h.start, h.value),
        default=None,
    )
    if best and best.value == "other" and past and reading.is_loose(best):
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


def remembered(
    reading: Reading, action: str | None, instrument: str, past: list[Change]
) -> Quantity | None:
    """The sum of the award told before, for what happens to that award."""
    same = any(h.value == "amount" for h in reading.of("grant_same"))
    before = past[-1].action if past else None
    step = (before, action) in _STEPS and not reading.sums
    settled = bool(reading.of("grant_again")) and before in FATES and not reading.sums
    if not (same or step or settled or action in FATES):
        return None
    if any(h.value == "rest" for h in reading.of("grant_again")):
        return None
    return committed([c for c in past if c.instrument == instrument or not reading.instruments])


def committed(past: list[Change]) -> Quantity | None:
    """The sum of the award told last, no part and no change of one; the whole of a part is it."""
    parts = ("disbursed", "increased", "reduced")
    sums = (c.whole if c.action in parts else c.amount for c in reversed(past))
    return next((money for money in sums if money), None)


def date_told(
    reading: Reading, event: Event, found: list[Event], recent: list[Change]
) -> Date | None:
    """When an event happened: its date, that of "the same day", or of the closing it belongs to."""
    date = date_of(reading, event, [e for e in found if e is not event and not e.passing])
    start, end = reading.clause(event.start, heavy=True)
    same = [h for h in reading.of("grant_same") if h.value == "date" and start <= h.start < end]
    if date is None and recent and same:
        return next((c.date for c in reversed(recent) if c.date), None)
    if date is None:
        date = _head_date(reading)
    if date is None and event.action == "increased" and recent and recent[-1].action == "closed":
        return recent[-1].date
    return date


def _head_date(reading: Reading) -> Date | None:
    """The day that heads an entry of a log: "[29 May] A has signed ..."."""
    first = line_of(reading.page, reading.sentence)[0]
    lead = (d for d in reading.page.dates_in(first) if d.start - first.start <= _HEADED)
    date = next(lead, None)
    closed = date and reading.page.text[date.end : date.end + 3].strip(" *")[:1] in _DATE_ENDS
    return date if date and closed and date.precision == "day" else None


def merge(told: list[Change]) -> list[Change]:
    """One change for each told thing: a telling without a sum joins the one that has it."""
    kept: list[Change] = []
    for change in told:
        twin = next((i for i, k in enumerate(kept) if _same(k, change)), None)
        if twin is None:
            kept.append(change)
            continue
        other = kept[twin]
        later = (change.amount and not other.amount) or other.sentence.kind == "heading"
        fuller, lesser = (change, other) if later else (other, change)
        kept[twin] = replace(
            fuller,
            action=change.action,
            funder=fuller.funder or lesser.funder,
            date=fuller.date or lesser.date,
            program=fuller.program or lesser.program,
        )
    return kept


def _same(a: Change, b: Change) -> bool:
    lent = {a.action, b.action} == {"awarded", "closed"} and not (a.amount and b.amount)
    if a.recipient != b.recipient or not (a.action == b.action or lent):
        return False
    if a.amount and b.amount:
        most = max(a.amount.value, b.amount.value)
        headed = "heading" in (a.sentence.kind, b.sentence.kind)
        gap = abs(a.amount.value - b.amount.value)
        return a.amount.unit == b.amount.unit and gap <= (_ROUNDED * most if headed else 0)
    signs = b.event.action == "signed" and b.index - a.index <= 2
    apart = a.funder and b.funder and a.funder != b.funder and not signs
    dated = a.date and b.date and a.date.on != b.date.on
    return not apart and not dated and a.instrument == b.instrument
