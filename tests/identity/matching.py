"""The project's own matching on labelled pairs: `python -m tests.identity.matching`.

Each file of PAIRS holds two mentions a row, whether they mean the same thing, and why. A mention is
what one document says: `property: value | property: value`, with `in: label` where two mentions
stand in one document. All mentions lie in one warehouse, as they would after a run.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import duckdb

from tests.warehouse.pages import Day, Number, Page, Value, build, scratch_warehouse

# The fresh ones were written after the matching. Before anything was mended for them: precision
# 1.000, recall 0.65; then legal forms, letters and numbers in names were added.
PAIRS = {name: Path(__file__).with_name(f"{name}.csv") for name in ("pairs", "fresh_pairs")}
MODELS = ("int_organization_names", "int_plant_matches", "int_deal_matches", "int_award_matches")
FRAMES = {"plant": "plant", "deal": "deal", "award": "grant_change"}
IDENTITIES = {
    "plant": "SELECT document_id, frame_id, plant_id FROM intermediate.int_plant_matches",
    "deal": """
        SELECT document_id, frame_id, deal_id
        FROM intermediate.int_deal_matches
        JOIN intermediate.int_deal_frames USING (frame_key, document_id)
    """,
    "award": "SELECT document_id, frame_id, award_id FROM intermediate.int_award_matches",
}


class Pair(NamedTuple):
    """Two mentions; `same` as a person labelled them, `joined` as the project matched them."""

    kind: str
    left: str
    right: str
    same: bool
    reason: str
    joined: bool


class Score(NamedTuple):
    """Pairwise precision and recall of the merges."""

    precision: float
    recall: float
    pairs: int


def evaluate(home: Path, labelled: Path) -> list[Pair]:
    """Every pair of a labelled file with what the project's matching makes of it."""
    with labelled.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    mentions = sorted({(row["kind"], row[side]) for row in rows for side in ("left", "right")})
    documents: dict[str, Page] = {}
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for number, (kind, mention) in enumerate(mentions):
        values, label = _parsed(mention)
        name = f"{kind} {label or number}"
        page = documents.setdefault(name, Page(name, dt.date(2025, 6, 1)))
        frame = FRAMES.get(kind)
        # A name alone is matched by whoever bears it.
        told = {"action": ["awarded"], "recipient": values["name"]} if not frame else values
        frame_id = page.tell(frame or "grant_change", number, f"{mention}.", **told)
        places[kind, mention] = (page.document_id, frame_id)
    settings = scratch_warehouse(home, documents.values())
    build(settings, *(f"+{model}" for model in MODELS))
    with duckdb.connect(settings.warehouse_path, read_only=True) as connection:
        found = {
            kind: {(d, f): i for d, f, i in connection.sql(query).fetchall()}
            for kind, query in IDENTITIES.items()
        }
        names = dict(
            connection.sql(
                "SELECT name, organization_id FROM intermediate.int_organization_names"
            ).fetchall()
        )

    def identity(kind: str, mention: str) -> str:
        if kind == "organization":
            return str(names[mention.removeprefix("name: ")])
        return str(found[kind][places[kind, mention]])

    return [
        Pair(
            row["kind"],
            row["left"],
            row["right"],
            row["same"] == "yes",
            row["reason"],
            identity(row["kind"], row["left"]) == identity(row["kind"], row["right"]),
        )
        for row in rows
    ]


def score(pairs: list[Pair]) -> Score:
    """Precision: joined pairs that are the same; recall: same pairs that were joined."""
    right = sum(pair.same and pair.joined for pair in pairs)
    joined = sum(pair.joined for pair in pairs)
    same = sum(pair.same for pair in pairs)
    return Score(right / joined if joined else 1.0, right / same if same else 1.0, len(pairs))


def _parsed(mention: str) -> tuple[dict[str, list[Value]], str | None]:
    values: defaultdict[str, list[Value]] = defaultdict(list)
    label = None
    for part in mention.split(" | "):
        name, _, value = part.partition(": ")
        if name == "in":
            label = value
        else:
            values[name].append(_value(name, value))
    return dict(values), label


def _value(name: str, value: str) -> Value:
    if name in ("amount", "capex", "value") and (money := re.fullmatch(r"([A-Z]{3}) (\d+)", value)):
        return Number(float(money[2]), money[1])
    if name.endswith("_on"):
        precision = {4: "year", 7: "month", 10: "day"}[len(value)]
        return Day(dt.date.fromisoformat(f"{value}-01-01"[:10]), precision)
    return value


def main() -> None:
    """Print the figures and every pair that went wrong."""
    for name, labelled in PAIRS.items():
        with tempfile.TemporaryDirectory() as home:
            report(name, evaluate(Path(home), labelled))


def report(name: str, pairs: list[Pair]) -> None:
    """Print what went wrong, then the figures of each kind."""
    for pair in pairs:
        if pair.same != pair.joined:
            print(f"{'missed' if pair.same else 'WRONG '}  {pair.left}\n        {pair.right}")
            print(f"        {pair.reason}")
    for kind in ("organization", "plant", "deal", "award", "all"):
        figures = score([p for p in pairs if kind in (p.kind, "all")])
        print(
            f"{name:12} {kind:13} precision {figures.precision:.3f}  recall {figures.recall:.3f}"
            f"  {figures.pairs} pairs"
        )


if __name__ == "__main__":
    main()
