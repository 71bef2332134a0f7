"""The cookbook's queries run as printed and give the answers printed below them."""

from __future__ import annotations

from tests.pipeline.conftest import Run
from tests.pipeline.cookbook import COOKBOOK, RECIPE, answered


def test_every_answer_in_the_cookbook_is_what_the_query_gives(restated: Run) -> None:
    page = COOKBOOK.read_text()
    assert answered(page, restated.published) == page, "run `make run`, then `make cookbook`"


def test_there_is_a_query_for_each_of_the_fifteen_questions() -> None:
    questions = COOKBOOK.read_text().split("\n## ")[1:]
    assert [q.split(".")[0] for q in questions[:15]] == [str(n) for n in range(1, 16)]
    assert [q.splitlines()[0] for q in questions if not RECIPE.search(q)] == []
