"""What the model is asked for, and the frames that its reply makes.

Nothing of a reply is taken on trust: each value needs a quote that stands in the document, a
property and a word of the vocabulary of statements, and a number or date that its sentence bears
out. What fails is left out and counted by its reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, Field

from dagster_project.extraction.llm.grounding import Grounds
from dagster_project.extraction.model import Frame, Qualifier, Sentence, Slot
from dagster_project.extraction.page import Page

_SEEDS = Path(__file__).parents[3] / "dbt" / "seeds"
# A careful model was right in nine of ten facts of labelled documents; this is no calibration.
CONFIDENCE = 0.85
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Value(BaseModel):
    """One value of one property, with the sentence that states it."""

    property: str
    value: str | float = Field(description="A word, name, number in whole units, or ISO date.")
    unit: str | None = None
    qualifier: str | None = None
    quote: str = Field(description="The sentence that states it, copied character by character.")


class Fact(BaseModel):
    """One deal, plant, capacity, figure and so on."""

    frame: str
    values: list[Value]


class Reply(BaseModel):
    """Everything that the document states."""

    facts: list[Fact]


def frames(reply: Reply, page: Page) -> tuple[list[Frame], Counter[str]]:
    """The grounded frames of a reply, and how many values were dropped for which reason."""
    grounds = Grounds(page)
    dropped: Counter[str] = Counter()
    found: list[Frame] = []
    for fact in reply.facts:
        frame = Frame(fact.frame, confidence=CONFIDENCE)
        for value in fact.values:
            slot = _slot(fact.frame, value, page, grounds)
            if isinstance(slot, str):
                dropped[slot] += 1
            else:
                frame.slots.append(slot)
        if frame.slots:
            found.append(frame)
    return found, dropped


def _slot(frame: str, value: Value, page: Page, grounds: Grounds) -> Slot | str:
    """A slot, or why there is none."""
    kind = vocabulary().get((frame, value.property))
    if kind is None:
        return "unknown property"
    place = grounds.find(value.quote)
    if place is None:
        return "quote not found"
    sentence, quote_start = place
    told = str(value.value).strip()
    slot = Slot(value.property, sentence, unit=value.unit, qualifier=value.qualifier)
    if value.qualifier is not None and value.qualifier not in get_args(Qualifier):
        return "unknown qualifier"
    start = page.text.find(told, quote_start, sentence.end) if told else -1
    if start >= 0:
        slot.start, slot.end = start, start + len(told)
    match kind:
        case "number" | "money":
            number = _number(told)
            if number is None or (kind == "money" and not _is_currency(value.unit)):
                return "not a number of its kind"
            if not _bears_out(page, sentence, number):
                return "number not in its sentence"
            slot.number, slot.qualifier = number, value.qualifier or "exact"
        case "date":
            date = _date(told)
            if date is None:
                return "not a date"
            slot.on, slot.precision = date
            if not any(_same_day(d.on, d.precision, *date) for d in page.dates_in(sentence)):
                return "date not in its sentence"
        case _:
            words = known_words(frame, value.property) if kind == "word" else materials()
            if not told or (kind in ("word", "material") and told not in words):
                return "unknown word"
            slot.text = told
    return slot


def _number(told: str) -> float | None:
    try:
        return float(told.replace(",", "").replace("_", ""))
    except ValueError:
        return None


def _is_currency(unit: str | None) -> bool:
    return bool(unit and re.fullmatch("[A-Z]{3}", unit))


def _bears_out(page: Page, sentence: Sentence, number: float) -> bool:
    """Whether a sentence has this number: as one of its quantities, or digit by digit."""
    stated = {x for q in page.quantities_in(sentence) for x in (q.value, q.high) if x is not None}
    if any(abs(abs(number) - abs(x)) <= 0.006 * abs(x) for x in stated):
        return True
    digits = re.findall(r"\d[\d,. ]*", page.sentence_text(sentence))
    return f"{abs(number):.10g}" in {
        d.replace(",", "").replace(" ", "").rstrip(".") for d in digits
    }


def _date(told: str) -> tuple[dt.date, str] | None:
    match = _DATE.fullmatch(told)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        on = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return on, "day" if day else "month" if month else "year"


def _same_day(on: dt.date, precision: str, told: dt.date, told_precision: str) -> bool:
    """Whether two dates agree as far as the coarser of them goes."""
    length = min(
        {"year": 4, "quarter": 4, "month": 7}.get(p, 10) for p in (precision, told_precision)
    )
    return on.isoformat()[:length] == told.isoformat()[:length]


def _seed(name: str) -> Iterable[dict[str, str]]:
    with (_SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def vocabulary() -> dict[tuple[str, str], str]:
    """The kind of value of every property of every frame."""
    rows = _seed("statement_properties")
    return {(row["frame"], row["property"]): row["value_kind"] for row in rows}


@cache
def known_words(frame: str, property: str) -> frozenset[str]:
    """The words that a property may have."""
    rows = _seed("statement_words")
    return frozenset(r["word"] for r in rows if (r["frame"], r["property"]) == (frame, property))


@cache
def materials() -> frozenset[str]:
    """All material ids."""
    return frozenset(row["material_id"] for row in _seed("materials"))
