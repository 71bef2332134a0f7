"""Fit how sure the extractor may be, and say how far that holds: `make calibrate`.

    python -m tests.calibration.fit [FOLDER ...] [--check FOLDER ...] [--dry-run]

Each FOLDER holds labelled documents (docs/, gold/, ignore.json; default ../shared/eval/dev and
tests/labelled; the scorer is that of ../shared/eval). Writes `extraction/confidence.yaml` from all
of them, and `docs/confidence.md`: what was fitted, and how often statements are right by their
confidence, each document judged by a fit that has not seen it.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import yaml

from dagster_project.extraction.confidence import WEIGHTS, Scale, frame_confidence
from tests.calibration.labelled import SHARED, Judged, judged
from tests.calibration.page import page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "confidence.md"
FOLDS = 5
# How many made-up examples of the average pull a rare property's share towards it.
PRIOR = 8.0
# Strength of the pull of every weight towards nothing: a hundred frames bear few free weights.
RIDGE = 4.0

Floats = npt.NDArray[np.float64]


class Outcome(NamedTuple):
    """One judged statement: how sure the fit is of it, and whether it is right."""

    frame: str
    confidence: float
    is_right: bool


def fit(frames: Iterable[Judged]) -> dict[str, Scale]:
    """A scale for each kind of frame."""
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for frame in frames:
        by_kind[frame.frame].append(frame)
    return {kind: _fit_kind(found) for kind, found in sorted(by_kind.items())}


def _fit_kind(frames: Sequence[Judged]) -> Scale:
    names = sorted({name for frame in frames for name in frame.evidence})
    # Evidence that hardly varies says nothing.
    table = np.array([[frame.evidence[name] for name in names] for frame in frames])
    varied = (table.std(axis=0) > 0) & (
        (np.abs(table - np.median(table, axis=0)) > 1e-9).sum(axis=0) >= 5
    )
    names = [name for name, keep in zip(names, varied, strict=True) if keep]
    right = np.array([frame.is_right for frame in frames], dtype=float)
    weights = _logistic(table[:, varied], right)
    shares: dict[str, list[bool]] = defaultdict(list)
    for frame in frames:
        for name, agreed in frame.values:
            if agreed is not None:
                shares[name].append(agreed)
    everything = [agreed for told in shares.values() for agreed in told]
    average = (sum(everything) + 1) / (len(everything) + 2)
    values = {
        name: round((sum(told) + PRIOR * average) / (len(told) + PRIOR), 3)
        for name, told in sorted(shares.items())
    }
    evidence = {
        name: round(float(w), 2)
        for name, w in zip(names, weights[1:], strict=True)
        if abs(w) > 0.05
    }
    return Scale(round(float(weights[0]), 2), evidence, values, round(average, 3))


def _logistic(table: Floats, right: Floats) -> Floats:
    """Weights of a ridge logistic regression by Newton's method; the first is the base.

    Two made-up frames, one right and one wrong, keep the odds finite where all are right.
    """
    middle = table.mean(axis=0)
    centred = np.vstack([table - middle, np.zeros((2, table.shape[1]))])
    target = np.append(right, [1.0, 0.0])
    design = np.hstack([np.ones((len(centred), 1)), centred])
    pull = np.diag([0.0] + [RIDGE] * table.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (target - chance) - pull @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + pull
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    weights[0] -= middle @ weights[1:]
    return weights


def outcomes(scales: dict[str, Scale], frames: Iterable[Judged]) -> list[Outcome]:
    """Every statement that labels judge, with the confidence that a fit gives it."""
    found = []
    for frame in frames:
        scale = scales[frame.frame]
        whole = frame_confidence(scale, frame.evidence)
        for name, agreed in frame.values:
            # Of a wrong frame those properties count that are judged in a right one.
            if agreed is not None or (not frame.is_right and name in scale.values):
                sure = whole * scale.values.get(name, scale.other_values)
                found.append(Outcome(frame.frame, sure, bool(agreed)))
    return found


def unseen(frames: Sequence[Judged]) -> list[Outcome]:
    """Outcomes of every document by a fit on the folds without it."""
    found: list[Outcome] = []
    for fold in range(FOLDS):
        held = [f for f in frames if _fold(f.document) == fold]
        found += outcomes(fit(f for f in frames if _fold(f.document) != fold), held)
    return found


def _fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="labelled documents to fit on")
    parser.add_argument("--check", nargs="*", type=Path, default=[], help="others to judge it by")
    parser.add_argument("--dry-run", action="store_true", help="print the page, write nothing")
    arguments = parser.parse_args()
    folders = arguments.folders or [SHARED / "eval" / "dev", ROOT / "tests" / "labelled"]
    frames = [frame for folder in folders for frame in judged(folder)]
    scales = fit(frames)
    checks = {f"Others, {f.name}": outcomes(scales, judged(f)) for f in arguments.check}
    text = page(
        scales,
        documents=len({f.document for f in frames}),
        frames=len(frames),
        tables={"Held-out folds": unseen(frames), **checks},
    )
    print(text)
    if arguments.dry_run:
        return
    fitted = {kind: scale._asdict() for kind, scale in scales.items()}
    WEIGHTS.write_text(
        "# Written by `make calibrate`; docs/confidence.md says what it means.\n"
        + yaml.safe_dump(fitted, sort_keys=False, allow_unicode=True),
        "utf-8",
    )
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
