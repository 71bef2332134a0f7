"""One sentence as the grant rules see it: words, names, borders, sums that may be awards.

A sum that belongs to something else (what a plant costs, a contract, equity) is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property

from dagster_project.extraction.grammar import Lexicon, entries, lexicon, pattern
from dagster_project.extraction.grants.amounts import in_money, in_name, is_equity
from dagster_project.extraction.grants.places import ruling_places
from dagster_project.extraction.grants.split_verbs import whole_verbs
from dagster_project.extraction.model import Hit, Organisation, Quantity, Sentence
from dagster_project.extraction.page import Page

# Borders inside a sentence: a light one may be crossed, a heavy one rarely is.
_LIGHT = re.compile(r",(?!\d)|[，、]|\s[–—]\s|—|\(|\)|：|:\s")
_COLON = re.compile(r"：|:\s")
FAR = 150
# How far behind a sum its source begins.
_SOURCE = 12


class Reading:
    """One sentence with what matters for grants picked out of it."""

    def __init__(self, page: Page, sentence: Sentence) -> None:
        self.page = page
        self.sentence = sentence
        self._hits = [h for h in page.hits_in(sentence) if h.kind.startswith("grant_")]

    def of(self, *kinds: str) -> list[Hit]:
        """Hits of the given grant kinds."""
        return [h for h in self._hits if h.kind in kinds]

    @cached_property
    def actions(self) -> list[Hit]:
        """Words for actions, none of them part of a name."""
        figures = [q for q in self.page.quantities_in(self.sentence) if q.kind == "money"]
        named = self.of("grant_program")
        named += [i for i in self.of("grant_instrument") if i.value == "tax_credit"]
        return [
            h
            for h in self._verbs
            if not any(q.start < h.end and h.start < q.end for q in figures)  # "15 billion won"
            and not (self.sentence.kind == "prose" and in_name(self.page.text, h))
            and not any(
                n.start <= h.start and h.end <= n.end and n.end - n.start > h.end - h.start
                for n in named
            )
        ]

    @cached_property
    def _verbs(self) -> list[Hit]:
        stems = self.of("grant_split")
        split = whole_verbs(self.page.text, self.sentence.end, stems) if stems else ()
        return sorted([*self._outside_names("grant_action"), *split])

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Who is named or meant in the sentence, places that give among them."""
        named: list[Organisation] = []
        for who in self.page.organisations_in(self.sentence):
            if named and named[-1].end == who.start and named[-1].name == who.name:
                who = named.pop()._replace(end=who.end)  # the word for a company after a name
            named.append(who)
        return sorted([*named, *ruling_places(self.page, self.sentence, self._hits, named)])

    @cached_property
    def governments(self) -> list[Organisation]:
        """Public bodies in the sentence."""
        return [o for o in self.organisations if o.kind == "government"]

    @cached_property
    def companies(self) -> list[Organisation]:
        """All others."""
        found = [
            o
            for o in self.organisations
            if o.kind != "government" and not self.page.names_plant(o.start, o.end)
        ]
        if all(self.is_pronoun(o) for o in found):
            return found
        return [o for o in found if not (self.is_pronoun(o) and self._is_money(o))]

    def _is_money(self, who: Organisation) -> bool:
        """Whether "it" is the award: "$14 million of it had been paid"."""
        return any(h.start <= who.start and who.end <= h.end for h in self.of("grant_again"))

    def parts(self, who: Organisation) -> tuple[str | None, str | None]:
        """What the words right before and right after a name say about its part."""
        text, language = self.page.text, self.page.language
        end = who.start
        while end > self.sentence.start and text[end - 1] == " ":
            end -= 1
        left = _words("part_before", language).before(text, self.sentence.start, end)
        right = _words("part_after", language).at(text, who.end, self.sentence.end)
        return (left[0] if left else None), (right[0] if right else None)

    def comes_from(self, position: int) -> bool:
        """Whether "from" or the like stands right before a position."""
        text, end = self.page.text, position
        while end > self.sentence.start and text[end - 1] == " ":
            end -= 1
        return (
            _words("source", self.page.language).before(text, self.sentence.start, end) is not None
        )

    def is_purpose(self, position: int) -> bool:
        """Whether "for" or the like stands right before a position."""
        lead = self.page.text[self.sentence.start : position].split()[-1:]
        return bool(lead) and _words("purpose", self.page.language).whole(lead[0])

    def is_pronoun(self, who: Organisation) -> bool:
        """Whether a mention is "it" or the like and no name."""
        word = self.page.text[who.start : who.end]
        return len(word) <= 3 and word not in who.name and not word.isupper()

    @property
    def anaphors(self) -> list[Hit]:
        """Words that stand for a company."""
        return self.page.hits_in(self.sentence, "org_anaphor")

    @cached_property
    def instruments(self) -> list[Hit]:
        """Names of instruments in the sentence."""
        return self._outside_names("grant_instrument")

    def _outside_names(self, kind: str) -> list[Hit]:
        names = [o for o in self.organisations if o.end - o.start > 4]
        return [
            h
            for h in self.of(kind)
            if (kind == "grant_action" or h.value != "none")
            and not any(o.start <= h.start and h.end <= o.end for o in names)
        ]

    def approves(self, start: int, end: int) -> bool:
        """Whether a word for an action is one for an approval."""
        return any(h.start < end and start < h.end for h in self.of("grant_approval"))

    def is_loose(self, hit: Hit) -> bool:
        """Whether an instrument's name says "public" only beside a public body."""
        return any((h.start, h.end) == (hit.start, hit.end) for h in self.of("grant_loose"))

    @cached_property
    def is_public(self) -> bool:
        """Whether the sentence itself says that the money is public."""
        lost = any(h.value in ("cancelled", "terminated") for h in self.actions)
        firm = any(not self.is_loose(i) or (lost and i.value == "grant") for i in self.instruments)
        return (
            firm
            or bool(self.governments)
            or bool(self.of("grant_public", "grant_firm", "grant_program"))
        )

    def told_apart(self, a: int, b: int) -> bool:
        """Whether a heavy border or a colon stands between two positions."""
        between = self.page.text[min(a, b) : max(a, b)]
        return bool(self.crossed(a, b, heavy=True)) or _COLON.search(between) is not None

    @cached_property
    def _light(self) -> list[int]:
        return self._borders(_LIGHT)

    @cached_property
    def _heavy(self) -> list[int]:
        return self._borders(_heavy_border())

    def _borders(self, pattern: re.Pattern[str]) -> list[int]:
        span = self.sentence
        return [m.start() for m in pattern.finditer(self.page.text, span.start, span.end)]

    def crossed(self, a: int, b: int, heavy: bool = False) -> int:
        """How many borders lie between two positions."""
        borders = self._heavy if heavy else self._light
        low, high = min(a, b), max(a, b)
        return bisect_right(borders, high) - bisect_right(borders, low - 1)

    def clause(self, position: int, heavy: bool = False) -> tuple[int, int]:
        """The stretch between the borders around a position."""
        borders = sorted({*self._heavy, *(() if heavy else self._light)})
        index = bisect_right(borders, position)
        start = borders[index - 1] if index else self.sentence.start
        end = borders[index] if index < len(borders) else self.sentence.end
        return start, end

    def near(self, a: tuple[int, int], b: tuple[int, int]) -> int:
        """Distance between two spans in characters, borders counted in."""
        gap = max(a[0] - b[1], b[0] - a[1], 0)
        return gap + 15 * self.crossed(a[0], b[0]) + 45 * self.crossed(a[0], b[0], heavy=True)

    @cached_property
    def sums(self) -> list[Quantity]:
        """Amounts of money that may be an award's."""
        quantities = self.page.quantities_in(self.sentence)
        told = (in_money(self.page, self.sentence, q, self.governments) for q in quantities)
        money = [q for q in told if q and not is_equity(self.page.text, q)]
        kept = [
            q
            for q in money
            if not (self._is_cost(q) or self._is_left(q, money) or self._is_private(q))
        ]
        return [self._sized(q) for q in kept]

    @cached_property
    def wholes(self) -> list[Quantity]:
        """Sums that others are told as a part of: "the first $25 million of a $1 billion loan"."""
        quantities = self.page.quantities_in(self.sentence)
        return [q for q in quantities if q.kind == "money" and self._has_part(q)]

    def _has_part(self, money: Quantity) -> bool:
        between = (self.page.text[q.end : money.start].strip() for q in self.sums)
        return any(words and _words("partitive").whole(words) for words in between)

    def _sized(self, money: Quantity) -> Quantity:
        """A sum with what stands before it: "Förderbescheid über ...", "by $30 million to ..."."""
        words = self.page.text[self.sentence.start : money.start].split()
        if money.high and words and _words("step").whole(words[-1]):
            money = money._replace(high=None)
        text, ends = self.page.text, {h.end for h in self.instruments}
        led = any(_words("sized").whole(text[e : money.start].strip()) for e in ends)
        return money._replace(qualifier="exact") if led else money

    def _is_cost(self, money: Quantity) -> bool:
        """Whether a sum is what something costs: such a word is nearer than any word of grants."""
        text = self.page.text
        ours = [
            self.near((h.start, h.end), (money.start, money.end))
            for h in [*self.instruments, *self.actions, *self.of("grant_stated")]
            if h.value != "none"
        ]
        named = {h.start for h in self.instruments}
        for hit in self.of("grant_cost"):
            if hit.end in named or hit.end + 1 in named:
                continue  # "the plant grant"
            if hit.value == "object" and hit.start < money.start:
                continue
            gap = self.near((hit.start, hit.end), (money.start, money.end))
            if gap > 26 or gap > min(ours, default=FAR):
                continue
            words = text[money.end : hit.start].split()
            if hit.value == "object" and any(_words("article").whole(w) for w in words):
                continue  # "pays $5 million into the plant"
            if len(words) > 2 or any(_joins(w) for w in words):
                continue
            return True
        return False

    def _is_private(self, money: Quantity) -> bool:
        """Whether a sum comes from a company: "$7 billion from A's own pocket"."""
        if any(h.value == "cancelled" and h.start < money.start for h in self.actions):
            return False  # "claws back $7 million from A"
        return any(
            0 <= o.start - money.end <= _SOURCE
            and not self.is_pronoun(o)
            and self.comes_from(o.start)
            for o in self.companies
        )

    def _is_left(self, money: Quantity, others: list[Quantity]) -> bool:
        """Whether a sum is where a change began: "from $825 million to $225 million"."""
        text, start = self.page.text, money.end
        words = text[self.sentence.start : money.start].split()
        if words and _words("step").whole(words[-1]):
            return False  # "raised by $100 million to $475 million"
        while start < self.sentence.end and text[start] == " ":
            start += 1
        led = _words("until").at(text, start, self.sentence.end)
        later = led is not None and any(
            0 <= q.start - led[1] <= 16
            and q.unit == money.unit
            and not any(led[1] <= o.start < q.start for o in self.organisations)
            for q in others
        )
        return later or any(
            q.end < money.start and _words("since").whole(text[q.end : money.start].strip())
            for q in others
        )


@cache
def _words(group: str, language: str = "en") -> Lexicon:
    return lexicon("clauses", group, language)


def _joins(word: str) -> bool:
    """Whether a word parts a sum from a plant after it: "$5 million for the plant"."""
    return any(_words(group).whole(word) for group in ("purpose", "other_use"))


@cache
def _heavy_border() -> re.Pattern[str]:
    turns = pattern(surface for surface, _ in entries("clauses", "turn", "en"))
    return re.compile(rf"[;；]|[,，]\s?(?:{turns})")
