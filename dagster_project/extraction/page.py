"""A document as the frames see it: sentences, vocabulary hits, mentions found when asked for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dagster_project.extraction.model import (
    Date,
    Frame,
    Hit,
    Organisation,
    Place,
    Quantity,
    Sentence,
)
from dagster_project.extraction.organisations.finding import Organisations, find_organisations
from dagster_project.extraction.places.finding import find_places
from dagster_project.extraction.sentences import split_sentences
from dagster_project.extraction.values.dates import find_dates_in
from dagster_project.extraction.values.quantities import find_quantities
from dagster_project.extraction.vocabulary import lower, vocabulary


@dataclass(eq=False)
class Page:
    """One document. Mentions are found per sentence, once, and only where a frame asks.

    `published` is the publication date as far as known; `suppressed` are spans to skip.
    """

    text: str
    language: str = "en"
    title: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    published_precision: str = "unknown"
    suppressed: Sequence[tuple[int, int]] = ()
    plants: list[Frame] = field(default_factory=list)
    _hits: dict[Sentence, tuple[list[Hit], set[str]]] = field(default_factory=dict)
    _quantities: dict[Sentence, list[Quantity]] = field(default_factory=dict)
    _dates: dict[Sentence, list[Date]] = field(default_factory=dict)
    _places: dict[Sentence, list[Place]] = field(default_factory=dict)
    _named: dict[Sentence, list[Organisation]] = field(default_factory=dict)

    @cached_property
    def lowered(self) -> str:
        """The text in lower case, of the same length."""
        return lower(self.text)

    @cached_property
    def hits(self) -> list[Hit]:
        """All vocabulary hits, in order."""
        return vocabulary().find(self.lowered, self.language)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences that are no boilerplate, in order."""
        found = split_sentences(self.text)
        return [s for s in found if not any(a <= s.start < b for a, b in self.suppressed)]

    @cached_property
    def organisations(self) -> Organisations:
        """The organisations of the document and who is meant where."""
        return find_organisations(self)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where the hits of each kind begin."""
        starts: dict[str, list[int]] = {}
        for hit in self.hits:
            starts.setdefault(hit.kind, []).append(hit.start)
        return starts

    def hits_in(self, sentence: Sentence, *kinds: str) -> list[Hit]:
        """Hits inside a sentence, of the given kinds (all kinds when none is given)."""
        found = self._hits.get(sentence)
        if found is None:
            first = bisect_left(self.hits, (sentence.start,))
            last = bisect_left(self.hits, (sentence.end,), first)
            inside = [hit for hit in self.hits[first:last] if hit.end <= sentence.end]
            found = self._hits[sentence] = (inside, {hit.kind for hit in inside})
        if not kinds:
            return list(found[0])
        if found[1].isdisjoint(kinds):
            return []
        return [hit for hit in found[0] if hit.kind in kinds]

    def sentences_with(self, kinds: Iterable[str]) -> list[Sentence]:
        """Sentences that contain a hit of one of the kinds."""
        starts = sorted(start for kind in set(kinds) for start in self._starts.get(kind, ()))
        return [
            s
            for s in self.sentences
            if (i := bisect_left(starts, s.start)) < len(starts) and starts[i] < s.end
        ]

    def sentence_text(self, sentence: Sentence) -> str:
        """The words of a sentence."""
        return self.text[sentence.start : sentence.end]

    def quantities_in(self, sentence: Sentence) -> list[Quantity]:
        """Numbers with units inside a sentence."""
        if sentence not in self._quantities:
            self._quantities[sentence] = find_quantities(
                self.text, sentence.start, sentence.end, self.language
            )
        return self._quantities[sentence]

    def dates_in(self, sentence: Sentence) -> list[Date]:
        """Dates inside a sentence, relative ones resolved against the publication date."""
        if sentence not in self._dates:
            self._dates[sentence] = find_dates_in(
                self.text,
                sentence.start,
                sentence.end,
                self.published,
                self.published_precision,
            )
        return self._dates[sentence]

    def places_in(self, sentence: Sentence) -> list[Place]:
        """Places inside a sentence that are no part of an organisation's name."""
        if sentence not in self._places:
            found = find_places(self.text, sentence.start, sentence.end)
            named = self.organisations.names_between(sentence.start, sentence.end) if found else []
            self._places[sentence] = [
                p for p in found if not any(o.start <= p.start and p.end <= o.end for o in named)
            ]
        return self._places[sentence]

    def organisations_in(self, sentence: Sentence) -> list[Organisation]:
        """Organisations named inside a sentence, in order ("the company" resolved too)."""
        if sentence not in self._named:
            self._named[sentence] = self.organisations.within(sentence)
        return [*self._named[sentence]]

    def names_plant(self, start: int, end: int) -> bool:
        """Whether a name is the first words of a plant's: "the A Processing Facility"."""
        names = (name for plant in self.plants for name in plant.texts("name"))
        return any(len(name) > end - start and self.text.startswith(name, start) for name in names)
