"""Labelled documents as the extractor reads them: which of its frames and values are right.

A folder holds docs/, gold/ and ignore.json in the form of `../shared/eval`; its score.py matches.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from dagster_project.documents.discovery import discover
from dagster_project.documents.reading import read_files
from dagster_project.extraction.assemble import read_frames
from dagster_project.extraction.batches import page_of
from dagster_project.extraction.confidence import evidence, stated
from dagster_project.extraction.model import Frame, Slot

SHARED = Path(__file__).parents[3] / "shared"
LISTS = {
    "deal": "deals",
    "plant": "plants",
    "capacity": "capacities",
    "grant_change": "grant_changes",
    "market_figure": "market_figures",
    "process_claim": "performance_claims",
}
PARTIES = ("supplier", "buyer", "partner", "acquirer", "target", "investor", "lender", "borrower")
OWNERS = ("operator", "owner", "partner")
PER = {"per_year": "year", "per_month": "month", "per_day": "day", "cumulative": "total"}


class Judged(NamedTuple):
    """A frame of a labelled document: whether it is right, its evidence, its values.

    `values` are (property as `stated` tells it, whether it agrees); None is not labelled.
    """

    document: str
    frame: str
    is_right: bool
    evidence: dict[str, float]
    values: list[tuple[str, bool | None]]


@cache
def scorer() -> ModuleType:
    """The scorer of the labelled documents."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(folder: Path) -> list[Judged]:
    """Every frame read in the labelled documents of a folder, in order of the documents."""
    ignored = json.loads((folder / "ignore.json").read_text("utf-8"))
    documents = folder / "docs"
    readings = read_files(discover(documents, documents, 20_000_000).readable, 60)
    marks: dict[str, list[dict[str, int]]] = {}
    for mark in readings.suppressed.to_pylist():
        span = {"start": mark["span_start"], "end": mark["span_end"]}
        marks.setdefault(mark["document_id"], []).append(span)
    found: list[Judged] = []
    for row in sorted(readings.documents.to_pylist(), key=lambda r: str(r["file_path"])):
        stem = Path(row["file_path"]).stem
        labels = folder / "gold" / f"{stem}.json"
        if not labels.exists():
            continue
        skipped = ignored.get(stem, [])
        if isinstance(skipped, dict):
            skipped = skipped.get("ignore", [])
        page = page_of(row | {"suppressed": marks.get(row["document_id"])})
        frames = read_frames(page)
        gold = json.loads(labels.read_text("utf-8"))
        found += _judge(stem, frames, gold, [str(s) for s in skipped], page.text, page.language)
    return found


def _judge(
    stem: str, frames: list[Frame], gold: dict[str, Any], skipped: list[str], text: str, lang: str
) -> Iterator[Judged]:
    score = scorer()
    beginnings = [b for s in skipped if (b := score.norm(s)[:40])]
    for frame, found in zip(frames, evidence(frames, lang), strict=True):
        kind = LISTS.get(frame.frame)
        if kind is None:
            continue
        told = _shape(frame)
        scored = [(score.match_score(kind, fact, told), fact) for fact in gold.get(kind) or []]
        best, fact = max(scored, key=lambda pair: pair[0], default=(0, None))
        sentences = {(s.sentence.start, s.sentence.end) for s in frame.slots}
        quotes = [score.norm(text[start:end]) for start, end in sentences]
        if not best and any(b in quote for b in beginnings for quote in quotes):
            continue
        values = [(stated(s), agrees(frame.frame, s, fact) if best else None) for s in frame.slots]
        yield Judged(stem, frame.frame, best > 0, found, values)


