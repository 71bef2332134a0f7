"""Who gets public money, who gives it, and when: read around one event of a sentence."""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import Lexicon, entries, lexicon, pattern
from dagster_project.extraction.grants.events import ORIGINS, VERB_LAST, Event
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Date, Organisation

# What a word beside a name says about its part, in characters of distance.
_RECIPIENT_COST = {"to": -40, "by": 60, "through": 60, "giver": 60, "receiver": -10, "of": 50}
# A name that only explains another one, or that the money expressly does not go to.
_ASIDE = 120
# How near after a sum the one stands who gets it, in characters.
_BESIDE = 12
# How near to its owner's name a company's own stands, in characters: "A's joint venture C".
_OWNED = 16
# How near behind its verb the one stands who is given, in characters.
_OBJECT = 8
# How far after "banks" their names go on, in characters.
_LENDERS = 50
_FUNDER_COST = {"by": -20, "through": -80, "giver": -20, "to": 40, "receiver": 0}


_ASIDE_OPENS = re.compile(r"\s?(?:[,，、(（–—]|- )")
_ASIDE_CLOSES = re.compile(r"[,，、)）–—]|\s-\s")


def recipients(reading: Reading, event: Event) -> list[str]:
    """Those the event is about, best reading first; several only for a list of names."""
    scored: list[tuple[int, Organisation]] = []
    companies = _resolved(reading)
    for index, who in enumerate(companies):
        before, after = reading.parts(who)
        if before is None and after is None:
            before = _shared_part(reading, companies[:index], who)
        if _owns_next(reading, companies[index + 1 :], who):
            continue  # "A and B's C was awarded": it is C
        if reading.is_pronoun(who) and (before == "to" and who.start < event.start):
            continue  # "for it the company was awarded": it is the plant
        if reading.is_pronoun(who) and reading.is_purpose(who.start):
            continue  # "gave us $5 million for it"
        if _pays(reading, who) or _is_partner(reading, who):
            continue
        cost = reading.near((who.start, who.end), _span(event))
        cost += _RECIPIENT_COST.get(before or "", 0) + _RECIPIENT_COST.get(after or "", 0)
        cost += {"parent": _ASIDE, "owner": -20}.get(after or "", 0)
        cost += _ASIDE if before != "parent" and _explains(reading, who, event) else 0
        if before == "to" and event.amount and 0 <= who.start - event.amount.end <= _BESIDE:
            cost -= _ASIDE // 2  # a list: "$5 million to A, $7 million to B"
        leads = who.end <= event.start
        if leads and not _between(reading.governments, who.end, event.start):
            cost -= 30
        scored.append((cost, who))
    if not scored:
        return []
    best = min(scored, key=lambda pair: (pair[0], pair[1].start))[1]
    if _speaks_again(reading, best, event) or _follows_apart(reading, best, event):
        return []
    return [who.name for who in _listed(reading, best, event)]


def given_to(reading: Reading, event: Event, names: list[str]) -> bool:
    """Whether one of these stands behind the verb as who is given: "had offered A $5 million"."""
    return any(
        who.name in names and not reading.is_pronoun(who) and 0 <= who.start - event.end <= _OBJECT
        for who in reading.companies
    )


def _shared_part(reading: Reading, led: list[Organisation], who: Organisation) -> str | None:
    """The part a name has by the one it is listed with: "a venture of A and B"."""
    last = led[-1] if led else None
    if last is None or not _listing().fullmatch(reading.page.text[last.end : who.start]):
        return None
    return reading.parts(last)[0] or _shared_part(reading, led[:-1], last)


def _owns_next(reading: Reading, behind: list[Organisation], who: Organisation) -> bool:
    """Whether a name is told as the owner of the company behind it, alone or listed with it."""
    names = reading.page.organisations.names_between
    if not behind or not names(behind[0].start, behind[0].end):
        return False  # "the company's American arm" is the company
    text, following = reading.page.text, behind[0]
    between = text[who.end : following.start]
    if reading.parts(who)[1] in ("owner", "parent") and len(between) <= _OWNED:
        return not any(who.end <= h.start < following.start for h in reading.actions)
    listed = _listing().fullmatch(between)
    return bool(listed) and _owns_next(reading, behind[1:], following)


def _speaks_again(reading: Reading, who: Organisation, event: Event) -> bool:
    """Whether a clause of its own ends "the loan" told before, and a name in another is not meant.

    As in "B buys what is left; the department ends the loan".
    """
    start, end = reading.clause(event.start, heavy=True)
    again = any(start <= h.start < end for h in reading.of("grant_again"))
    return event.amount is None and again and not start <= who.start < end


def _follows_apart(reading: Reading, who: Organisation, event: Event) -> bool:
    """Whether a name comes only in a clause after: "its grant goes ahead, and so does A's plan"."""
    after = who.start >= _span(event)[1]
    marked = {"to", "into", "receiver"} & set(reading.parts(who))
    return after and not marked and reading.crossed(_span(event)[1], who.start, heavy=True) > 0


def _resolved(reading: Reading) -> list[Organisation]:
    """The companies of a sentence; "it" is the one that leads when the sentence names one."""
    leading: str | None = None
    companies = []
    for who in reading.companies:
        before, after = reading.parts(who)
        if reading.is_pronoun(who) and leading is None and _is_givers(reading, who):
            continue
        if reading.is_pronoun(who):
            who = who._replace(name=leading or who.name)
        elif leading is None and before is None and after != "parent":
            leading = who.name
        companies.append(who)
    return companies


