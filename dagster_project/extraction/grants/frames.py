"""Changes to awards as frames: every value with the sentence that states it."""

from __future__ import annotations

from dagster_project.extraction.grammar import lexicon
from dagster_project.extraction.grants.memory import Change
from dagster_project.extraction.grants.offices import department_of
from dagster_project.extraction.model import Frame, Sentence
from dagster_project.extraction.page import Page

_PURPOSE_END = ",;.。，；()"
# In characters: how far a purpose may begin after the sum, and how long it may and must be.
_PURPOSE_REACH = 60
_PURPOSE_LENGTH = 90
_PURPOSE_LEAST = 6


def to_frames(page: Page, changes: list[Change]) -> list[Frame]:
    """One frame for each change."""
    return [_frame(page, change) for change in changes]


def _frame(page: Page, change: Change) -> Frame:
    frame = Frame("grant_change", confidence=_confidence(change))
    sentence, event = change.sentence, change.event
    said = _home(page, event.start, sentence)
    frame.add("action", said, text=change.action, start=event.start, end=event.end)
    frame.add("recipient", sentence, text=change.recipient)
    if change.funder:
        frame.add("funder", sentence, text=department_of(change.funder))
    frame.add("instrument", sentence, text=change.instrument)
    if change.program:
        frame.add("program", sentence, text=change.program)
    if change.amount:
        money = change.amount
        frame.add(
            "amount",
            _home(page, money.start, sentence),
            number=money.value,
            unit=money.unit,
            qualifier=money.qualifier,
            start=money.start,
            end=money.end,
        )
    if change.date:
        date = change.date
        home = _home(page, date.start, sentence)
        frame.add(
            "action_on",
            home,
            on=date.on,
            precision=date.precision,
            start=date.start,
            end=date.end,
        )
    _add_purpose(page, change, frame)
    return frame


def _home(page: Page, position: int, fallback: Sentence) -> Sentence:
    """The sentence that holds a position: what a list item shares may stand earlier."""
    if fallback.start <= position < fallback.end:
        return fallback
    return next((s for s in page.sentences if s.start <= position < s.end), fallback)


def _add_purpose(page: Page, change: Change, frame: Frame) -> None:
    """What the money is for, the plant it goes to, and the material made there."""
    sentence = change.sentence
    begin = change.amount.end if change.amount else change.event.end
    span = _purpose(page, sentence, begin) if sentence.start <= begin < sentence.end else None
    if span:
        text = page.text[span[0] : span[1]]
        frame.add("purpose", sentence, text=text, start=span[0], end=span[1])
    plant = _plant(page, change)
    if plant:
        frame.add("plant", sentence, text=plant)
    for hit in page.hits_in(sentence, "material")[:1]:
        frame.add("material", sentence, text=hit.value, start=hit.start, end=hit.end)


def _plant(page: Page, change: Change) -> str | None:
    """The plant a sentence names, else the recipient's only one."""
    words = page.sentence_text(change.sentence)
    for plant in page.plants:
        for slot in plant.slots:
            here = slot.sentence == change.sentence or (slot.text or "\n") in words
            if slot.property in ("name", "city") and here:
                return plant.key
    theirs = [
        plant.key
        for plant in page.plants
        if change.recipient in plant.texts("operator") + plant.texts("owner")
    ]
    return theirs[0] if len(theirs) == 1 else None


def _purpose(page: Page, sentence: Sentence, begin: int) -> tuple[int, int] | None:
    """The phrase after "for" or "to build", up to what is no longer part of it."""
    purpose = lexicon("clauses", "purpose", page.language)
    other = lexicon("clauses", "other_use", page.language)
    text = page.text
    for at in range(begin, min(begin + _PURPOSE_REACH, sentence.end)):
        if not (text[at - 1].isspace() or text[at] > "\u2e80"):
            continue
        found, ruled_out = purpose.at(text, at, sentence.end), other.at(text, at, sentence.end)
        if not found or (ruled_out and ruled_out[1] > found[1]):
            continue
        start = found[1] + len(text[found[1] :]) - len(text[found[1] :].lstrip())
        end = min([start + _PURPOSE_LENGTH, *_stops(page, sentence, start)])
        end = start + len(text[start:end].rstrip())
        if end - start >= _PURPOSE_LEAST and not _names(page, sentence, start):
            return start, end
    return None


def _stops(page: Page, sentence: Sentence, start: int) -> list[int]:
    """Where a purpose ends: punctuation, a date, a word for an action."""
    marks = [i for i in range(start, sentence.end) if page.text[i] in _PURPOSE_END][:1]
    dates = [d.start for d in page.dates_in(sentence) if d.start >= start]
    actions = [h.start for h in page.hits_in(sentence, "grant_action") if h.start >= start]
    return [*marks, *dates, *actions, sentence.end]


def _names(page: Page, sentence: Sentence, start: int) -> bool:
    """Whether a phrase is only who gets the money."""
    return any(o.start == start for o in page.organisations_in(sentence))


def _confidence(change: Change) -> float:
    score = 0.9
    if not change.sure:
        score -= 0.15
    if change.amount is None:
        score -= 0.2
    if change.funder is None:
        score -= 0.1
    return score
