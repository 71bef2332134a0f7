"""Statements that nobody wrote, for measuring dbt: a small world told by many documents.

Organisations run plants, make deals and win awards; each document tells of one organisation's
things as they stand on its day. Some documents are syndicated copies, some figures are wrong, some
pages carry no date. The same number of statements gives the same rows every time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project.documents.model import DOCUMENTS, QUARANTINE, SUPPRESSED
from dagster_project.extraction.model import EXTRACTOR, EXTRACTOR_VERSION, STATEMENTS
from dagster_project.market.store import refresh_market
from dagster_project.warehouse.statements import EXTRACTIONS
from dagster_project.warehouse.store import create_table, insert

STATEMENTS_PER_DOCUMENT = 20  # about; the five documents of the project give 21
DOCUMENTS_PER_ORGANISATION = 15
SYNDICATED, WRONG, UNDATED = 0.2, 0.08, 0.05
FIRST_DAY = dt.date(2018, 1, 1)
RECORDED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

SYLLABLES = (
    "bal cor dex fen gal hol jin kar lum mar nov oss pel quin ras sol tor umb vel zan".split()
)
KINDS = ("Recycling", "Materials", "Energy", "Metals", "Battery Group", "Technologies")
TOWNS = tuple(
    (f"{first}{last}", region, country)
    for first in ("Spring", "Lake", "River", "Stone", "Mill", "Green")
    for last in ("field", "view", "ton", "ford")
    for region, country in (("Ohio", "US"), ("Quebec", "CA"), ("Saxony", "DE"), ("Jeju", "KR"))
)
FUNDERS = tuple(f"Department of {word}" for word in ("Energy", "Industry", "Mining", "Trade"))
PRODUCTS = ("black_mass", "pcam", "cam", "lithium_carbonate", "nickel_sulfate", "graphite")
DEAL_TYPES = ("mou", "supply", "offtake", "acquisition", "joint_venture", "recycling_service")
STAGES = ("planned", "under_construction", "commissioning", "operating")
LIVES = (
    ("selected", "awarded", "disbursed"),
    ("selected", "awarded", "cancelled"),
    ("selected",),
    ("awarded", "increased", "disbursed"),
    ("awarded", "terminated"),
)
FILLER = (
    "The company said that it will give details to its shareholders at the next meeting. "
    "Forward-looking words rest on present plans, and results may differ from them. "
    "Visitors met the team and saw how material is sorted before it goes on. "
)


@dataclass(frozen=True)
class Organisation:
    """One of the world's organisations and what is true of it."""

    name: str
    plants: tuple[dict[str, Any], ...]
    deals: tuple[dict[str, Any], ...]
    awards: tuple[dict[str, Any], ...]


@dataclass
class Page:
    """A document as it is written, sentence by sentence."""

    number: int
    published_on: dt.date | None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    def write(self, sentence: str) -> tuple[int, int]:
        """Add a sentence; its span."""
        start = self.length
        self.parts.append(sentence + " ")
        self.length += len(sentence) + 1
        return start, start + len(sentence)

    def tell(self, frame: str, ordinal: int, sentence: str, **values: Any) -> str:
        """Add a frame told by one sentence; its id. A value is a text, date, (number, unit)."""
        start, end = self.write(sentence)
        frame_id = f"{frame}-{ordinal}"
        for name, value in values.items():
            if value is None:
                continue
            row = {
                "frame": frame,
                "frame_id": frame_id,
                "property": name,
                "span_start": start,
                "span_end": end,
                "quote": sentence,
            }
            match value:
                case str():
                    row["value_text"] = value
                case dt.date():
                    row |= {"value_date": value, "value_precision": "day"}
                case (number, unit, qualifier):
                    row |= {"value_number": float(number), "unit": unit, "qualifier": qualifier}
            self.rows.append(row)
        return frame_id


