"""The words of numbers, units, qualifiers and dates: data beside the code, one folder a language.

`vocabulary/<language>/grammar/<topic>.yaml` maps group -> value -> surfaces, or group -> surfaces.
They are tried only beside a number, so they are no part of the vocabulary scan. All languages hold
at once; where two disagree ("Billion"), the document's own language decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import yaml

from dagster_project.extraction.vocabulary import FOLDER

_WORD_END = r"(?![A-Za-zÀ-ɏ])"


class Lexicon:
    """Surfaces to look up at a position or before one, longest first, at word boundaries."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self.values: dict[str, str] = {}
        for surface, value in entries:
            self.values[surface] = value
        for surface in sorted(self.values):
            self.values.setdefault(surface.lower(), self.values[surface])
        self.heads = _lengths((s[0].lower(), len(s)) for s in self.values)
        self.tails = _lengths((s[-1].lower(), len(s)) for s in self.values)

    def at(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        """The value of the longest surface that starts at `start`, and where it ends."""
        if start >= end:
            return None
        for size in self.heads.get(text[start].lower(), ()):
            stop = start + size
            value = self._value(text[start:stop]) if stop <= end else None
            if value and (stop == len(text) or not joined(text[stop - 1], text[stop])):
                return value, stop
        return None

    def before(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        """The value of the longest surface that ends at `end`, and where it starts."""
        if start >= end:
            return None
        for size in self.tails.get(text[end - 1].lower(), ()):
            first = end - size
            value = self._value(text[first:end]) if first >= start else None
            if value and (first == 0 or not joined(text[first - 1], text[first])):
                return value, first
        return None

    def whole(self, word: str) -> bool:
        """Whether the whole of a word is one of the surfaces."""
        return self._value(word) is not None

    def _value(self, surface: str) -> str | None:
        found = self.values.get(surface)
        return found if found is not None else self.values.get(surface.lower())


def joined(left: str, right: str) -> bool:
    """Whether two neighbours are letters of one word; scripts without spaces never join."""
    return left < "\u2e80" and right < "\u2e80" and left.isalpha() and right.isalnum()


def lexicon(topic: str, group: str, language: str) -> Lexicon:
    """The surfaces of one group, of all languages, the given one winning."""
    return Lexicon(entries(topic, group, language))


def entries(topic: str, group: str, language: str) -> list[tuple[str, str]]:
    """Surface and value pairs of one group; a plain list of surfaces has its name as the value."""
    pairs = []
    for _, data in sorted(_load(topic).items(), key=lambda item: item[0] == language):
        values = data.get(group) or {}
        if isinstance(values, list):
            values = {group: values}
        pairs += [(str(s), str(value)) for value, surfaces in values.items() for s in surfaces]
    return pairs


def pattern(surfaces: Iterable[str]) -> str:
    """An alternation over the surfaces, longest first, bounded where letters are written apart."""
    ordered = sorted(set(surfaces), key=lambda s: (-len(s), s))
    return "|".join(_bounded(s) for s in ordered) or "(?!)"


def _bounded(surface: str) -> str:
    """One surface as a pattern; a trailing `*` lets its last word go on."""
    if surface.endswith("*"):
        return _bounded(surface[:-1]).removesuffix(_WORD_END) + r"[^\W\d_]*"
    left = r"(?<![A-Za-zÀ-ɏ])" if surface[0].isalpha() and surface[0] < "\u2e80" else ""
    right = _WORD_END if surface[-1].isalpha() and surface[-1] < "\u2e80" else ""
    return left + re.escape(surface).replace(r"\ ", r"\s+") + right


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for letter, size in pairs:
        found.setdefault(letter, set()).add(size)
    return {letter: sorted(sizes, reverse=True) for letter, sizes in found.items()}


@cache
def _load(topic: str) -> dict[str, dict[str, Any]]:
    """One topic's data by language."""
    paths = sorted(FOLDER.glob(f"*/grammar/{topic}.yaml"))
    return {
        p.parent.parent.name: yaml.load(p.read_bytes(), Loader=yaml.CSafeLoader) or {}
        for p in paths
    }
