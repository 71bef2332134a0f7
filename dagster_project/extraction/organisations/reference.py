"""Whom "the company", "we" or "the Swiss trader" means.

The subject of the discourse moves with the sentences: a name in subject position takes over,
"the company" and "it" keep it. A description goes to the organisation described alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from dagster_project.extraction.attachment import VERBAL, link_of
from dagster_project.extraction.model import Hit, Organisation
from dagster_project.extraction.organisations.interviews import interviewed
from dagster_project.extraction.organisations.names import countries
from dagster_project.extraction.organisations.phrases import TOPIC
from dagster_project.extraction.organisations.sections import Topics
from dagster_project.extraction.places.names import country_of, people

if TYPE_CHECKING:
    from dagster_project.extraction.page import Page

_DESCRIPTION = re.compile(
    r"\b(?:the|der|die|das|dem|le|la|el)\s((?:[\w.’'-]+\s){1,4})$|\b[lL][’']$", re.I
)
_GENITIVE = re.compile(r"\s(?:of|von|des|de|du|der)\b")
_POSSESSIVES = frozenset(["its", "ihre", "ihrer", "seine", "seiner", "seinem", "son", "sa", "ses"])
# Nouns that say nothing of a company's business.
_GENERIC = frozenset(
    """company firm group business corporation unternehmen konzern firma gruppe gesellschaft
    entreprise société groupe empresa compañía grupo 公司 该公司 同社 회사는 회사가 회사의 동사
    """.split()  # noqa: SIM905
)
_OPENS_CLAUSE = re.compile(
    r"(?:[,;:—–“\"(]|\b(?:and|but|that|which|when|where|as|because|if|while|said|says|after|before|"
    r"since|until|once|whether|than|so|though|what))"
    r"\s*(?:(?:this|last|next|earlier|that|in|on|two|three|a)\s(?:[\w]+\s){1,3})?$"
)
# "The company and X signed", "Together with X it builds": the subject stays who it was.
_BESIDE = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Ww]e|[Tt]he (?:company|firm|group|maker)|das Unternehmen|der Konzern|"
    r"die Firma|la société|l[’']entreprise|le groupe|la empresa) (?:and|und|et|y) (?:[\w-]+ ){0,3}$"
)
_PRONOUN = re.compile(r",? (?:it|they|we|the company|sie|wir|elle|il|ils)\b")
_INFINITIVE = re.compile(r"\bto (?:[a-z]+ )$")
_PEOPLE = re.compile(r"\b(?:[Tt]he|[Dd]ie|[Dd]en|[Ll]es|[Ll]os)\s([A-ZÀ-Þ]\w+)\b(?! [A-ZÀ-Þ])")
_EASTERN_COMPANY = re.compile(r"[限份子母分家两市属限]$")


class Reference:
    """Resolves what stands for a name; positions are those of the document's text."""

    def __init__(
        self,
        page: Page,
        named: list[Organisation],
        described: dict[str, set[str]],
        topics: Topics,
        defined: dict[str, str],
    ) -> None:
        self._page = page
        self._named = named
        self._described = described
        self._topics = topics
        self._defined = defined

    @cached_property
    def _companies(self) -> list[Organisation]:
        return [m for m in self._named if m.kind == "company"]

    @cached_property
    def _subjects(self) -> list[tuple[int, str]]:
        """(position, company) where the subject changes, in order of position."""
        subjects: list[tuple[int, str]] = []
        starts = [m.start for m in self._companies]
        for sentence in self._page.sentences:
            first = bisect_right(starts, sentence.start - 1)
            for mention in self._companies[first:]:
                if mention.start >= sentence.end:
                    break
                before = self._page.text[sentence.start : mention.start]
                beside = _BESIDE.search(before) or _PRONOUN.match(self._page.text, mention.end)
                if beside or VERBAL.search(before[-60:]):
                    break
                if link_of(before) is None or TOPIC.fullmatch(before):
                    subjects.append((mention.start, mention.name))
                    break
        return subjects

    def subject_at(self, position: int) -> str | None:
        """The subject in force at a position; the main company before any."""
        return self._holding(bisect_right(self._subjects, (position, "\uffff")), position)

    def topic_at(self, position: int) -> str | None:
        """The subject before a position if its own paragraph named it, else the main company."""
        index = bisect_left(self._subjects, (position, ""))
        paragraph = self._page.text.rfind("\n", 0, position) + 1
        if not index or self._subjects[index - 1][0] < paragraph:
            return self._topics.main_at(position)
        return self._holding(index, position)

    def between(self, start: int, end: int) -> list[Organisation]:
        """Words inside a span that stand for an organisation, resolved."""
        found: list[Organisation] = []
        hits = self._page.hits
        for hit in hits[bisect_left(hits, (start,)) :]:
            if hit.start >= end:
                break
            if hit.kind == "org_anaphor" and hit.end <= end and not self._titles(hit):
                found += self._resolved(hit)
            elif hit.kind == "org_noun" and hit.value == "company":
                found += self._description(hit)
        return found + self._people(start, end)

    def _titles(self, hit: Hit) -> bool:
        """Whether a name follows: in "the trader X" the noun stands for nobody else."""
        following = self._named[bisect_left(self._named, (hit.end,)) :][:1]
        return hit.value == "company" and any(m.start == hit.end + 1 for m in following)

    def _people(self, start: int, end: int) -> list[Organisation]:
        """As in "The Australians", "die Amerikaner": the company of that country named last."""
        found: list[Organisation] = []
        for match in _PEOPLE.finditer(self._page.text, start, end):
            country = people().get(match[1].casefold())
            earlier = [m.name for m in self._companies if m.start < match.start()]
            name = next((n for n in reversed(earlier) if countries().get(n) == country), None)
            if country and name:
                found.append(Organisation(match.start(), match.end(), name, "company"))
        return found

    def _resolved(self, hit: Hit) -> list[Organisation]:
        text = self._page.text
        if text[hit.start : hit.end] in ("US", "SA"):  # the country, the suffix: no pronoun
            return []
        if hit.value == "first":
            names = [self._speaker(hit.start)]
        elif hit.value == "it":
            word = text[hit.start : hit.end].casefold()
            if word == "they" and hit.start - self._sentence_start(hit.start) > 4:
                return []
            own = word in _POSSESSIVES
            names = [self._before(hit.start) if own else self._it(hit.start)]
        elif hit.value == "both":
            names = self._pair(hit.start)
        elif hit.value == "three":
            names = self._last_named(hit.start, 3)
        elif hit.value == "other":
            names = [self._other(hit.start)]
        else:
            if hit.start and _EASTERN_COMPANY.search(text[hit.start - 1 : hit.start]):
                return []
            short = text[hit.start : hit.end].split()[-1]
            names = [self._defined.get(short) or self._meant(hit)]
        return [Organisation(hit.start, hit.end, n, "company") for n in names if n]

    def _it(self, position: int) -> str | None:
        """For "it": the subject where it opens a clause, else another company than the subject."""
        start = self._sentence_start(position)
        before = self._page.text[start:position]
        opens = not before.strip() or _OPENS_CLAUSE.search(before)
        here = [m.name for m in self._companies if start <= m.start < position and not opens]
        others = [name for name in here if name != here[-1]]
        if others:
            return others[-1]
        earlier = self._holding(bisect_right(self._subjects, (start, "")), position)
        link = link_of(before)
        hangs = link is not None and not _INFINITIVE.search(before)
        plain = opens or (here and hangs) or earlier in here[-1:]
        inverted = any(m.end == position - 1 for m in self._companies)
        main = bool(here) and hangs and (inverted or link in ("with", "to", "by", "for"))
        return self._company(position, main=main) if plain else earlier

    def _before(self, position: int) -> str | None:
        """The subject of the sentence when before a position, else the one before."""
        return self._holding(bisect_right(self._subjects, (position, "")), position)

    def _holding(self, index: int, position: int) -> str | None:
        """The subject before an index; one named only once does not outlast its paragraph."""
        section = self._topics.section_at(position)
        if not index or (section and self._subjects[index - 1][0] < section.start):
            return self._topics.main_at(position)
        start, name = self._subjects[index - 1]
        left = "\n" in self._page.text[start:position]
        once = left and sum(m.name == name for m in self._companies) == 1
        return self._topics.main_at(position) if once else name

    def _company(self, position: int, main: bool = True) -> str | None:
        """For "the company": the subject; after a preposition another than the sentence's own."""
        subject = self._before(position)
        start = self._sentence_start(position)
        if link_of(self._page.text[start:position]) is None:
            return subject
        own = {m.name for m in self._companies if start <= m.start < position}
        if main and self._topics.main_at(position) not in own:
            return self._topics.main_at(position)
        index = bisect_right(self._subjects, (start, ""))
        earlier = [name for _, name in self._subjects[:index] if name not in own]
        return earlier[-1] if earlier else subject

    def _sentence_start(self, position: int) -> int:
        starts = [s.start for s in self._page.sentences]
        index = bisect_right(starts, position)
        return starts[index - 1] if index else 0

    def _speaker(self, position: int) -> str | None:
        """The company of who speaks: "said Ann, CEO of X" nearby, else the document's own."""
        text = self._page.text
        start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
        end = len(text) if end < 0 else end
        titles = [h for h in self._page.hits if h.kind == "org_title" and start <= h.start < end]
        for title in titles:
            for mention in self._companies:
                if 0 <= mention.start - title.end <= 8 or 0 <= title.start - mention.end <= 3:
                    return mention.name
        return interviewed(self._page, self._companies) or self._topics.main_at(position)

    def _pair(self, position: int) -> list[str | None]:
        """For "the two companies": the one of this sentence and the main one, or the last two."""
        start = self._sentence_start(position)
        here = list(dict.fromkeys(m.name for m in self._companies if start <= m.start < position))
        if len(here) > 1:
            return [here[0], here[-1]]
        earlier = [m.name for m in self._companies if m.start < start]
        first = here[0] if here else self._before(start)
        others = [self._topics.main_at(position)] if here else []
        second = next((n for n in [*others, *reversed(earlier)] if n and n != first), None)
        return [first, second] if first and second else []

    def _last_named(self, position: int, number: int) -> list[str | None]:
        """The companies named last before a position; none unless there are so many."""
        before = (m.name for m in reversed(self._companies) if m.start < position)
        names = list(dict.fromkeys(before))[:number]
        return [*reversed(names)] if len(names) == number else []

    def _other(self, position: int) -> str | None:
        pair = self._pair(position)
        subject = self.subject_at(position)
        return next((n for n in pair if n != subject), None)

    def _meant(self, hit: Hit) -> str | None:
        """As in "The miner": who was introduced so, else whom it meant first, else the subject."""
        if self._page.lowered[hit.start : hit.end] in self._first_meant:
            alike = self._alike(hit)
            return alike or self._first_meant[self._page.lowered[hit.start : hit.end]]
        return self._alike(hit) or self._company(hit.start)

    @cached_property
    def _first_meant(self) -> dict[str, str]:
        """What tells more than "the company" goes on to mean whom it meant first."""
        meant: dict[str, str] = {}
        for hit in self._page.hits:
            if hit.kind == "org_anaphor" and hit.value == "company":
                words = self._page.lowered[hit.start : hit.end]
                if words not in meant and words.split()[-1] not in _GENERIC:
                    name = self._alike(hit) or self._company(hit.start)
                    if name:
                        meant[words] = name
        return meant

    def _alike(self, hit: Hit) -> str | None:
        """The organisation last named that was introduced with the same noun."""
        noun = self._page.lowered[hit.start : hit.end].split()[-1]
        if noun in _GENERIC:
            return None
        for mention in reversed(self._companies):
            if mention.start < hit.start and noun in self._described.get(mention.name, ()):
                return mention.name
        return None

    def _description(self, hit: Hit) -> list[Organisation]:
        """For "the Swiss trader": who was described so, or whose country it is."""
        text = self._page.text
        match = _DESCRIPTION.search(text[max(0, hit.start - 48) : hit.start])
        follows = text[hit.end : hit.end + 2]
        if not match or not match[1] or (follows[:1] == " " and follows[1:].isupper()):
            return []
        if _GENITIVE.match(text, hit.end):
            return []
        attributes = [w.casefold().strip(".,") for w in match[1].split()]
        noun = text[hit.start : hit.end].casefold()
        start = hit.start - len(match[0])
        earlier = [m for m in self._companies if m.start < start]
        best: tuple[float, int] = (0.0, -1)
        for index, mention in enumerate(earlier):
            words = self._described.get(mention.name, set())
            score = float(sum(a in words for a in attributes)) + 0.5 * (noun in words)
            country = countries().get(mention.name)
            score += 1.5 * (
                country is not None and any(country_of(a) == country for a in attributes)
            )
            best = max(best, (score, index))
        if best[0] >= 1:
            return [Organisation(start, hit.end, earlier[best[1]].name, "company")]
        if any(country_of(a) or a.endswith("-based") for a in attributes):
            subject = self.subject_at(start)
            return [Organisation(start, hit.end, subject, "company")] if subject else []
        return []