def _shape(frame: Frame) -> dict[str, Any]:
    """A frame in the form in which the scorer compares it."""

    def text(name: str) -> str | None:
        slot = frame.get(name)
        return slot.text if slot else None

    def number(name: str) -> float | None:
        slot = frame.get(name)
        return slot.number if slot else None

    def day(name: str) -> tuple[str | None, str]:
        slot = frame.get(name)
        if slot is None or slot.on is None:
            return None, "unknown"
        return slot.on.isoformat(), slot.precision or "day"

    match frame.frame:
        case "deal":
            on, precision = day("announced_on")
            parties = [name for role in PARTIES for name in frame.texts(role)]
            told = {"type": text("deal_type"), "parties": parties, "value": number("value")}
            return told | {"announced_on": on, "precision": precision}
        case "plant":
            names = {n: text(n) for n in ("name", "city", "region", "country")}
            stage = text("stage") or text("stage_inferred")
            operators = [name for role in OWNERS for name in frame.texts(role)]
            return {**names, "stage": stage, "operator": operators, "capex": number("capex")}
        case "capacity":
            amount = frame.get("amount")
            return {
                "value": amount.number if amount else None,
                "unit": amount.unit if amount else None,
                "flow": text("side"),
                "material": (text("material") or "").replace("_", " "),
            }
        case "grant_change":
            names = {n: text(n) for n in ("recipient", "funder", "instrument", "action")}
            return {**names, "amount": number("amount")}
        case "market_figure":
            low, high = number("value"), number("value_high")
            value = low if high is None else {"low": low, "high": high}
            told = {"indicator": text("indicator"), "value": value}
            return told | {"change_pct": number("change_pct")}
        case _:
            return {"metric": text("metric"), "value": number("value")}


def agrees(frame: str, slot: Slot, fact: dict[str, Any] | None) -> bool | None:
    """Whether a value is the labelled one; None where labels are free text or do not say."""
    if fact is None:
        return None
    s = scorer()
    text = slot.text or ""
    words = text.replace("_", " ")

    def labelled(name: str) -> Any:
        return fact.get(name)

    def amount(name: str) -> bool:
        money = labelled(name) or {}
        return bool(s.close(money.get("amount"), slot.number)) and s.qual(
            money.get("qualifier")
        ) == s.qual(slot.qualifier)

    def when(name: str) -> bool:
        on = slot.on.isoformat() if slot.on else None
        return bool(s.date_match(labelled(name), on, slot.precision))

    match frame, slot.property:
        case ("deal", "deal_type") | ("plant", "stage" | "stage_inferred") | ("capacity", "basis"):
            name = {"deal_type": "type", "basis": "per"}.get(slot.property, "status")
            return bool(labelled(name) == PER.get(text, text))
        case "deal", "status":
            return bool(text == labelled("status"))
        case "deal", role if role in PARTIES:
            return any(s.same_name(text, party) for party in labelled("parties"))
        case "plant", role if role in OWNERS:
            return any(s.same_name(text, name) for name in labelled("operator") or [])
        case ("deal", "announced_on"):
            return when("announced_on")
        case ("grant_change", "action_on"):
            return when("date")
        case ("deal", "value") | ("plant", "capex") | ("grant_change", "amount"):
            return amount(slot.property)
        case "plant", "floor_area":
            return bool(s.close((labelled("floor_area") or {}).get("value"), slot.number))
        case "plant", "city" | "region" | "country":
            return bool(s.norm(text) == s.norm(labelled(slot.property)))
        case ("plant", "name") | ("grant_change", "funder") | ("process_claim", "organization"):
            return bool(s.same_name(text, labelled(slot.property)))
        case ("capacity", "amount") | ("process_claim", "value"):
            return bool(s.qual(labelled("qualifier")) == s.qual(slot.qualifier))
        case "capacity", "side" | "kind":
            return bool(labelled({"side": "flow"}.get(slot.property, "kind")) == text)
        case "capacity", "by_year":
            return bool(labelled("by_year") == slot.number)
        case ("capacity", "material") | ("market_figure", "indicator"):
            return bool(s.fuzzy(labelled(slot.property), words))
        case "grant_change", "instrument":
            return bool(labelled("instrument") == text)
        case "market_figure", "period":
            length = {"year": 4, "month": 7, "quarter": 7}.get(slot.precision or "", 10)
            told = slot.on.isoformat()[:length] if slot.on else ""
            want = str(labelled("period") or "")
            return told[:4] == want[:4] and (told[:7] == want[:7] or len(want) == 4)
        case "market_figure", "value":
            want, unit = labelled("unit"), slot.unit
            return bool(s.norm(want) == s.norm(unit) or s.fuzzy(want, unit))
        case "market_figure", "change_pct":
            same_basis = labelled("change_basis") == slot.unit
            return bool(s.close(labelled("change_pct"), slot.number)) and same_basis
        case ("grant_change", "action" | "recipient") | ("process_claim", "metric"):
            return True  # the scorer matches by these
    return None
