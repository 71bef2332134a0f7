"""What a plant costs and how large it is: the role of a sum and of an area."""

from __future__ import annotations

from dagster_project.extraction.model import Hit, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.words import clause

# Nearer words decide what a sum is for; a sum among a noun's own words is its cost.
_NEAR = 45


def costs_in(page: Page, sentence: Sentence) -> list[Quantity]:
    """Sums of money in a sentence that are the cost of a project, not a grant, loan or price."""
    if not page.hits_in(sentence, "capex"):
        return []
    sums = [q for q in page.quantities_in(sentence) if q.kind == "money"]
    return [q for q in sums if _is_cost(page, sentence, q)]


def own_cost(page: Page, sentence: Sentence, start: int, noun: int) -> Quantity | None:
    """A sum among the words of a noun: "its $1 billion facility"."""
    return next(
        (
            q
            for q in page.quantities_in(sentence)
            if q.kind == "money"
            and start <= q.start
            and q.end <= noun
            and "|" not in page.text[q.end : noun]
        ),
        None,
    )


def areas_in(page: Page, sentence: Sentence) -> list[Quantity]:
    """Areas in a sentence that are floor, not land."""
    areas = [q for q in page.quantities_in(sentence) if q.kind == "area"]
    land = page.hits_in(sentence, "facility_land") if areas else []
    return [q for q in areas if q.unit in ("sq_ft", "m2") and not _is_land(q, land)]


def _is_land(area: Quantity, land: list[Hit]) -> bool:
    return any(0 <= h.start - area.end < 12 or 0 <= area.start - h.end < 12 for h in land)


def _is_cost(page: Page, sentence: Sentence, money: Quantity) -> bool:
    first, last = clause(page.text, sentence.start, sentence.end, money.start)
    costs = page.hits_in(sentence, "capex")
    others = page.hits_in(sentence, "not_capex")
    if not any(first <= h.start < last for h in (*costs, *others)):
        first, last = sentence.start, sentence.end
    sure = _gap([h for h in costs if h.value == "cost"], money, first, last)
    weak = _gap([h for h in costs if h.value != "cost"], money, first, last)
    other = _gap(others, money, first, last)
    return (sure < _NEAR and sure <= other) or (weak < _NEAR and other > _NEAR)


def _gap(hits: list[Hit], money: Quantity, first: int, last: int) -> int:
    gaps = [
        max(h.start - money.end, money.start - h.end, 0) for h in hits if first <= h.start < last
    ]
    return min(gaps, default=10_000)
