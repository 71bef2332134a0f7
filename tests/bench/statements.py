"""Statements that nobody wrote, for measuring dbt: a small world told by many documents.

Organisations run plants, make deals and win awards; each document tells of one organisation's
things as they stand on its day. Some documents are syndicated copies, some figures are wrong, some
pages carry no date. The same number of statements gives the same rows every time.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.pages import Number, Page, add_pages, create_raw_tables

STATEMENTS_PER_DOCUMENT = 20  # about; the five documents of the project give 21
DOCUMENTS_PER_ORGANISATION = 15
SYNDICATED, WRONG, UNDATED = 0.2, 0.08, 0.05
FIRST_DAY = dt.date(2018, 1, 1)

SYLLABLES = tuple(
    "balcordexfengalholjinkarlummarnovosspelrastorumbvelzan"[i : i + 3] for i in range(0, 54, 3)
)
KINDS = ("Recycling", "Materials", "Energy", "Metals", "Battery Group", "Technologies")
TOWNS = tuple(
    (f"{first}{last}", region, country)
    for first in ("Spring", "Lake", "River", "Stone", "Mill", "Green")
    for last in ("field", "view", "ton", "ford")
    for region, country in (("Ohio", "US"), ("Quebec", "CA"), ("Saxony", "DE"), ("Jeju", "KR"))
)
FUNDERS = tuple(f"Department of {word}" for word in ("Energy", "Industry", "Mining", "Trade"))
PRODUCTS = (
    "black_mass",
    "precursor_cathode_active_material",
    "cathode_active_material",
    "lithium_carbonate",
    "nickel_sulphate",
    "graphite",
)
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
    made = Page(
        f"pages/{number:07}",
        None if chance.random() < UNDATED else day,
        origin=str(number),
    )

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
            value=Number(figure(deal["value"]), "USD", "exact") if chance.random() < 0.4 else None,
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
                amount=Number(figure(award["amount"]), "USD", "exact"),
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
        value=Number(figure(value), "units", "exact"),
        change_pct=Number(chance.randrange(-40, 80), "yoy", None),
    )
    if chance.random() < 0.3:
        made.tell(
            "process_claim",
            0,
            f"{subject.name} recovers up to {90 + number % 9}% of the metals.",
            subject="metals",
            organization=subject.name,
            metric="recovery_rate",
            value=Number(90 + number % 9, "%", "up_to"),
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
    figure: Callable[[float], float],
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
        capex=Number(figure(plant["capex"]), "USD", "up_to" if chance.random() < 0.3 else "exact"),
        product=products[ordinal % len(products)],
    )
    for side, material in (("input", "lithium_ion_batteries"), ("output", products[0])):
        if chance.random() < 0.35:
            made.tell(
                "capacity",
                2 * ordinal + (side == "output"),
                f"Its {side} of {material} is {plant['tonnes']:,} tonnes per year in {city}.",
                amount=Number(figure(plant["tonnes"]), "t", "exact"),
                side=side,
                material=material,
                basis="per_year",
                kind="planned" if stage != "operating" else "nameplate",
                organization=subject.name,
                plant=plant_id,
            )


def pages(statements: int) -> Iterator[Page]:
    """Pages until they hold exactly this many statements."""
    organisations = max(statements // STATEMENTS_PER_DOCUMENT // DOCUMENTS_PER_ORGANISATION, 1)
    chance = random.Random(7)
    told = number = 0
    while told < statements:
        # A syndicated copy repeats an earlier page a day later under another address.
        copied = number and chance.random() < SYNDICATED
        made = page(chance.randrange(number) if copied else number, organisations)
        if copied:
            made.name = f"pages/{number:07}"
            if made.published_on:
                made.published_on += dt.timedelta(1)
        made.publisher = ("PRNewswire", "Benzinga", f"Paper {number % 50}")[number % 3]
        del made.rows[statements - told :]
        yield made
        told += len(made.rows)
        number += 1


def fill(connection: duckdb.DuckDBPyConnection, statements: int, market: Path) -> int:
    """Write schema raw: `statements` statements with their documents; the number of documents."""
    create_raw_tables(connection, market)
    count = 0
    made = pages(statements)
    while some := list(islice(made, 5000)):
        add_pages(connection, some)
        count += len(some)
    return count