def organisation_name(number: int) -> str:
    """A made-up name, different for every number."""
    base = len(SYLLABLES)
    parts = [SYLLABLES[number // base**i % base] for i in range(3)]
    return f"{''.join(parts).capitalize()} {KINDS[number % len(KINDS)]}"


def organisation(number: int, count: int) -> Organisation:
    """What is true of organisation `number` of `count`."""
    chance = random.Random(number)
    name = organisation_name(number)
    plants = tuple(
        {
            "name": f"{name.split()[0]} {i + 1}" if chance.random() < 0.5 else None,
            "place": chance.choice(TOWNS),
            "products": chance.sample(PRODUCTS, chance.randint(1, 2)),
            "capex": chance.randrange(20, 1500) * 1_000_000,
            "tonnes": chance.randrange(5, 90) * 1000,
            "begun": FIRST_DAY + dt.timedelta(chance.randrange(1500)),
        }
        for i in range(chance.randint(1, 4))
    )
    deals = tuple(
        {
            "type": chance.choice(DEAL_TYPES),
            "other": organisation_name(chance.randrange(count)),
            "on": FIRST_DAY + dt.timedelta(chance.randrange(2800)),
            "value": chance.randrange(1, 900) * 1_000_000,
            "material": chance.choice(PRODUCTS),
        }
        for _ in range(chance.randint(2, 8))
    )
    awards = tuple(
        {
            "funder": chance.choice(FUNDERS),
            "amount": chance.randrange(5, 500) * 1_000_000,
            "life": chance.choice(LIVES),
            "begun": FIRST_DAY + dt.timedelta(chance.randrange(2000)),
            "plant": chance.randrange(len(plants)),
        }
        for _ in range(chance.randint(0, 2))
    )
    return Organisation(name, plants, deals, awards)


def page(number: int, organisations: int) -> Page:
    """Document `number`: what one organisation's things are on its day."""
    chance = random.Random(f"page {number}")
    # Some organisations are in the news far more often than others.
    subject = organisation(int(organisations * chance.random() ** 1.5), organisations)
    day = FIRST_DAY + dt.timedelta(chance.randrange(2900))
    made = Page(number, None if chance.random() < UNDATED else day)

    def figure(value: float) -> float:
        return round(value * 1.25) if chance.random() < WRONG else value

    for i, plant in enumerate(
        chance.sample(subject.plants, min(len(subject.plants), chance.choice((0, 1, 1, 2))))
    ):
        _tell_plant(made, subject, plant, i, day, figure, chance)
    near = [deal for deal in subject.deals if abs((deal["on"] - day).days) < 700]
    for i, deal in enumerate(chance.sample(near, min(len(near), chance.choice((0, 1, 1))))):
        made.tell(
            "deal",
            i,
            f"{subject.name} and {deal['other']} agreed on {deal['on']} about {deal['material']}.",
            deal_type=deal["type"],
            status="signed",
            partner=subject.name,
            supplier=deal["other"],
            announced_on=deal["on"] if chance.random() < 0.7 else None,
            value=(figure(deal["value"]), "USD", "exact") if chance.random() < 0.4 else None,
            material=deal["material"],
        )
    for i, award in enumerate(subject.awards if chance.random() < 0.4 else ()):
        told = min((day - award["begun"]).days // 400, len(award["life"]) - 1)
        if told >= 0:
            on = award["begun"] + dt.timedelta(400 * told)
            made.tell(
                "grant_change",
                i,
                f"The {award['funder']} and {subject.name}: {award['life'][told]} on {on}.",
                action=award["life"][told],
                recipient=subject.name,
                funder=award["funder"],
                instrument="grant",
                amount=(figure(award["amount"]), "USD", "exact"),
                action_on=on,
                purpose=f"{subject.name} line {award['plant']}",
            )
    month = day.replace(day=1)
    value = 100_000 + 1000 * (month.year - 2018) * 12 + month.month
    made.tell(
        "market_figure",
        0,
        f"Sales in the month of {month} came to {value} units, organisation {subject.name} said.",
        indicator=f"sales of {chance.choice(PRODUCTS)}",
        geography=chance.choice(("US", "CN", "World")),
        period=month,
        value=(figure(value), "units", "exact"),
        change_pct=(chance.randrange(-40, 80), "yoy", None),
    )
    if chance.random() < 0.3:
        made.tell(
            "process_claim",
            0,
            f"{subject.name} recovers up to {90 + number % 9}% of the metals.",
            subject="metals",
            organization=subject.name,
            metric="recovery_rate",
            value=(90 + number % 9, "%", "up_to"),
        )
    made.write(FILLER * chance.randrange(3, 18))
    if chance.random() < 0.3:
        made.write(f"Contact: press@{subject.name.split()[0].lower()}.example, +1 (555) 010-0199")
    return made


def _tell_plant(
    made: Page,
    subject: Organisation,
    plant: dict[str, Any],
    ordinal: int,
    day: dt.date,
    figure: Any,
    chance: random.Random,
) -> None:
    city, region, country = plant["place"]
    stage = STAGES[max(0, min((day - plant["begun"]).days // 500, len(STAGES) - 1))]
    products = plant["products"]
    plant_id = made.tell(
        "plant",
        ordinal,
        f"The {stage} plant of {subject.name} in {city}, {region}, makes {' and '.join(products)}.",
        name=plant["name"],
        operator=subject.name,
        city=city,
        region=region,
        country=country,
        stage=stage,
        capex=(figure(plant["capex"]), "USD", "up_to" if chance.random() < 0.3 else "exact"),
        product=products[ordinal % len(products)],
    )
    for side, material in (("input", "li_ion_battery"), ("output", products[0])):
        if chance.random() < 0.35:
            made.tell(
                "capacity",
                2 * ordinal + (side == "output"),
                f"Its {side} of {material} is {plant['tonnes']:,} tonnes per year in {city}.",
                amount=(figure(plant["tonnes"]), "t", "exact"),
                side=side,
                material=material,
                basis="per_year",
                kind="planned" if stage != "operating" else "nameplate",
                organization=subject.name,
                plant=plant_id,
            )


def pages(statements: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Rows of raw.documents, each with its rows of raw.statements, until there are enough."""
    organisations = max(statements // STATEMENTS_PER_DOCUMENT // DOCUMENTS_PER_ORGANISATION, 1)
    chance = random.Random(7)
    told = number = 0
    while told < statements:
        # A syndicated copy repeats an earlier page a day later under another address.
        copied = number and chance.random() < SYNDICATED
        made = page(chance.randrange(number) if copied else number, organisations)
        if copied and made.published_on:
            made.published_on += dt.timedelta(1)
        rows = made.rows[: statements - told]
        yield _document(made, number), _statements(made, rows, number)
        told += len(rows)
        number += 1


def _document(made: Page, number: int) -> dict[str, Any]:
    text = "".join(made.parts)
    return {
        "document_id": _id("document", number),
        "file_path": f"pages/{number:07}.md",
        "sha256": _id("file", number),
        "text_sha256": _id("text", made.number),
        "title": made.parts[0][:60] if made.parts else "",
        "publisher": ("PRNewswire", "Benzinga", f"Paper {made.number % 50}")[number % 3],
        "published_on": made.published_on,
        "published_precision": "day" if made.published_on else "unknown",
        "published_basis": "front_matter" if made.published_on else "unknown",
        "published_earliest": made.published_on,
        "published_latest": made.published_on,
        "language": "en",
        "kind": "document",
        "origin_id": _id("text", made.number),
        "status": "active",
        "text": text,
        "recorded_at": RECORDED,
        "read_key": "",
    }


def _statements(made: Page, rows: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "statement_id": _id("statement", number, ordinal),
            "document_id": _id("document", number),
            "extractor": EXTRACTOR,
            "extractor_version": EXTRACTOR_VERSION,
            "confidence": 0.9,
            "reported_on": made.published_on,
            "recorded_at": RECORDED,
        }
        for ordinal, row in enumerate(rows)
    ]


def _id(*parts: object) -> str:
    return hashlib.md5("|".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def fill(connection: duckdb.DuckDBPyConnection, statements: int, market: Path) -> int:
    """Write schema raw: `statements` statements with their documents; the number of documents."""
    for name, schema in {
        "documents": DOCUMENTS,
        "suppressed_text": SUPPRESSED,
        "quarantine": QUARANTINE,
        "statements": STATEMENTS,
        "extractions": EXTRACTIONS,
    }.items():
        create_table(connection, name, schema)
    refresh_market(connection, market)
    documents: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    count = 0

    def flush() -> None:
        marks = [
            {"document_id": d["document_id"], "extractor_version": EXTRACTOR_VERSION}
            for d in documents
        ]
        insert(connection, "documents", pa.Table.from_pylist(documents, schema=DOCUMENTS))
        insert(connection, "statements", pa.Table.from_pylist(told, schema=STATEMENTS))
        insert(connection, "extractions", pa.Table.from_pylist(marks, schema=EXTRACTIONS))
        documents.clear()
        told.clear()

    for document, rows in pages(statements):
        documents.append(document)
        told.extend(rows)
        count += 1
        if len(documents) == 5000:
            flush()
    flush()
    return count
