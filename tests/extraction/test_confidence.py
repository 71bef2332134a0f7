"""What is said of a statement's chance to be right."""

from __future__ import annotations

import datetime as dt

from dagster_project.extraction.assemble import read_frames, statements
from dagster_project.extraction.batches import page_of
from dagster_project.extraction.confidence import Scale, frame_confidence

TEXT = (
    "Acme Recycling GmbH opened a battery recycling plant in Dayton, Ohio, in March 2025. "
    "The company will create 120 jobs at the plant. "
    "The plant will process 20,000 tonnes of batteries a year."
)


def told() -> list[dict[str, object]]:
    document = {
        "document_id": "d",
        "text": TEXT,
        "language": "en",
        "title": None,
        "publisher": None,
        "published_on": dt.date(2025, 3, 3),
        "published_precision": "day",
        "suppressed": None,
        "recorded_at": None,
    }
    return list(statements(document, read_frames(page_of(document))))


def test_every_statement_has_a_chance_between_none_and_sure() -> None:
    chances = [row["confidence"] for row in told()]
    assert chances
    assert all(isinstance(chance, float) and 0 < chance < 1 for chance in chances)


def test_values_of_one_fact_differ_by_how_often_their_property_is_right() -> None:
    plant = {row["property"]: row["confidence"] for row in told() if row["frame"] == "plant"}
    assert plant["country"] > plant["stage"]  # type: ignore[operator]


def test_a_kind_that_no_label_judges_keeps_the_confidence_of_its_rule() -> None:
    jobs = [row["confidence"] for row in told() if row["frame"] == "headcount"]
    assert set(jobs) == {0.8}


def test_evidence_for_a_fact_raises_and_evidence_against_lowers_its_chance() -> None:
    scale = Scale(0.5, {"in the lead": 1.0, "in a table": -1.0}, {}, 0.9)
    plain = frame_confidence(scale, {"in the lead": 0, "in a table": 0})
    assert frame_confidence(scale, {"in the lead": 1, "in a table": 0}) > plain
    assert frame_confidence(scale, {"in the lead": 0, "in a table": 1}) < plain
