"""What a document says about a site: stage, cost, size, products."""

from __future__ import annotations

from dagster_project.extraction.model import Frame, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plant_money import areas_in, costs_in, own_cost
from dagster_project.extraction.plant_sites import Site
from dagster_project.extraction.plant_stages import ORDER, stage_in


def add_facts(page: Page, site: Site, frame: Frame) -> None:
    """Add the slots that sentences about a site state."""
    _add_stage(page, site, frame)
    _add_cost(page, site, frame)


def _add_stage(page: Page, site: Site, frame: Frame) -> None:
    stated = [
        (stage, m.sentence)
        for m in site.mentions
        if (stage := stage_in(page, m.sentence, m.start, m.end))
    ]
    for stage in ORDER:
        found = [s for value, s in stated if value == stage]
        if found:
            frame.add("stage", found[0], text=stage)
            return


def _add_cost(page: Page, site: Site, frame: Frame) -> None:
    for mention in site.mentions:
        cost = own_cost(page, mention.sentence, mention.start, mention.noun)
        if cost is None:
            costs = costs_in(page, mention.sentence)
            cost = costs[0] if costs else None
        if cost:
            _put(frame, "capex", mention.sentence, cost)
            return


def _put(frame: Frame, name: str, sentence: Sentence, quantity: Quantity) -> None:
    frame.add(
        name,
        sentence,
        number=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        start=quantity.start,
        end=quantity.end,
    )
