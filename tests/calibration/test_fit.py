"""Made-up frames whose true chances are known: the fit finds them, also where it has not looked."""

from __future__ import annotations

import random

import pytest

from tests.calibration.fit import fit, outcomes, unseen
from tests.calibration.labelled import Judged
from tests.calibration.page import error, page


def frames(count: int, *, right: float) -> list[Judged]:
    """Frames that are right with the chance `right`, in the lead more often; values nine in ten."""
    chance = random.Random(11)
    made = []
    for number in range(count):
        lead = chance.random() < 0.5
        is_right = chance.random() < right + (0.15 if lead else -0.15)
        agreed = chance.random() < 0.9 if is_right else None
        evidence = {"in the lead": float(lead), "rule": 0.0}
        made.append(Judged(f"d{number % 40}", "plant", is_right, evidence, [("city", agreed)]))
    return made


@pytest.mark.parametrize("right", [0.3, 0.6, 0.8])
def test_what_is_said_is_what_is_right_in_documents_not_fitted_on(right: float) -> None:
    judged = unseen(frames(2000, right=right))
    assert len(judged) == 2000
    assert error(judged) < 0.04


def test_evidence_that_tells_right_from_wrong_is_weighed() -> None:
    scale = fit(frames(500, right=0.6))["plant"]
    assert scale.evidence["in the lead"] > 0.5
    assert "rule" not in scale.evidence
    assert scale.values["city"] == pytest.approx(0.9, abs=0.05)


def test_frames_that_were_all_right_are_not_held_for_certain() -> None:
    always = [frame._replace(is_right=True) for frame in frames(30, right=0.9)]
    scales = fit(always)
    assert all(outcome.confidence < 0.99 for outcome in outcomes(scales, always))


def test_the_page_tells_the_share_of_right_statements_for_each_confidence() -> None:
    made = frames(400, right=0.6)
    scales = fit(made)
    text = page(scales, documents=40, frames=400, tables={"Held-out folds": unseen(made)})
    assert "40 documents with\n400 facts" in text
    assert "| plant | 400 | 0.5" in text
