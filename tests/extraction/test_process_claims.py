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
        (
            "en",
            "The cell delivers 420 Wh/kg of energy density and keeps 85% of its capacity over 800 "
            "cycles.",
            [("other", 420, "exact"), ("other", 85, "exact")],
        ),
        (
            "zh",
            "新电池能量密度达到350Wh/kg,循环1000次后容量保持率为90%。",
            [("other", 350, "exact"), ("other", 90, "exact")],
        ),
        (
            "de",
            "Die Rückgewinnungsquote liegt bei 90 Prozent, die für Nickel bei 98 Prozent.",
            [("recovery_rate", 90, "exact"), ("recovery_rate", 98, "exact")],
        ),
        (
            "fr",
            "La technologie réduit de 60 % les émissions et de 30 % les coûts.",
            [("emissions_reduction", 60, "exact"), ("cost_reduction", 30, "exact")],
        ),
        (
            "ko",
            "500회 충방전 뒤에도 용량의 90%를 유지했다.",
            [("other", 90, "exact")],
        ),
        (
            "en",
            "It reported 94% of the lithium and 97% of the nickel recovered in trials.",
            [("recovery_rate", 94, "exact"), ("recovery_rate", 97, "exact")],
        ),
        ("zh", "锂的回收率由85%提高到96.5%。", [("recovery_rate", 96.5, "exact")]),
        ("ko", "리튬 회수율은 기존 80%에서 93%로 높아졌다.", [("recovery_rate", 93, "exact")]),
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


def test_a_statement_in_a_tables_cell_is_a_claim_and_a_figure_is_not() -> None:
    page = Page(
        "| Claim | Energy efficiency |\n|---|---|\n"
        "| recovers more than 85% of the lithium | 90% |\n| melts at low heat | 70% |\n"
    )
    assert [f.get("value").number for f in extract(page)] == [85]


def test_a_change_of_a_market_and_what_a_law_wants_are_no_claims() -> None:
    for text in (
        "Dealers sold 4.2% more new-energy cars than in the same month of 2024.",
        "The EU wants 70% of the lithium in batteries to be recovered.",
    ):
        assert not extract(Page(text))
