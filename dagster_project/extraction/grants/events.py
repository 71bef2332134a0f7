"""What happens to public money in one sentence: actions paired with the sums they act on.

An action takes the nearest free sum, clause borders counting as distance. What was only applied
for, what may happen and what did not is left out, together with its sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dagster_project.extraction.grants.actions import told_actions
from dagster_project.extraction.grants.reading import FAR, Reading
from dagster_project.extraction.grants.sums import (
    has_own,
    is_further,
    is_given,
    is_part,
    is_sourced,
    is_whole,
    joined_on,
    pays_part,
)
from dagster_project.extraction.model import Hit, Quantity

VERB_LAST = frozenset({"ko", "ja"})

ORIGINS = frozenset({"awarded", "selected", "conditional_commitment", "pledged"})
FATES = frozenset({"cancelled", "terminated", "retained"})
_PROMISES = frozenset({"selected", "conditional_commitment", "pledged"})
_NEEDS_SUM = frozenset({"increased", "reduced", "disbursed", "announced", "signed", "implied"})
# A sum that comes on top of another is not the one a verb is about.
_ASIDE = 60
# How far behind a sum a clause about it tells where it came from: "the $5 million that X pledged".
_RELATIVE = 100
# How near behind a sum its participle stands, in characters, and what that is worth.
_PARTICIPLE = 6
_NEXT = 20
# How near to a payment "in full" stands, in characters.
_FULL = 30
_LISTED = ORIGINS | {"disbursed", "implied"}
# Which reading of a sum wins when several words claim it from about as near.
_RANK = {"announced": 60, "implied": 60, "awarded": 25, "signed": 4, "selected": 0, "disbursed": 4}


# What a later step follows: an award is for what had been selected, a loan for what was promised.
_EARLIER = {
    "selected": frozenset(("awarded", "signed", "closed")),
    "conditional_commitment": frozenset(("awarded", "signed", "closed")),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One action on one sum; `start` and `end` span the word that tells the action.

    `shared`: the sum is another action's too. `passing`: only said along the way, to be joined to
    another telling or dropped. `also`: a further sum in a list, with its own company beside it.
    `part`: a payment told as a share of its award, without a sum.
    """

    action: str
    start: int
    end: int
    amount: Quantity | None
    shared: bool = False
    passing: bool = False
    also: bool = False
    part: bool = False


def events(reading: Reading) -> list[Event]:
    """All actions of a sentence, each with the sum it acts on, in order."""
    if reading.of("grant_buyers"):
        return []
    live, dead = told_actions(reading)
    sums = [q for q in reading.sums if not _taken(reading, q, dead, live)]
    found = _pair(reading, live, sums)
    found = _shared_out(reading, found, sums)
    used = {e.amount for e in found}
    found += _implied(reading, [q for q in sums if q not in used], bool(dead), found)
    return sorted(found, key=lambda e: e.start)


def _taken(reading: Reading, money: Quantity, dead: Iterable[Hit], live: list[Hit]) -> bool:
    """Whether a sum belongs to what did not happen."""
    span = (money.start, money.end)
    ours = min((reading.near((h.start, h.end), span) for h in live), default=FAR)
    marks = [*dead, *reading.of("grant_undecided")]
    repaid = [h for h in dead if h.value == "repaid"]
    return any(
        reading.near((h.start, h.end), span) < min(ours, 80)
        for h in marks
        if h not in repaid or not _behind_another(reading, h, money)
    )


def _behind_another(reading: Reading, mark: Hit, money: Quantity) -> bool:
    """Whether another sum stands between: "paid back $1 million of the $2 million it was lent"."""
    return any(mark.end <= q.start and q.end <= money.start for q in reading.sums)


