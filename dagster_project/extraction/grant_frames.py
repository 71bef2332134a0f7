"""Changes to awards as frames: every value with the sentence that states it."""

from __future__ import annotations

from dagster_project.extraction.grammar import lexicon
from dagster_project.extraction.grant_memory import Change
from dagster_project.extraction.model import Frame, Sentence
from dagster_project.extraction.page import Page

_PURPOSE_END = ",;.。，；()"
_PURPOSE_LENGTH = 90


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
        frame.add("funder", sentence, text=change.funder)
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
    if sentence.start <= begin < sentence.end:
        span = _purpose(page, sentence, begin)
        if span:
            text = page.text[span[0] : span[1]]
            frame.add("purpose", sentence, text=text, start=span[0], end=span[1])
    for plant in page.plants:
        named = any(
            s.property in ("name", "city") and s.text and s.text in page.sentence_text(sentence)
            for s in plant.slots
        )
        if named:
            frame.add("plant", sentence, text=plant.key)
            break
    for hit in page.hits_in(sentence, "material")[:1]:
        frame.add("material", sentence, text=hit.value, start=hit.start, end=hit.end)


def _purpose(page: Page, sentence: Sentence, begin: int) -> tuple[int, int] | None:
    words = lexicon("clauses", "purpose", page.language)
    text = page.text
    at = begin
    while at < sentence.end and at - begin < 60:
        if text[at - 1] == " " or text[at] > "\u2e80":
            found = words.at(text, at, sentence.end)
            if found:
                start = found[1]
                end = start
                while end < sentence.end and text[end] not in _PURPOSE_END:
                    end += 1
                start += len(text[start:end]) - len(text[start:end].lstrip())
                end = min(end, start + _PURPOSE_LENGTH)
                return (start, end) if end - start >= 4 else None
        at += 1
    return None


def _confidence(change: Change) -> float:
    score = 0.9
    if not change.sure:
        score -= 0.15
    if change.amount is None:
        score -= 0.2
    if change.funder is None:
        score -= 0.1
    return score
