"""From a fact to its sentences, what disagreed, and the rule that decided, in one step."""

from __future__ import annotations

import pytest

from dagster_project.publishing.explain import UnknownFactError, explain
from tests.pipeline.conftest import Run


def test_a_disputed_value_is_told_with_both_sides_and_the_rule(restated: Run) -> None:
    ((plant,),) = restated.rows("SELECT plant_id FROM marts.dim_plants WHERE name = 'Apex 1'")
    told = explain(restated.published, plant[:8])
    assert f"marts.dim_plants  {plant}" in told
    _, _, capex = told.partition("capex   (qualifier lost; decided by: later report)\n")
    believed, overruled = capex.splitlines()[:2]
    assert believed.split() == ["believed", "1,000,000,000", "USD", "[1][2]"]
    assert overruled.split()[:6] == ["overruled", "up", "to", "1,000,000,000", "USD", "[3]"]
    assert "… [Canary Media reports" in told
    assert "Worcester Business Journal, 2024-05\n" in told


def test_a_fact_of_every_kind_can_be_explained(restated: Run) -> None:
    facts = restated.rows(
        "SELECT min(fact_id) FROM marts.bridge_fact_evidence GROUP BY fact_table"
        " UNION SELECT grant_change_id FROM marts.fct_grant_changes WHERE is_inferred"
    )
    assert len(facts) > 8
    for (fact,) in facts:
        assert "\n[1] " in explain(restated.published, fact), fact


def test_a_figure_of_a_data_set_says_that_no_sentence_stands_behind_it(restated: Run) -> None:
    ((figure,), *_) = restated.rows(
        "SELECT market_figure_id FROM marts.fct_market_figures WHERE document_id IS NULL"
    )
    assert "No sentence stands behind it" in explain(restated.published, figure)


@pytest.mark.parametrize(
    ("wanted", "told"), [("zzzz", "has the id 'zzzz'"), ("a", "at least 4 characters")]
)
def test_an_id_that_is_none_is_told_in_words(restated: Run, wanted: str, told: str) -> None:
    with pytest.raises(UnknownFactError, match=told):
        explain(restated.published, wanted)
