"""The page `docs/confidence.md`, from what was fitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Protocol

from dagster_project.extraction.confidence import Scale

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)

INTRODUCTION = """# How sure a statement is

This page is written by `make calibrate`; the weights stand in
`dagster_project/extraction/confidence.yaml`.

`confidence` is the chance that a statement is right: that the text does tell the fact, and that
this value of it is read correctly. It is the product of two numbers, both fitted on labelled
documents: a logistic regression on readable evidence for the kind of fact, and the share of values
of the property that were right where the fact was. The fit rests on {documents} documents with
{frames} facts read.

Marts take statements from `min_confidence` on (`dbt/dbt_project.yml`); the others stay in
`marts.statements`. What lies below `review_below` is asked of a person by `make review`. Kinds of
fact that no label judges (`person_role`, `headcount`) keep the confidence of their rule.

## Is it so?

Each document of the held-out folds was judged by a fit that has not seen it. A value counts as
wrong when its fact is. Error is the difference of said and right in each row of the table, the rows
weighted by their statements. The rules were written with part of these documents in view: text that
nobody has read yet is read somewhat worse, so that its statements are less sure than they say.
"""


class Outcome(Protocol):
    """A judged statement."""

    @property
    def frame(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def is_right(self) -> bool: ...


def page(
    scales: Mapping[str, Scale],
    documents: int,
    frames: int,
    tables: Mapping[str, Sequence[Outcome]],
) -> str:
    """The page as Markdown; `tables` are the outcomes of each set of documents, by its name."""
    parts = [INTRODUCTION.format(documents=documents, frames=frames)]
    for name, outcomes in tables.items():
        parts.append(f"### {name}: {len(outcomes)} statements, error {error(outcomes):.3f}\n")
        parts.append(_reliability(outcomes))
        parts.append(_kinds(outcomes))
    parts.append("## What speaks for a fact\n")
    parts.append("Log odds added to the base; `rule` multiplies those of the rule's own guess.\n")
    for kind, scale in scales.items():
        weighed = sorted(scale.evidence.items(), key=lambda item: -abs(item[1]))
        told = ", ".join(f"{name} {weight:+.2f}" for name, weight in weighed)
        parts.append(f"- **{kind}**: base {scale.base:+.2f}; {told}")
    parts.append("\n## How often a value is right where its fact is\n")
    for kind, scale in scales.items():
        shares = sorted(scale.values.items(), key=lambda item: item[1])
        told = ", ".join(f"{name} {share:.2f}" for name, share in shares)
        parts.append(f"- **{kind}**: {told}; any other {scale.other_values:.2f}")
    return "\n".join(parts) + "\n"


def error(outcomes: Sequence[Outcome]) -> float:
    """Expected calibration error over the bins of `EDGES`."""
    total = sum(
        abs(sum(o.confidence for o in held) - sum(o.is_right for o in held))
        for _, held in _bins(outcomes)
    )
    return total / max(1, len(outcomes))


def _bins(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    bins = [
        (f"{low:.2f} to {high:.2f}", [o for o in outcomes if low <= o.confidence < high])
        for low, high in pairwise(EDGES)
    ]
    return [(name, held) for name, held in bins if held]


def _reliability(outcomes: Sequence[Outcome]) -> str:
    return _table("confidence", _bins(outcomes))


def _kinds(outcomes: Sequence[Outcome]) -> str:
    kinds = sorted({o.frame for o in outcomes})
    return _table("kind", [(kind, [o for o in outcomes if o.frame == kind]) for kind in kinds])


def _table(first: str, groups: Iterable[tuple[str, list[Outcome]]]) -> str:
    rows = [
        f"| {name} | {len(held)} | {fmean(o.confidence for o in held):.2f}"
        f" | {fmean(o.is_right for o in held):.2f} |"
        for name, held in groups
    ]
    return "\n".join([f"| {first} | statements | said | right |", "|---|---|---|---|", *rows, ""])
