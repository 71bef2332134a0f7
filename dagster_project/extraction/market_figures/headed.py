"""A share told before its name: "**87%.** China's share of the world's cells in 2024"."""

from __future__ import annotations

from bisect import bisect_left

from dagster_project.extraction.market_figures.line import Line
from dagster_project.extraction.market_figures.periods import period_of
from dagster_project.extraction.market_figures.scene import Figure, Memory, regions_in
from dagster_project.extraction.model import Quantity

# How long a sentence may be that holds no more than a percentage, in characters.
_LONGEST = 40
_SHARES = ("share", "penetration")


def told_before(line: Line, memory: Memory) -> list[Figure]:
    """The percentage alone in the sentence before, where this one only names a share."""
    named = next((m for m in line.measures if m.name in _SHARES), None)
    value = percent_alone(line) if named and line.subjects else None
    if named is None or value is None:
        return []
    regions = [r.name for r in regions_in(line) if r.name != "World"]
    owner = regions[0] if regions and line.subjects[0].start > named.start else None
    subject = line.subjects[0].name
    region = regions[-1] if regions else memory.region
    period = period_of(line, value, memory.known(line))
    return [Figure(line, named.name, subject, None, owner, region, value, period)]


def percent_alone(line: Line) -> Quantity | None:
    """The percentage that is all the sentence before holds."""
    page, here = line.page, line.sentence
    at = bisect_left(page.sentences, here)
    before = page.sentences[at - 1] if at else None
    if before is None or before.line != here.line or before.end - before.start > _LONGEST:
        return None
    found = [q for q in page.quantities_in(before) if q.unit is not None]
    about = page.hits_in(before, "market_subject", "material", "market_measure")
    return found[0] if len(found) == 1 and found[0].unit == "%" and not about else None
