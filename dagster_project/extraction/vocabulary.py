"""The vocabulary: words and phrases of the field, as data, found in one scan.

`vocabulary/<language>/<topic>.yaml` maps kind -> value -> list of surfaces. A surface is matched
without regard to case and at word boundaries; a trailing `*` lets the word go on (`acquir*`
matches "acquired"), a leading `*` lets it begin earlier (compound words). A language is a folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ahocorasick_rs
import yaml

from dagster_project.extraction.model import Hit

FOLDER = Path(__file__).parent / "vocabulary"
EVERYWHERE = ("en", "ja", "ko", "zh")


class Vocabulary:
    """All surfaces of all languages in one automaton."""

    def __init__(self, folder: Path = FOLDER) -> None:
        entries: dict[str, set[tuple[str, str, bool, bool, str]]] = {}
        for path in sorted(folder.glob("*/*.yaml")):
            for kind, values in (yaml.load(path.read_bytes(), yaml.CSafeLoader) or {}).items():
                for value, surfaces in values.items():
                    for surface in surfaces:
                        word = lower(str(surface).strip("*"))
                        free = surface[0] == "*", surface[-1] == "*"
                        entry = (kind, str(value), *free, path.parent.name)
                        entries.setdefault(word, set()).add(entry)
        self.words = sorted(entries)
        self.entries = [sorted(entries[word]) for word in self.words]
        self.spoken: dict[str, list[list[tuple[str, str, bool, bool, str]]]] = {}
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.words, matchkind=ahocorasick_rs.MatchKind.Standard
        )

    def find(self, lowered: str, language: str = "en") -> list[Hit]:
        """All hits in a lowered text in order; one inside a longer one of its kind is dropped.

        Words of a language in Latin script count only in texts of that language (a German "still"
        is no English one); English words, and those of eastern scripts, count everywhere.
        """
        spoken = self._spoken(language)
        hits: list[Hit] = []
        size = len(lowered)
        for index, start, end in self.automaton.find_matches_as_indexes(lowered, overlapping=True):
            entries = spoken[index]
            if not entries:
                continue
            opens = start == 0 or not joined(lowered[start - 1], lowered[start])
            closes = end == size or not joined(lowered[end - 1], lowered[end])
            for kind, value, free_start, free_end, _ in entries:
                if (opens or free_start) and (closes or free_end):
                    hits.append(Hit(start, end, kind, value))
        return _longest(hits)

    def _spoken(self, language: str) -> list[list[tuple[str, str, bool, bool, str]]]:
        """The entries that hold in texts of one language."""
        if language not in self.spoken:
            tongues = {language, *EVERYWHERE}
            kept = [[e for e in entries if e[4] in tongues] for entries in self.entries]
            self.spoken[language] = kept
        return self.spoken[language]


def lower(text: str) -> str:
    """Lower case of the same length, so that positions hold (İ lowers to two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def joined(left: str, right: str) -> bool:
    """Whether two neighbours are parts of one word; scripts without spaces never join."""
    return left < "\u2e80" and right < "\u2e80" and left.isalnum() and right.isalnum()


def _longest(hits: list[Hit]) -> list[Hit]:
    hits.sort(key=lambda h: (h.start, -h.end, h.kind, h.value))
    kept: list[Hit] = []
    reach: dict[str, tuple[int, int]] = {}
    for hit in hits:
        start, end = reach.get(hit.kind, (-1, -1))
        if hit.end < end or (hit.end == end and hit.start > start):
            continue
        reach[hit.kind] = (hit.start, hit.end)
        kept.append(hit)
    return kept


@cache
def vocabulary() -> Vocabulary:
    """The project's vocabulary, loaded once per process."""
    return Vocabulary()