def _pair(reading: Reading, actions: list[Hit], sums: list[Quantity]) -> list[Event]:
    """Each sum to its nearest action; what is left over shares a sum or stays without."""
    verb_last = reading.page.language in VERB_LAST
    kept = next((h for h in actions if h.value == "retained"), None)  # "keeps what it was paid"
    costs = []
    for i, hit in enumerate(actions):
        for j, money in enumerate(sums):
            cost = reading.near((hit.start, hit.end), (money.start, money.end))
            backwards = (money.start < hit.start) != verb_last
            cost += (10 if backwards else 0) + _RANK.get(hit.value, 0)
            cost += _ASIDE if joined_on(reading, money) else 0
            if (
                kept is None
                and hit.value == "disbursed"
                and 0 <= hit.start - money.end <= _PARTICIPLE
            ):
                cost -= _NEXT  # "with $9 million claimed"
            if cost <= FAR and not _belongs(reading, hit, money):
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
            found = _approved(reading, hit, found) or found + _without_sum(reading, hit, found)
    return found


def _approved(reading: Reading, hit: Hit, found: list[Event]) -> list[Event]:
    """The events with what approves a sum as its action: "gets $5 million, which A approved".

    None where a word approves nothing that another one gives.
    """
    if hit.value != "awarded" or not reading.approves(hit.start, hit.end):
        return []
    for index, other in enumerate(found):
        given = other.action == "awarded" and not reading.approves(other.start, other.end)
        if given and other.amount and max(other.end, other.amount.end) <= hit.start:
            approval = replace(other, start=hit.start, end=hit.end)
            return [*found[:index], approval, *found[index + 1 :]]
    return []


def _belongs(reading: Reading, hit: Hit, money: Quantity) -> bool:
    """Whether a sum is the whole that an action takes a part of; only its origin is about it."""
    tells_origin = hit.value in ORIGINS | {"closed", "signed"} and hit.start > money.end
    return not tells_origin and is_whole(reading, money)


def _without_sum(reading: Reading, hit: Hit, found: list[Event]) -> list[Event]:
    """The event of an action whose sum another action took, or that has none."""
    event = Event(hit.value, hit.start, hit.end, None)
    span = (hit.start, hit.end)
    for other in found:
        fate_of_origin = {hit.value, other.action} & ORIGINS and {hit.value, other.action} & FATES
        told_apart = reading.told_apart(hit.start, other.start)
        far = hit.value in ORIGINS and _gap(reading, hit, other.amount) > _RELATIVE
        before = other.amount and other.amount.end <= hit.start
        step = before and other.action in _EARLIER.get(hit.value, ()) and not other.shared
        if step and not reading.page.text[other.end : hit.start].count(";"):
            return [replace(event, amount=other.amount, shared=True)]
        if any((i.start, i.end) == span for i in reading.instruments):
            continue  # "the grant" in a language that says "grant" and "to grant" alike
        follows = other.amount and other.amount.end <= hit.start and not told_apart
        if hit.value == "closed" and other.action in _PROMISES and follows:
            return [replace(event, amount=other.amount, shared=True)]
        if fate_of_origin and other.amount and not (other.shared or told_apart or far):
            return [replace(event, amount=other.amount, shared=True)]
    for other in found:
        if _since_paid(reading, hit, other):
            return [replace(event, amount=other.amount, shared=True)]
    if hit.value == "disbursed" and _in_full(reading, hit):
        whole = next((e.amount for e in found if e.amount and e.start < hit.start), None)
        return [replace(event, amount=whole, shared=whole is not None)]
    if hit.value in ORIGINS and _says_same(reading, hit) and found and found[0].amount:
        return [replace(event, amount=found[0].amount)]
    if hit.value == "disbursed" and pays_part(reading, hit):
        return [replace(event, part=True)]
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


def _since_paid(reading: Reading, hit: Hit, other: Event) -> bool:
    """Whether the sum of an award is told as paid behind it: "lent it $5 million, since drawn"."""
    if hit.value not in ORIGINS or other.action != "disbursed" or other.amount is None:
        return False
    between = hit.end <= other.amount.start and other.amount.end <= other.start
    whole = Hit(other.start, other.end, "grant_action", other.action)
    return between and _in_full(reading, whole)


