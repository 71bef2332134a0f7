"""The five documents that the project restates: what is found in them, and that both agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.conftest import SHARED, Run

# What a fact says, by names rather than by ids. Dates are compared apart: where only front matter
# dates a document, its copy without front matter has none. Which of two stated qualifiers is
# believed follows from those dates, so all that were stated are compared.
FACTS = {
    "deals": """
        SELECT deal_type, status, binding, value_amount, value_currency, value_qualifier, parties
        FROM marts.fct_deals
        LEFT JOIN (
            SELECT deal_id, list(name || ': ' || role ORDER BY name, role) AS parties
            FROM marts.bridge_deal_parties
            JOIN marts.dim_organizations USING (organization_id)
            GROUP BY deal_id
        ) USING (deal_id)
    """,
    "plants": """
        SELECT name, city, region, country, stage, capex_amount, qualifiers,
            round(floor_area_m2), products
        FROM marts.dim_plants
        LEFT JOIN (
            SELECT fact_id AS plant_id, list(DISTINCT qualifier ORDER BY qualifier) AS qualifiers
            FROM marts.bridge_fact_evidence JOIN marts.statements USING (statement_id)
            WHERE property = 'capex'
            GROUP BY fact_id
        ) USING (plant_id)
    """,
    "capacities": """
        SELECT side, material_id, value, unit, basis, kind, qualifier, by_year
        FROM marts.fct_capacities
    """,
    "grant_changes": """
        SELECT action, amount, changes.currency, amount_delta, program
        FROM marts.fct_grant_changes AS changes JOIN marts.dim_awards USING (award_id)
    """,
    "market_figures": """
        SELECT indicators.name, indicators.geography, period_start, period_end, value,
            figures.unit, change_pct, change_basis
        FROM marts.fct_market_figures AS figures
        JOIN marts.dim_indicators AS indicators USING (indicator_id)
        WHERE document_id IS NOT NULL
    """,
    "process_claims": """
        SELECT metric, value, unit, qualifier FROM marts.fct_process_claims
    """,
}


def facts(run: Run, kind: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(map(str, row)) for row in run.rows(FACTS[kind]))


@pytest.mark.parametrize("kind", FACTS)
def test_restated_documents_say_the_same(restated: Run, originals: Run, kind: str) -> None:
    ours, theirs = facts(restated, kind), facts(originals, kind)
    assert ours == theirs, f"only restated: {ours - theirs}\nonly original: {theirs - ours}"


@pytest.fixture(scope="session")
def score(originals: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    totals = tmp_path_factory.mktemp("score") / "totals.json"
    evaluation = SHARED / "eval"
    arguments: list[str | Path] = [
        *("--db", originals.published, "--gold", evaluation / "seeds_gold"),
        *("--ignore", evaluation / "seeds_ignore.json", "--json", totals),
    ]
    subprocess.run([sys.executable, evaluation / "score.py", *arguments], check=True)
    scored: dict[str, Any] = json.loads(totals.read_text())
    return scored


def test_nearly_every_labelled_fact_is_found_and_little_else(score: dict[str, Any]) -> None:
    assert score["micro_f1"] >= 0.95, score


def test_nearly_every_field_of_a_found_fact_is_right(score: dict[str, Any]) -> None:
    assert score["fields"] >= 0.92, score
