"""What happens to public money in one sentence: actions paired with the sums they act on.

An action takes the nearest free sum, clause borders counting as distance. A sum that belongs to
something else (what a plant costs, a contract, equity) is left out, and so is what was only
applied for or did not happen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from dagster_project.extraction.grammar import Lexicon, entries, lexicon, pattern
from dagster_project.extraction.model import Hit, Organisation, Quantity, Sentence
from dagster_project.extraction.page import Page

# Borders inside a sentence: a light one may be crossed, a heavy one rarely is.
_LIGHT = re.compile(r",(?!\d)|[，、]|\s[–—]\s|—|\(|\)")
_VERB_LAST = frozenset({"ko", "ja"})
_FAR = 150

ORIGINS = frozenset({"awarded", "selected", "conditional_commitment"})
FATES = frozenset({"cancelled", "terminated", "retained"})
_NEEDS_SUM = frozenset({"increased", "reduced", "disbursed", "announced", "signed"})
# Which reading of a sum wins when several words claim it from about as near.
_RANK = {"announced": 60, "awarded": 25, "signed": 4, "selected": 0, "disbursed": 4}


@dataclass(frozen=True, slots=True)
class Event:
    """One action on one sum; `start` and `end` span the word that tells the action.

    `shared`: the sum is another action's too. `passing`: only said along the way, to be joined to
    another telling or dropped.
    """

    action: str
    start: int
    end: int
    amount: Quantity | None
    shared: bool = False
    passing: bool = False


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
        return self._outside_names("grant_action")

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Who is named or meant in the sentence."""
        return self.page.organisations_in(self.sentence)

    @cached_property
    def governments(self) -> list[Organisation]:
        """Public bodies in the sentence."""
        return [o for o in self.organisations if o.kind == "government"]

    @cached_property
    def companies(self) -> list[Organisation]:
        """All others."""
        return [o for o in self.organisations if o.kind != "government"]

    @cached_property
    def instruments(self) -> list[Hit]:
        """Names of instruments in the sentence."""
        return self._outside_names("grant_instrument")

    def _outside_names(self, kind: str) -> list[Hit]:
        names = [o for o in self.organisations if o.end - o.start > 4]
        return [
            h
            for h in self.of(kind)
            if not any(o.start <= h.start and h.end <= o.end for o in names)
        ]

    @cached_property
    def is_public(self) -> bool:
        """Whether the sentence itself says that the money is public."""
        loose = {(h.start, h.end) for h in self.of("grant_loose")}
        firm = any((h.start, h.end) not in loose for h in self.instruments)
        return firm or bool(self.governments) or bool(self.of("grant_public", "grant_firm"))

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
        money = [q for q in self.page.quantities_in(self.sentence) if q.kind == "money"]
        return [q for q in money if not self._is_cost(q) and not self._is_left(q, money)]

    def _is_cost(self, money: Quantity) -> bool:
        """Whether a sum is what something costs: such a word is nearer than any word of grants."""
        text = self.page.text
        ours = [
            self.near((h.start, h.end), (money.start, money.end))
            for h in [*self.instruments, *self.actions, *self.of("grant_stated")]
            if h.value != "none"
        ]
        for hit in self.of("grant_cost"):
            gap = self.near((hit.start, hit.end), (money.start, money.end))
            if gap > 26 or gap > min(ours, default=_FAR):
                continue
            words = text[money.end : hit.start].split()
            if len(words) > 2 or any(_words("purpose").whole(w) for w in words):
                continue
            return True
        return False

    def _is_left(self, money: Quantity, others: list[Quantity]) -> bool:
        """Whether a sum is where a change began: "from $825 million to $225 million"."""
        text, start = self.page.text, money.end
        while start < self.sentence.end and text[start] == " ":
            start += 1
        led = _words("until").at(text, start, self.sentence.end)
        return led is not None and any(
            0 <= q.start - led[1] <= 16 and q.unit == money.unit for q in others
        )


@cache
def _words(group: str) -> Lexicon:
    return lexicon("clauses", group, "en")


@cache
def _heavy_border() -> re.Pattern[str]:
    turns = pattern(surface for surface, _ in entries("clauses", "turn", "en"))
    return re.compile(rf"[;；：]|:\s|[,，]\s?(?:{turns})")


def events(reading: Reading) -> list[Event]:
    """All actions of a sentence, each with the sum it acts on, in order."""
    if reading.of("grant_buyers"):
        return []
    live, dead = _actions(reading)
    sums = [q for q in reading.sums if not _taken(reading, q, dead, live)]
    found = _pair(reading, live, sums)
    used = {e.amount for e in found}
    found += _implied(reading, [q for q in sums if q not in used], bool(dead), found)
    return sorted(found, key=lambda e: e.start)