def _says_same(reading: Reading, hit: Hit) -> bool:
    """Whether a verb has another's sum: "the state lent $5 million; the city promised as much"."""
    _, end = reading.clause(hit.start, heavy=True)
    said = (h for h in reading.of("grant_same") if h.value == "amount")
    return any(hit.end <= h.start < end for h in said)


def _in_full(reading: Reading, hit: Hit) -> bool:
    """Whether all of an award was paid: "is drawn in full"."""
    span = (hit.start, hit.end)
    return any(reading.near((f.start, f.end), span) <= _FULL for f in reading.of("grant_full"))


def _listed(reading: Reading, sums: list[Quantity], found: list[Event]) -> list[Event]:
    """Further sums of a list: "awarded $50 million to A, $30 million to B"."""
    more = [q for q in sums if joined_on(reading, q)]
    fate = next((e for e in found if e.amount and e.action in FATES), None)
    if fate and more:
        return [replace(fate, start=q.start, end=q.end, amount=q) for q in more]
    own = [q for q in sums if has_own(reading, q)]
    if fate and fate.amount and own and has_own(reading, fate.amount):
        return [replace(fate, start=q.start, end=q.end, amount=q, also=True) for q in own]
    first = next((e for e in found if e.amount and e.action in _LISTED), None)
    if first is None:
        return []
    assert first.amount
    if first.action == "disbursed":
        sums = [q for q in sums if q.start > first.amount.start]
    sums = [q for q in sums if not (is_part(reading, first.amount, q) or is_whole(reading, q))]
    if max(len(reading.companies), len(reading.governments)) < 2:
        sums = [q for q in sums if is_given(reading, q) or is_further(reading, q.start)]
    return [replace(first, start=q.start, end=q.end, amount=q, also=True) for q in sums]


def _shared_out(reading: Reading, found: list[Event], sums: list[Quantity]) -> list[Event]:
    """A total gives way to its parts: "ended awards worth $7 billion, among them $3 for A"."""
    out: list[Event] = []
    for event in found:
        total = event.amount
        theirs = [q for q in sums if total and is_part(reading, total, q) and has_own(reading, q)]
        if len(theirs) < 2:
            out.append(event)
            continue
        out = [e for e in out if e.amount not in theirs]
        out += [replace(event, start=q.start, end=q.end, amount=q, also=True) for q in theirs]
        break
    return out


def _gap(reading: Reading, hit: Hit, money: Quantity | None) -> int:
    return reading.near((hit.start, hit.end), (money.start, money.end)) if money else 0


def _implied(
    reading: Reading, sums: list[Quantity], denied: bool, found: list[Event]
) -> list[Event]:
    """Awards told without a verb: "of which $82 million is federal money"; a share is no event."""
    listed = _listed(reading, sums, found) if denied or found else []
    made: list[Event] = []
    for money in sums:
        apart = all(reading.crossed(money.start, e.start, heavy=True) for e in found)
        if denied or not apart or any(e.amount == money for e in listed):
            continue
        start, end = reading.clause(money.start)
        first, _ = reading.clause(money.start, heavy=True)
        doubts = reading.of("grant_negated", "grant_undecided")
        unsure = reading.of("grant_unsure")
        if any(start <= d.start < end for d in doubts) or any(
            first <= d.start < end for d in unsure
        ):
            continue
        span = (money.start, money.end)
        near = [
            h
            for h in [*reading.instruments, *reading.of("grant_stated", "grant_program")]
            if reading.near((h.start, h.end), span) <= 25
        ]
        if is_sourced(reading, money):
            made.append(Event("awarded", money.start, money.end, money))
            continue
        public = bool(reading.governments or reading.of("grant_public"))
        owned = bool(reading.companies) and any(not reading.is_loose(h) for h in near)
        if near and (public or owned):
            action = "stated" if "grant_stated" in {h.kind for h in near} else "implied"
            made.append(Event(action, money.start, money.end, money))
    if denied or found:
        return made + listed
    told = {e.amount for e in made}
    return made + _listed(reading, [q for q in sums if q not in told], made)
