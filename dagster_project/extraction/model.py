"""What extraction works with and what it hands on.

`STATEMENTS` is the Arrow schema of `raw.statements`: one row per claim one document makes about
one property. `Frame` and `Slot` are the same before they are flattened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pyarrow as pa

EXTRACTOR = "rules"

Qualifier = Literal["exact", "up_to", "at_least", "more_than", "less_than", "approximately"]
Precision = Literal["day", "month", "quarter", "year", "unknown"]

_FIELDS: list[pa.Field[Any]] = [
    pa.field("statement_id", pa.string()),
    pa.field("document_id", pa.string()),
    pa.field("frame", pa.string()),
    pa.field("frame_id", pa.string()),
    pa.field("property", pa.string()),
    pa.field("value_text", pa.string()),
    pa.field("value_number", pa.float64()),
    pa.field("unit", pa.string()),
    pa.field("value_date", pa.date32()),
    pa.field("value_precision", pa.string()),
    pa.field("qualifier", pa.string()),
    pa.field("span_start", pa.int64()),
    pa.field("span_end", pa.int64()),
    pa.field("quote", pa.string()),
    pa.field("value_start", pa.int64()),
    pa.field("value_end", pa.int64()),
    pa.field("extractor", pa.string()),
    pa.field("extractor_version", pa.string()),
    pa.field("confidence", pa.float64()),
    pa.field("reported_on", pa.date32()),
    pa.field("recorded_at", pa.timestamp("s", tz="UTC")),
]
STATEMENTS = pa.schema(_FIELDS)


class Hit(NamedTuple):
    """One vocabulary entry found in the text: `text[start:end]` means `value` of `kind`."""

    start: int
    end: int
    kind: str
    value: str


class Sentence(NamedTuple):
    """A sentence, heading, bullet or table row: `text[start:end]`, no outer white space.

    `line` counts non-empty lines, `heading` is the start of the nearest heading above (-1: none).
    """

    start: int
    end: int
    line: int
    kind: Literal["prose", "heading", "bullet", "row"]


class Quantity(NamedTuple):
    """A number with its unit.

    `unit`: ISO 4217 code for money (whole units), `%`, `t`, `short_ton`, `ton`, `kt`, `lb`, `kg`,
    `GWh`, `MWh`, `TWh`, `EV`, `battery_pack`, `units`, `sq_ft`, `m2`, `ha`, a price such as
    `USD/t`, `people`, `pp` (percentage points), or None for a bare number.
    `kind`: money, percent, mass, energy, count, area, price, number.
    `high` is the upper end of a range, `per` year, month, day or None.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    kind: str
    qualifier: Qualifier
    per: str | None


class Date(NamedTuple):
    """A date as precise as the words allow; `end` of a period such as January to August."""

    start: int
    end: int
    on: dt.date
    precision: Precision
    until: dt.date | None = None


class Place(NamedTuple):
    """A place: English names; `country` ISO 3166-1 alpha-2."""

    start: int
    end: int
    city: str | None
    region: str | None
    country: str | None


class Organisation(NamedTuple):
    """A mention of an organisation; `name` is its fullest form in the document."""

    start: int
    end: int
    name: str
    kind: Literal["company", "government"]


@dataclass(slots=True)
class Slot:
    """One value of one property, with the sentence that states it."""

    property: str
    sentence: Sentence
    text: str | None = None
    number: float | None = None
    unit: str | None = None
    on: dt.date | None = None
    precision: str | None = None
    qualifier: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Frame:
    """One deal, plant, capacity … as one document tells it.

    `confidence` is the rule's own guess that the frame is right, one piece of the evidence by which
    statements get theirs (`confidence.py`). `key` is set by the assembler.
    """

    frame: str
    slots: list[Slot] = field(default_factory=list)
    confidence: float = 0.9
    key: str = ""

    def add(self, property: str, sentence: Sentence, **value: Any) -> None:
        """Add a slot unless the frame already says the same."""
        slot = Slot(property, sentence, **value)
        if not any(
            s.property == slot.property
            and (s.text, s.number, s.unit, s.on) == (slot.text, slot.number, slot.unit, slot.on)
            for s in self.slots
        ):
            self.slots.append(slot)

    def get(self, property: str) -> Slot | None:
        """The first slot of a property."""
        return next((s for s in self.slots if s.property == property), None)

    def texts(self, property: str) -> list[str]:
        """All texts of a property, in order."""
        return [s.text for s in self.slots if s.property == property and s.text]
