"""Performance claims and what only looks like one."""

from __future__ import annotations

import pytest

from dagster_project.extraction.page import Page
from dagster_project.extraction.process_claims import extract


def _claims(text: str, language: str = "en") -> list[tuple[str, float, str]]:
    found = []
    for frame in extract(Page(text=text, language=language)):
        metric, value = frame.get("metric"), frame.get("value")
        assert metric is not None
        assert value is not None
        found.append((str(metric.text), value.number or 0, str(value.qualifier)))
    return found


@pytest.mark.parametrize(
    ("language", "text", "claims"),
    [
        (
            "en",
            "The process cuts the cost of new cathode material by up to 50% and trims its carbon "
            "footprint by more than 90%.",
            [("cost_reduction", 50, "up_to"), ("emissions_reduction", 90, "more_than")],
        ),
        ("en", "Its pilot wins back 95% of the nickel.", [("recovery_rate", 95, "exact")]),
        ("de", "Die Recyclingquote liegt bei 91 Prozent.", [("recovery_rate", 91, "exact")]),
        (
            "fr",
            "Le taux de récupération du lithium avoisine 90 %.",
            [("recovery_rate", 90, "approximately")],
        ),
        ("zh", "镍钴回收率在95%以上。", [("recovery_rate", 95, "at_least")]),
        ("ko", "이 공정은 탄소 배출을 40% 줄인다.", [("emissions_reduction", 40, "exact")]),
        ("en", "The anode improves energy density by 30%.", [("other", 30, "exact")]),
    ],
)  # fmt: skip
def test_a_claim_keeps_its_metric_and_qualifier(
    language: str, text: str, claims: list[tuple[str, float, str]]
) -> None:
    assert _claims(text, language) == claims


@pytest.mark.parametrize(
    "text",
    [
        "EU targets ask recyclers to recover 50% of lithium by 2027.",
        "The group bought 28% of the battery recycler.",
        "The grant covers 40% of project costs for the cathode plant.",
        "Copper recoveries ranged from 94.7% to 96.9%.",
    ],
)
def test_laws_stakes_cost_shares_and_other_metals_are_no_claims(text: str) -> None:
    assert _claims(text) == []
