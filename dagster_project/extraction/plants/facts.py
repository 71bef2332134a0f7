"""What a document says about each site: stage, cost, size."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.extraction.model import Frame, Quantity, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention
from dagster_project.extraction.plants.money import areas_in, costs_in, own_cost
from dagster_project.extraction.plants.products import products_of
from dagster_project.extraction.plants.sites import Site
from dagster_project.extraction.plants.stages import stages_in
from dagster_project.extraction.plants.standing import add_stage

_GENERIC = frozenset(
    {"battery_materials", "metals", "batteries", "battery_metals", "critical_minerals"}
)


class Facts:
    """What each mention of a page states, read sentence by sentence."""

    def __init__(self, page: Page, mentions: Sequence[Mention]) -> None:
        self.page = page
        self._mentions: dict[Sentence, list[Mention]] = {}
        self.stages: dict[int, set[str]] = {}
        self.costs: dict[int, Quantity] = {}
        self.areas: dict[int, Quantity] = {}
        for mention in mentions:
            self._mentions.setdefault(mention.sentence, []).append(mention)
        for sentence, found in self._mentions.items():
            for mention, stages in zip(found, stages_in(page, sentence, found), strict=True):
                self.stages[id(mention)] = stages
            for mention in found:
                cost = own_cost(page, sentence, mention.start, mention.noun)
                if cost:
                    self.costs[id(mention)] = cost
            self._share(self.costs, costs_in(page, sentence), found)
            self._share(self.areas, areas_in(page, sentence), found)

    def _share(
        self, known: dict[int, Quantity], quantities: list[Quantity], found: list[Mention]
    ) -> None:
        """Give each quantity to the mention it is nearest to."""
        taken = {q.start for q in known.values()}
        for quantity in quantities:
            if quantity.start in taken:
                continue
            best = min(
                found,
                key=lambda m: max(m.noun - quantity.end, quantity.start - _reach(m), 0),
            )
            known.setdefault(id(best), quantity)

    def add(self, site: Site, frame: Frame) -> None:
        """Add the slots that mentions of a site state."""
        add_stage(self.page, site, frame, self.stages, self.costs)
        self._add_products(site, frame)
        for name, values in (("capex", self.costs), ("floor_area", self.areas)):
            for mention in site.mentions:
                value = values.get(id(mention))
                if value and mention.sentence.kind != "heading":
                    _put(frame, name, mention.sentence, value)
                    break

    def _add_products(self, site: Site, frame: Frame) -> None:
        """What is made at a site; a generic word only where nothing better is said."""
        owners = frame.texts("operator")
        found = [
            product
            for mention in site.mentions
            for product in products_of(
                self.page, mention, site.type, owners, self._mentions[mention.sentence]
            )
        ]
        if site.type == "cell_factory" and not found:
            frame.add("product", site.mentions[0].sentence, text="battery_cells")
        exact = {p.material for p in found} - _GENERIC
        dropped = {p.material for p in found if p.dropped}
        for product in found:
            if product.material in _GENERIC and exact:
                continue
            if product.material in dropped and not product.dropped:
                continue
            name = "product_dropped" if product.dropped else "product"
            if product.material not in frame.texts(name):
                frame.add(
                    name,
                    product.sentence,
                    text=product.material,
                    start=product.start,
                    end=product.end,
                )


def _reach(mention: Mention) -> int:
    return max(mention.end, mention.place.end if mention.place else 0)


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
