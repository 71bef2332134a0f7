"""Parts of a document that are about a company of their own: items of a digest, headed sections.

"2) A, Guben", "## B", "**C.** The maker of", "3. D of Oregon entered Chapter 11": whom an item
opens with is whom its sentences are about, as "About X" tells it of a whole release.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from dagster_project.extraction.model import Organisation, Sentence

# What stands before the first word of a heading or an item.
_MARK = re.compile(
    r"(?:#+\s+|[*•–▪◦>-]\s+)?(?:\*\*|__)?(?:[①-⑳]\s*|\(?\d{1,2}[.)、]\s*|[一二三四五六七八九十]、|[A-Z][.)]\s+)?"
    r"(?:\*\*|__)?[“\"'「]?"
)
_LABEL_ENDS = re.compile(
    r"[”\"'」]?(?:\*\*|__)|\s?[:：]|\s[–—|-]\s|\.(?:\s|$|\*\*)|,\s[^*.\n]{2,40}\.?\*\*"
)
_ABOUT = re.compile(r"(?:^|\n)[#*\s]*(?:About|Über|À propos d[e’']|Acerca de)\s?$")
_HEADING = 90
_FEWEST = 2


class Section(NamedTuple):
    """A stretch of the text and the company it is about."""

    start: int
    end: int
    company: str


class Topics:
    """Which company a document is about, and which each of its sections."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        companies: Sequence[Organisation],
        about: Sequence[str],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._companies = companies
        self._about = about

    @cached_property
    def main(self) -> str | None:
        """The document's own company: "About X", else its first subject, else the most named."""
        about = list(self._about)
        for mention in self._companies:
            if _ABOUT.search(self._text[max(0, mention.start - 16) : mention.start]):
                about.append(mention.name)
        counts = Counter(m.name for m in self._companies)
        if about:
            order = {m.name: -i for i, m in reversed(list(enumerate(self._companies)))}
            return max(about, key=lambda name: order.get(name, -len(self._text)))
        first = next(iter(self._companies), None)
        if first is None:
            return None
        top, number = counts.most_common(1)[0]
        return top if number > 2 * counts[first.name] else first.name

    def section_at(self, position: int) -> Section | None:
        """The item or headed part a position stands in, where it is about a company of its own."""
        index = bisect_right(self._sections, position, key=lambda s: s.start)
        section = self._sections[index - 1] if index else None
        return section if section and position <= section.end else None

    def main_at(self, position: int) -> str | None:
        """The company of the section a position stands in, else the document's own."""
        section = self.section_at(position)
        return section.company if section else self.main

    @cached_property
    def _sections(self) -> list[Section]:
        return find_sections(self._sentences, self._companies, self._text)


def find_sections(
    sentences: Sequence[Sentence], companies: Sequence[Organisation], text: str
) -> list[Section]:
    """The sections of a document in order, none unless two companies have one."""
    opened = {company.start: company for company in companies}
    found: list[Section] = []
    headed: str | None = None
    for number, line in enumerate(_lines(sentences)):
        first, last = line[0], line[-1]
        opening = opened.get(_MARK.match(text, first.start).end())  # type: ignore[union-attr]
        company = headed
        if len(line) == 1 and is_heading(first, text):
            if number:
                company = headed = opening.name if opening else None
        elif opening and (
            (first.kind == "bullet" and len(line) > 1) or _LABEL_ENDS.match(text, opening.end)
        ):
            company = opening.name
        if company:
            found.append(Section(first.start, last.end, company))
    return found if len({section.company for section in found}) >= _FEWEST else []


def is_heading(sentence: Sentence, text: str) -> bool:
    """Whether a line is a heading, or an item that is short and no sentence: "2) A, Guben"."""
    short = sentence.end - sentence.start < _HEADING
    item = sentence.kind == "bullet" and short and text[sentence.end - 1] not in ".!?。;；"
    return item or sentence.kind == "heading"


def _lines(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    lines: list[list[Sentence]] = []
    for sentence in sentences:
        if not lines or lines[-1][0].line != sentence.line:
            lines.append([])
        lines[-1].append(sentence)
    return lines
