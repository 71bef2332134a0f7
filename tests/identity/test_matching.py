"""One thing is one row, and two things are two, on pairs a person has labelled."""

from __future__ import annotations

import pytest

from tests.identity.matching import PAIRS, Pair, evaluate, score


@pytest.fixture(scope="module", params=PAIRS)
def pairs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    return evaluate(tmp_path_factory.mktemp("identity"), PAIRS[request.param])


def test_there_are_enough_labelled_pairs_of_every_kind(pairs: list[Pair]) -> None:
    assert len(set(pairs)) == len(pairs) >= 150
    for kind in ("organization", "plant", "deal", "award"):
        labels = [pair.same for pair in pairs if pair.kind == kind]
        assert min(labels.count(True), labels.count(False)) >= 10


@pytest.mark.parametrize("kind", ["organization", "plant", "deal", "award"])
def test_the_matching_joins_what_is_one_and_nothing_else(pairs: list[Pair], kind: str) -> None:
    found = score([pair for pair in pairs if pair.kind == kind])
    assert found.precision >= 0.99, [p for p in pairs if p.kind == kind and p.joined > p.same]
    assert found.recall >= 0.9, [p for p in pairs if p.kind == kind and p.joined < p.same]
