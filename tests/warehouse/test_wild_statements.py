"""Whatever documents state, our own keys and balances hold: no first run ends unpublished by them.

Pages state any property of the vocabulary with any value it allows, out of pools so small that
names, sums, places and days meet again and again, in one document and across documents.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import ROOT, Day, Number, Page, Value, add_pages

SEEDS = ROOT / "dbt" / "seeds"
DAYS = [dt.date(2023, 5, 1), dt.date(2023, 5, 3), dt.date(2024, 1, 1), dt.date(2025, 10, 7)]
PRECISIONS = ("day", "month", "quarter", "year")
QUALIFIERS = ("exact", "up_to", "at_least", "more_than", "less_than", "approximately", None)
TEXTS = {
    "name": ("Quarry One", "Quarry 1", "QUARRY ONE PROJECT", "the plant", "Pit"),
    "city": ("Dayton", "Springfield"),
    "region": ("Ohio", "Saxony"),
    "facility_type": ("plant", "pilot_line", "laboratory", "refinery", "site"),
    "geography": ("US", "CN", "World"),
    "indicator": ("sales of cars", "Sales of cars!", "lithium carbonate price"),
    "subject": ("recovery of nickel", "Recovery of Nickel", "recycled content, lithium"),
}
ANY_TEXT = ("a cathode line", "A cathode line!", "phase 2")
NAMES = (
    *("Quarrystone", "Quarrystone Inc.", "QUARRYSTONE, INC", "Oreline GmbH", "Oreline", "Ore Line"),
    *("Co., Ltd.", "Department of Rock", "Pit Group", "Pit"),
)
AMOUNTS = (1, 100, 1000, 990, 1_000_000, 164e6, 316e6, 480e6)
UNITS = ("t", "kt", "GWh", "EV", "sq_ft", "%", "yoy", "mom", "USD/t", "widgets", None)


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROPERTIES: dict[str, list[tuple[str, str]]] = defaultdict(list)
for row in seed("statement_properties"):
    PROPERTIES[row["frame"]].append((row["property"], row["value_kind"]))
WORDS: dict[tuple[str, str], list[str]] = defaultdict(list)
for row in seed("statement_words"):
    WORDS[row["frame"], row["property"]].append(row["word"])
MATERIALS = [row["material_id"] for row in seed("materials")][::25]
# Curated names, and with them such as differ from another in their legal form alone.
CURATED = [row["alias"] for row in seed("organization_aliases")][::80]


def value(chance: random.Random, frame: str, name: str, kind: str) -> Value:
    if chance.random() < 0.02:
        return chance.choice(("gibberish", "press@quarry.example", Number(float("nan"), "USD")))
    match kind:
        case "word":
            return chance.choice(WORDS[frame, name])
        case "organization":
            return chance.choice(NAMES if chance.random() < 0.8 else CURATED)
        case "material":
            return chance.choice(MATERIALS)
        case "country":
            return chance.choice(("US", "DE"))
        case "date":
            return Day(chance.choice(DAYS), chance.choice(PRECISIONS))
        case "money":
            return Number(
                chance.choice(AMOUNTS), chance.choice(("USD", "EUR")), chance.choice(QUALIFIERS)
            )
        case "number" if name == "by_year":
            return Number(chance.choice((2025, 2030)), None, None)
        case "number":
            return Number(chance.choice(AMOUNTS), chance.choice(UNITS), chance.choice(QUALIFIERS))
        case _:
            return chance.choice(TEXTS.get(name, ANY_TEXT))


def wild_page(chance: random.Random, number: int) -> Page:
    page = Page(
        f"wild/{number}",
        chance.choice((None, *DAYS)),
        origin=str(chance.randrange(number + 1)),
        publisher=chance.choice(("PRNewswire", "Benzinga", "Nobody")),
    )
    plants: list[str] = ["plant-dangling"]
    for ordinal in range(chance.choice((1, 2, 4, 12))):
        frame = chance.choice(("plant", *PROPERTIES))
        told: dict[str, list[Value]] = {}
        density = chance.choice((0.3, 0.6, 1.0))
        for name, kind in PROPERTIES[frame]:
            if chance.random() < density:
                told[name] = [
                    chance.choice(plants) if name == "plant" else value(chance, frame, name, kind)
                    for _ in range(chance.choice((1, 1, 1, 2)))
                ]
        frame_id = page.tell(frame, ordinal, f"Sentence {ordinal} of {number}.", **told)
        if frame == "plant":
            plants.append(frame_id)
    return page


def promises(warehouse: CompiledWarehouse) -> Iterator[tuple[str, str]]:
    """Every blocking check and not-null constraint: its name and the query of what breaks it."""
    for node in warehouse.manifest["nodes"].values():
        if node["resource_type"] == "test" and node["config"]["severity"].lower() == "error":
            yield node["name"], warehouse.checks[node["name"]]
        for column in node.get("columns", {}).values():
            if any(rule["type"] == "not_null" for rule in column.get("constraints", [])):
                relation = f"{node['schema']}.{node['name']}"
                yield (
                    f"{relation}.{column['name']} is given",
                    f"FROM {relation} WHERE {column['name']} IS NULL",
                )


@pytest.mark.parametrize("world", range(3))
def test_no_documents_break_a_check_of_ours(warehouse: CompiledWarehouse, world: int) -> None:
    chance = random.Random(world)
    pages = [wild_page(chance, number) for number in range(150)]
    with warehouse.connect() as connection:
        add_pages(connection, pages)
        warehouse.rebuild(connection)
        broken = {
            name: rows
            for name, query in promises(warehouse)
            if (rows := connection.execute(query).fetchmany(2))
        }
    assert broken == {}
