"""The organisations of a document: who is named where, and whom "the company" means.

Three sources: reviewed names (`dbt/seeds`), capitalised phrases with enough evidence
(`organisation_candidates`), context in eastern scripts (`organisation_eastern`). A short form gets
the name of its fullest form in the document; reviewed aliases get the reviewed English name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from dagster_project.extraction.model import Organisation, Sentence
from dagster_project.extraction.organisations.candidates import ENOUGH, definition, find_candidates
from dagster_project.extraction.organisations.eastern import find_eastern
from dagster_project.extraction.organisations.glosses import find_glosses
from dagster_project.extraction.organisations.governments import find_governments
from dagster_project.extraction.organisations.names import (
    Kind,
    Known,
    find_known,
    government,
    without_legal_form,
    words,
)
from dagster_project.extraction.organisations.reference import Reference
from dagster_project.extraction.organisations.sections import Topics
from dagster_project.extraction.organisations.votes import Candidate

if TYPE_CHECKING:
    from dagster_project.extraction.page import Page


class Organisations:
    """Mentions of organisations in one document, and who is meant where no name stands."""

    def __init__(
        self, page: Page, named: list[Organisation], reference: Reference, topics: Topics
    ) -> None:
        self._page = page
        self.named = named
        self._starts = [m.start for m in named]
        self._reference = reference
        self._topics = topics

    def within(self, sentence: Sentence) -> list[Organisation]:
        """Mentions inside a sentence in order, "the company" and the like resolved."""
        named = self.names_between(sentence.start, sentence.end)
        spans = [(m.start, m.end) for m in named]
        meant = [
            m
            for m in self._reference.between(sentence.start, sentence.end)
            if not any(a < m.end and m.start < b for a, b in spans)
        ]
        return sorted({*named, *meant})

    def names_between(self, start: int, end: int) -> list[Organisation]:
        """Mentions by name that lie inside a span."""
        first = bisect_left(self._starts, start)
        last = bisect_right(self._starts, end)
        return [m for m in self.named[first:last] if m.end <= end]

    def subject_at(self, position: int) -> str | None:
        """The company the text is about at a position: the subject of its sentence, or earlier."""
        return self._reference.subject_at(position)

    def topic_at(self, position: int) -> str | None:
        """The subject of a paragraph up to a position; the text's company where it has none."""
        return self._reference.topic_at(position)

    def company_of(self, sentence: Sentence) -> str | None:
        """The company a sentence is about."""
        return self._reference.subject_at(sentence.end)

    def main_at(self, position: int) -> str | None:
        """The company the text around a position is about.

        That of an item or a headed section; else the document's own: "About X", else its first
        subject, else the most named.
        """
        return self._topics.main_at(position)

    def section_at(self, position: int) -> str | None:
        """The company of the item or headed section a position stands in, if that has its own."""
        section = self._topics.section_at(position)
        return section.company if section else None

    def kind_of(self, name: str) -> str:
        """`company` or `government`."""
        return next((m.kind for m in self.named if m.name == name), "company")


def find_organisations(page: Page) -> Organisations:
    """Read all names of a document once."""
    known = find_known(page.text, genitive=page.language == "de")
    taken = [(k.start, k.end) for k in known]
    evidence = find_candidates(page, taken)
    names = _full_names(evidence.candidates, evidence.defined, known)
    named: list[Organisation] = []
    described: dict[str, set[str]] = {}
    about: list[str] = []
    for candidate in evidence.candidates.values():
        for start, end in candidate.spans:
            inside = [k for k in known if start <= k.start and k.end <= end]
            if not inside and any(k.start <= start and end <= k.end for k in known):
                continue
            name = _name_of(candidate, names, inside)
            if name is None:
                if candidate.person:
                    known = [k for k in known if k not in inside or k.name in names]
                continue
            named.append(Organisation(start, end, name, _kind(name, known)))
            described.setdefault(name, set()).update(candidate.described)
            if candidate.about and name not in about:
                about.append(name)
    covered = sorted((m.start, m.end) for m in named)
    governments = find_governments(page)
    glosses = sorted(find_glosses(page.text), key=_longest_first)
    eastern = sorted(find_eastern(page.text), key=_longest_first)
    for entry in [*known, *governments, *glosses, *eastern]:
        if not _overlaps(covered, entry.start, entry.end):
            named.append(Organisation(entry.start, entry.end, entry.name, entry.kind))
            covered = sorted([*covered, (entry.start, entry.end)])
    named.sort()
    defined = {s: names.get(n, n) for s, n in evidence.defined.items()}
    for entry in known:
        if short := definition(page.text, entry.end):
            defined.setdefault(short, entry.name)
    companies = [m for m in named if m.kind == "company" and not _is_suppressed(page, m)]
    topics = Topics(page.text, page.sentences, companies, about)
    reference = Reference(page, named, described, topics, defined)
    return Organisations(page, named, reference, topics)


def _is_suppressed(page: Page, mention: Organisation) -> bool:
    return any(start <= mention.start < end for start, end in page.suppressed)


def _longest_first(entry: Known) -> tuple[int, int]:
    return entry.start - entry.end, entry.start


def _overlaps(covered: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(covered, (end,))
    return index > 0 and covered[index - 1][1] > start


def _kind(name: str, known: list[Known]) -> Kind:
    reviewed = next((k.kind for k in known if k.name == name), None)
    return reviewed or ("government" if government(name) else "company")


def _name_of(candidate: Candidate, names: dict[str, str], inside: list[Known]) -> str | None:
    """The organisation a phrase names, or None."""
    if inside:
        whole = max(inside, key=lambda k: k.end - k.start)
        rest = set(candidate.name.replace(whole.name, "").casefold().split())
        covered = len(candidate.name) - (whole.end - whole.start)
        extra = rest - words().nothing - words().legal - {"of", "the"}
        if covered <= 1 or not extra or candidate.votes < ENOUGH + 1:
            return None
        return without_legal_form(candidate.name)
    return names.get(candidate.name)


def _full_names(
    candidates: dict[str, Candidate], defined: dict[str, str], known: list[Known]
) -> dict[str, str]:
    """Each accepted phrase -> the fullest form it stands for."""
    sure = {c.name for c in candidates.values() if c.votes >= ENOUGH}
    reviewed = {k.name for k in known}
    names: dict[str, str] = {}
    longer: dict[str, set[str]] = {}
    for name in sure | reviewed:
        parts = name.split()
        for size in range(1, len(parts)):
            longer.setdefault(" ".join(parts[:size]), set()).add(name)
    for name, candidate in candidates.items():
        if name in defined and (defined[name] in sure or defined[name] in reviewed):
            names[name] = defined[name]
            continue
        full = longer.get(name, set())
        distinct = name.casefold() not in words().nothing | words().company
        # "Piedmont said": a place's name, unless the document has a company that begins so.
        named = any(r in candidate.evidence for r in ("verb", "possessive", "with", "list"))
        if name in sure:
            names[name] = next(iter(full)) if len(full) == 1 and distinct else name
        elif (
            len(full) == 1
            and distinct
            and not candidate.person
            and (candidate.votes > -0.5 or (named and "area" in candidate.evidence))
        ):
            names[name] = next(iter(full))
    return names
