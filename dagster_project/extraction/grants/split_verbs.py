"""Verbs whose particle stands at the end of the clause: "Das Land stockt die Hilfe ... auf"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dagster_project.extraction.model import Hit


def whole_verbs(text: str, end: int, stems: Iterable[Hit]) -> Iterator[Hit]:
    """The action of each stem whose particle follows before `end`; "increased auf" names both."""
    for stem in stems:
        action, particle = stem.value.split()
        if _particle(particle).search(text, stem.end, end):
            yield stem._replace(kind="grant_action", value=action)


@cache
def _particle(particle: str) -> re.Pattern[str]:
    return re.compile(rf"\b{particle}(?=\s*(?:[.,;:!?)–—]|und\b|$))")
