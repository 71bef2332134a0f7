"""Whether a document is about batteries at all: the gate before any real work.

Most of what a news feed carries is not. A small scan decides, so that the full vocabulary runs
only where facts can be.
"""

from __future__ import annotations

from functools import cache

import ahocorasick_rs
import yaml

from dagster_project.extraction.vocabulary import FOLDER, joined, lower

# A single passing mention ("batteries not included") is no battery document; a title is.
ENOUGH = 3


@cache
def _field() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[int, bool, bool]]]:
    weights: dict[str, tuple[int, bool, bool]] = {}
    for path in sorted(FOLDER.glob("*/field.yaml")):
        for weight, surfaces in yaml.load(path.read_bytes(), yaml.CSafeLoader)["field"].items():
            for surface in surfaces:
                word = lower(surface.strip("*"))
                weights[word] = (int(weight), surface[0] == "*", surface[-1] == "*")
    words = sorted(weights)
    scan = ahocorasick_rs.AhoCorasick(
        words,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return scan, [weights[w] for w in words]


def is_relevant(lowered: str) -> bool:
    """Whether a lowered text speaks of the battery chain often enough to be read."""
    return _weight(lowered, ENOUGH) >= ENOUGH


def density(lowered: str) -> float:
    """The weight of the field's terms in 1,000 characters: a passing mention weighs little."""
    return 1000 * _weight(lowered, len(lowered)) / max(len(lowered), 1)


def _weight(lowered: str, enough: int) -> int:
    """The weight of the field's terms in a text, counted until it is enough.

    Each term of `vocabulary/*/field.yaml` carries a weight: 3 for what only this field says
    (black mass), 1 for what others say too (nickel).
    """
    scan, weights = _field()
    size, score = len(lowered), 0
    for index, start, end in scan.find_matches_as_indexes(lowered):
        weight, free_start, free_end = weights[index]
        if start and not free_start and joined(lowered[start - 1], lowered[start]):
            continue
        if end < size and not free_end and joined(lowered[end - 1], lowered[end]):
            continue
        score += weight
        if score >= enough:
            break
    return score