def _is_givers(reading: Reading, who: Organisation) -> bool:
    """Whether "its" is a public body's: it comes after one and before any company's name."""
    if any(h.start == who.start and h.value == "first" for h in reading.anaphors):
        return False
    named = [c for c in reading.companies if not reading.is_pronoun(c)]
    led = any(g.end <= who.start for g in reading.governments)
    return led and any(c.start > who.end for c in named)


def _pays(reading: Reading, who: Organisation) -> bool:
    """Whether a company is who pays: "$7 billion from A", "banks, B and C among them"."""
    text = reading.page.text
    source = _source().search(text[reading.sentence.start : who.start])
    start = reading.sentence.start + source.start() if source else 0
    money = [q for q in reading.page.quantities_in(reading.sentence) if q.kind == "money"]
    if source and any(0 <= start - q.end <= 2 for q in money):
        return True
    lenders = [h for h in reading.of("grant_private") if 0 <= who.start - h.end <= _LENDERS]
    return any(not any(q.start >= h.end and q.end <= who.start for q in money) for h in lenders)


@cache
def _beside() -> Lexicon:
    return lexicon("clauses", "beside", "en")


@cache
def _source() -> re.Pattern[str]:
    words = pattern(surface for surface, _ in entries("clauses", "source", "en"))
    return re.compile(rf"(?:{words})\s*$", re.I)


def _is_partner(reading: Reading, who: Organisation) -> bool:
    """Whether a company only shares a project told before any award: "the hub planned with A"."""
    first = min((h.start for h in [*reading.actions, *reading.instruments]), default=0)
    led = any(g.end <= who.start for g in reading.governments)
    words = reading.page.text[reading.sentence.start : who.start].split()[-1:]
    return who.end <= first and not led and bool(words) and _beside().whole(words[0])


def _explains(reading: Reading, who: Organisation, event: Event) -> bool:
    """Whether a name stands in an aside after another: "A, a venture of B and C, has received"."""
    text, start = reading.page.text, reading.sentence.start
    if who.end > event.start:
        return False
    head = next((o for o in reading.companies if o.start < who.start and o.name != who.name), None)
    if head is None or head.end >= who.start:
        return False
    opens = _ASIDE_OPENS.match(text, head.end)
    closes = _ASIDE_CLOSES.search(text, who.end, event.start)
    listed = _listing().fullmatch(text[head.end : who.start])
    acts = any(head.end <= h.start < who.start for h in reading.actions)
    return bool(opens and closes and not listed and not acts) and head.start - start < 90


def funder(reading: Reading, event: Event) -> Organisation | None:
    """The public body of an event: the owner of an agency, or the agency money came through."""
    scored: list[tuple[int, int, Organisation]] = []
    for who in reading.governments:
        before, after = reading.parts(who)
        cost = reading.near((who.start, who.end), _span(event))
        cost += _FUNDER_COST.get(before or "", 0) + _FUNDER_COST.get(after or "", 0)
        if after == "owner" and _between(reading.governments, who.end, who.end + 40):
            cost -= 60
        scored.append((cost, who.start, who))
    return min(scored)[2] if scored else None


def date_of(reading: Reading, event: Event, others: list[Event]) -> Date | None:
    """The date of an event: in its clause, or at the head of the sentence.

    A date that follows another event of the sentence is that one's.
    """
    page = reading.page
    dates = [d for d in page.dates_in(reading.sentence) if d.until is None]
    if page.published:
        dates = [d for d in dates if d.on <= page.published]
    if event.shared and page.language in VERB_LAST and event.action in ORIGINS:
        dates = [d for d in dates if d.end <= event.start]  # what follows is the main verb's
    if not dates:
        return None
    action = (event.start, event.end)
    cost = {
        d: min(reading.near((d.start, d.end), s) for s in (_span(event), action)) for d in dates
    }
    best = min(dates, key=lambda d: (cost[d], d.start))
    between = any(_lies_with(reading, best, event, other) for other in others)
    apart = bool(reading.crossed(best.start, event.start, heavy=True))
    if cost[best] <= 75 and not between and not apart:
        return best
    first = min(dates, key=lambda d: d.start)
    if first.start - reading.sentence.start <= 40:
        return first
    return best if cost[best] <= (60 if apart else 140) and not between else None


@cache
def _listing() -> re.Pattern[str]:
    words = pattern(surface for surface, _ in entries("clauses", "and", "en"))
    return re.compile(rf"\s*(?:\([^)]*\))?\s*(?:[,、，·&]|{words}|\s)+\s*")


def _lies_with(reading: Reading, date: Date, event: Event, other: Event) -> bool:
    """Whether a date that follows another event is that one's and not ours."""
    if event.end <= other.start:
        return other.end <= date.start
    span, theirs = (date.start, date.end), (other.start, other.end)
    follows = other.end <= date.start and date.end <= event.start
    return follows and reading.near(theirs, span) < reading.near(span, (event.start, event.end))


def _listed(reading: Reading, best: Organisation, event: Event) -> list[Organisation]:
    """The names enumerated together with one: three, or two that get a sum each."""
    text, run = reading.page.text, [best]
    for who in reading.companies:
        if who.start >= run[-1].end and _listing().fullmatch(text[run[-1].end : who.start]):
            run.append(who)
    for who in reversed(reading.companies):
        if who.end <= run[0].start and _listing().fullmatch(text[who.end : run[0].start]):
            run.insert(0, who)
    pair = event.amount is None or reading.of("grant_each", "grant_pool")
    enough = 2 if pair else 3
    return run if len(run) >= enough else [best]


def _span(event: Event) -> tuple[int, int]:
    if event.amount is None or event.shared:
        return event.start, event.end
    return min(event.start, event.amount.start), max(event.end, event.amount.end)


def _between(organisations: list[Organisation], start: int, end: int) -> bool:
    return any(start <= o.start and o.end <= end for o in organisations)