def _actions(reading: Reading) -> tuple[list[Hit], list[Hit]]:
    """Actions that are told as done, and those negated or only hoped for."""
    hits = reading.actions
    blocked = [h for h in hits if h.value == "none"]
    live: list[Hit] = []
    dead: list[Hit] = []
    for hit in hits:
        if hit.value == "none" or any(
            b.start < hit.end and hit.start < b.end for b in blocked
        ):
            continue
        if _given_by_company(reading, hit):
            continue
        (dead if _denied(reading, hit) else live).append(hit)
    return live, dead


def _given_by_company(reading: Reading, hit: Hit) -> bool:
    """Whether the subject of a verb of giving is a company: no public money then."""
    if not any(g.start == hit.start for g in reading.of("grant_giving")):
        return False
    start, _ = reading.clause(hit.start, heavy=True)
    before = [o for o in reading.organisations if start <= o.start and o.end <= hit.start]
    return bool(before) and before[-1].kind == "company"


def _denied(reading: Reading, hit: Hit) -> bool:
    start, end = reading.clause(hit.start)
    for mark in reading.of("grant_negated"):
        if hit.start <= mark.start < hit.end or not start <= mark.start < end:
            continue
        gap = hit.start - mark.end if mark.start < hit.start else mark.start - hit.end
        after = mark.start > hit.start
        if gap <= (12 if after and reading.page.language == "en" else 24):
            return True
    for mark in reading.of("grant_undecided"):
        if start <= mark.start < end and not hit.start <= mark.start < hit.end:
            return True
    start, end = reading.clause(hit.start, heavy=True)
    return any(start <= mark.start < end for mark in reading.of("grant_unsure"))


def _taken(reading: Reading, money: Quantity, dead: Iterable[Hit], live: list[Hit]) -> bool:
    """Whether a sum belongs to what did not happen."""
    span = (money.start, money.end)
    ours = min((reading.near((h.start, h.end), span) for h in live), default=_FAR)
    marks = [*dead, *reading.of("grant_undecided")]
    return any(reading.near((h.start, h.end), span) < min(ours, 80) for h in marks)


def _pair(reading: Reading, actions: list[Hit], sums: list[Quantity]) -> list[Event]:
    """Each sum to its nearest action; what is left over shares a sum or stays without."""
    verb_last = reading.page.language in _VERB_LAST
    costs = []
    for i, hit in enumerate(actions):
        for j, money in enumerate(sums):
            cost = reading.near((hit.start, hit.end), (money.start, money.end))
            backwards = (money.start < hit.start) != verb_last
            cost += (10 if backwards else 0) + _RANK.get(hit.value, 0)
            if cost <= _FAR:
                costs.append((cost, i, j))
    found: list[Event] = []
    taken_actions: set[int] = set()
    taken_sums: set[int] = set()
    for _, i, j in sorted(costs):
        if i not in taken_actions and j not in taken_sums:
            taken_actions.add(i)
            taken_sums.add(j)
            found.append(Event(actions[i].value, actions[i].start, actions[i].end, sums[j]))
    for i, hit in enumerate(actions):
        if i not in taken_actions:
            found += _without_sum(reading, hit, found)
    return found


def _without_sum(reading: Reading, hit: Hit, found: list[Event]) -> list[Event]:
    """The event of an action whose sum another action took, or that has none."""
    event = Event(hit.value, hit.start, hit.end, None)
    span = (hit.start, hit.end)
    for other in found:
        fate_of_origin = {hit.value, other.action} & ORIGINS and {hit.value, other.action} & FATES
        told_apart = reading.crossed(hit.start, other.start, heavy=True)
        far = hit.value in ORIGINS and _gap(reading, hit, other.amount) > 60
        if fate_of_origin and other.amount and not (other.shared or told_apart or far):
            return [replace(event, amount=other.amount, shared=True)]
    if hit.value in _NEEDS_SUM and hit.value != "signed":
        return []
    if any(e.action == hit.value for e in found):
        return []
    if hit.value in ORIGINS | {"signed"} and any(e.amount for e in found):
        return []
    if hit.value == "closed" and any(e.amount for e in found):
        return [replace(event, passing=True)]
    close = any(reading.near((i.start, i.end), span) <= 60 for i in reading.instruments)
    return [event] if close or hit.value in FATES or hit.value in ORIGINS else []


def _gap(reading: Reading, hit: Hit, money: Quantity | None) -> int:
    return reading.near((hit.start, hit.end), (money.start, money.end)) if money else 0


def _implied(
    reading: Reading, sums: list[Quantity], denied: bool, found: list[Event]
) -> list[Event]:
    """Awards told without a verb: "of which $82 million is federal money"; a share is no event."""
    if denied or found:
        return []
    made = []
    for money in sums:
        span = (money.start, money.end)
        near = [
            h.kind
            for h in [*reading.instruments, *reading.of("grant_stated")]
            if reading.near((h.start, h.end), span) <= 25
        ]
        if near and (reading.governments or reading.of("grant_public")):
            action = "stated" if "grant_stated" in near else "implied"
            made.append(Event(action, money.start, money.end, money))
    return made
