"""The parties a sentence leaves to the text around it, and one deal for each contract."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dagster_project.extraction.deals.grammar import Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

# One deal for each counterparty.
_EACH = {"supply", "offtake", "tolling", "recycling_service", "logistics_service", "licence"}
_SHARED = {"partnership", "definitive_agreement", "mou", "loi", "joint_venture", "framework"}
_SEVERAL = re.compile(
    r"\b(?:agreements|contracts|deals|partnerships|memoranda|MOUs|off-?takes|orders|licen[cs]es|"
    r"accords|pacts|\w*[Vv]erträgen?|\w*vereinbarungen|contrats|commandes|contratos|acuerdos)\b|"
    r"\b(?:each|respectively|separate(?:ly)?|jeweils|chacune?|cada un[ao])\b|"
    r"それぞれ|分别|各自|均与|각각"
)
# "A, B and C have all signed": one paper each.
_PAPERS = {"mou", "loi"}
_APIECE = re.compile(
    r"\b(?:(?:have|had) (?:all|both|each)|each|separate(?:ly)?|haben (?:alle|beide)|jeweils|"
    r"chacune?|ont tou(?:te)?s|cada un[ao]|han firmado tod[ao]s)\b"
)
_STOP = re.compile(r";|: ")
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_ROLE_FOR = {
    "buyer": "supplier",
    "supplier": "buyer",
    "investor": "target",
    "lender": "borrower",
    "borrower": "lender",
    "acquirer": "target",
}
_DEFINITE = re.compile(
    r"\b(?:the|that|this|der|die|das|diese[rs]?|le|la|ce|cet|cette|el|este|esta)\s(?:\w+\s)?$|"
    r"[该此]$",
    re.I,
)
# "the joint venture, X", "das Gemeinschaftsunternehmen X".
_ITSELF = re.compile(
    r",?\s(?:(?:called|named|dubbed|namens|nommée?|baptisée?|llamada|denominada)\s)?[“\"«]?|[，,]"
)
_ANOTHER_ONE = re.compile(r"\b(?:one|another|a second|third|eine|ein|weitere\w*|autre)\b")
# Verbs whose parties are one plural subject.
_TOGETHER = {"jointly", "unite", "leave", "own"}
# Verbs that need both sides in the sentence, as goods move without any contract; of these the
# ones that may lack a side where the sentence speaks of a contract.
_CONTRACTED = {"supply", "purchase", "sell", "license"}
_EXPLICIT = {"supply", "send", "recycle", "license", "operate", "lead", "sell", "lend", "purchase"}
_EXPLICIT |= {"haul", "engineer"}
_CONTRACTED |= {"send", "recycle", "haul", "engineer", "operate"}


def here(page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]) -> list[Party]:
    """The possible parties in the part of the sentence that holds a trigger."""
    start = max(sentence.start, page.text.rfind(";", sentence.start, trigger.start))
    stop = _STOP.search(page.text, trigger.end, sentence.end)
    end = stop.start() if stop else sentence.end
    return [p for p in parties if start <= p.start < end and p.kind != "government"]


def referred(page: Page, sentence: Sentence, trigger: Hit) -> list[Side]:
    """For "The offtake deal runs for ten years": the text's company and who was named last."""
    before = page.text[max(sentence.start, trigger.start - 12) : trigger.start]
    named = page.organisations.names_between(sentence.start, sentence.end)
    if named or not _DEFINITE.search(before):
        return []
    return _last_two(page, sentence)


def the_two(
    page: Page, sentence: Sentence, parties: list[Party], earlier: Mention | None
) -> list[Side]:
    """For "the two", "both companies": the pair of the sentence, or of the deal told before it."""
    named = page.organisations.names_between(sentence.start, sentence.end)
    told = {s.party.name for s in earlier.sides} if earlier else set()
    at = sentence.start
    since = page.organisations.names_between(earlier.sentence.end, at) if earlier else []
    fresh = any(m.name not in told for m in since)
    if earlier and not named and not fresh and len(told) == len(earlier.sides) == 2:
        return [
            Side(s.party._replace(start=at, end=at, group=-1), "partner") for s in earlier.sides
        ]
    pair = list({p.name: p for p in reversed(parties) if p.kind == "company"}.values())[::-1]
    if not pair:
        return _last_two(page, sentence)
    return [Side(p, "partner") for p in pair] if len(pair) == 2 else []


def venture_only(page: Page, sentence: Sentence, trigger: Hit, sides: list[Side]) -> bool:
    """Whether a sentence names a venture but not its owners: "The joint venture, X, was set up"."""
    before = page.text[max(sentence.start, trigger.start - 12) : trigger.start]
    named = page.organisations.names_between(sentence.start, sentence.end)
    return (
        len(named) == 1
        and len(sides) < 2
        and (
            _DEFINITE.search(before) is not None
            and _ITSELF.fullmatch(page.text, trigger.end, named[0].start) is not None
        )
    )


def owners_before(page: Page, sentence: Sentence, earlier: Mention | None) -> list[Side]:
    """The two that the sentence before tells to do something together."""
    start = page.text.rfind("\n", 0, sentence.start) + 1
    told = page.organisations.names_between(max(start, sentence.start - 300), sentence.start)
    pair = list(dict.fromkeys(m.name for m in told if m.kind == "company"))
    if earlier and len(earlier.sides) == 2 and earlier.sentence.start >= start:
        pair = [s.party.name for s in earlier.sides]
    if len(pair) != 2:
        return []
    at = sentence.start
    return [Side(Party(at, at, name, "company", None, -1), "partner") for name in pair]


def _last_two(page: Page, sentence: Sentence) -> list[Side]:
    """The company of the text and the other one named last before a sentence."""
    main = page.organisations.main_at(sentence.start)
    earlier = page.organisations.names_between(max(0, sentence.start - 240), sentence.start)
    other = next((m for m in reversed(earlier) if m.name != main and m.kind == "company"), None)
    if main is None or other is None:
        return []
    first = Party(sentence.start, sentence.start, main, "company", None, -1)
    second = Party(sentence.start, sentence.start, other.name, "company", "with", -2)
    return [Side(first, "partner"), Side(second, "partner")]


def further(
    page: Page, sentence: Sentence, trigger: Hit, parties: list[Party], sides: list[Side]
) -> Iterator[list[Side]]:
    """For "a venture with A and another one with B": the parties of the deals after the first."""
    groups = {s.party.group for s in sides}
    first = [s for s in sides if s.party.link != "with"]
    role = next((s.role for s in sides if s.party.link == "with"), "partner")
    for party in parties:
        later = party.link == "with" and party.start > trigger.end and party.group not in groups
        if later and _ANOTHER_ONE.search(page.text, party.start - 24, party.start):
            more = with_subject(page, sentence, trigger.value, [*first, Side(party, role)])
            if len(more) > 1:
                yield once(more)


def may_lack_subject(trigger: Hit, sides: list[Side], signed: bool) -> bool:
    """Whether a lone party may be completed with whom the text is about."""
    if trigger.value == "invest":
        return any(s.role == "target" for s in sides)
    if trigger.kind == "deal_verb":
        contract = signed and trigger.value in _CONTRACTED
        if trigger.value == "license" and any(s.party.link in ("from", "to") for s in sides):
            return True  # "The process is licensed from X"
        return trigger.value not in _TOGETHER and (trigger.value not in _EXPLICIT or contract)
    return trigger.value != "joint_venture" or any(s.party.link for s in sides)


def may_follow(trigger: Hit, firm: bool) -> bool:
    """Whether a lone party may be completed with whom the sentence before pairs it with."""
    if trigger.kind == "deal":
        return trigger.value not in ("joint_venture", "acquisition", "equity_investment", "loan")
    return trigger.value in _CONTRACTED and firm


def parts(page: Page, sentence: Sentence, kind: str, sides: list[Side]) -> Iterator[list[Side]]:
    """One list of sides per contract: a supplier's deals with A, B and C are three."""
    apiece = kind in _PAPERS and _APIECE.search(page.text, sentence.start, sentence.end)
    one_chain = len(sides) > 1 and len({s.party.group for s in sides}) == 1
    if one_chain and (kind in _EACH or apiece):
        main = in_force(page, sentence)
        plural = _SEVERAL.search(page.text, sentence.start, sentence.end) or len(sides) > 2
        if main and plural and all(s.party.name != main for s in sides):
            # "A, B and C signed offtake agreements": each with the company the text is about.
            own = Party(sentence.start, sentence.start, main, "company", None, -1)
            sides = [Side(own, _ROLE_FOR.get(sides[0].role, "supplier")), *sides]
    groups: dict[int, list[Side]] = {}
    for side in sides:
        groups.setdefault(side.party.group, []).append(side)
    lone = [g[0] for g in groups.values() if len(g) == 1]
    several = apiece or _SEVERAL.search(page.text, sentence.start, sentence.end) is not None
    if len(sides) > 2 and lone and (kind in _EACH or (several and kind in _SHARED)):
        for side in sides:
            if side is not lone[0]:
                yield [lone[0], side]
    else:
        yield sides


def with_subject(page: Page, sentence: Sentence, kind: str, sides: list[Side]) -> list[Side]:
    """The sides with the text's subject where the sentence names only one party."""
    if len(sides) != 1 and not (len(sides) > 1 and _leaderless(page, sentence, kind, sides)):
        return sides
    organisations = page.organisations
    # Where the lone party is the subject itself, only the document's own company can be meant.
    itself = sides[0].party.link is None and organisations.company_of(sentence) == (
        sides[0].party.name
    )
    if itself and kind in ("partnership", "definitive_agreement"):
        return sides
    known = {s.party.name for s in sides}
    hangs = known if sides[0].party.link == "with" else ()
    subject = organisations.main_at(sentence.start) if itself else in_force(page, sentence, hangs)
    if subject is None or subject in known:
        return sides
    if organisations.kind_of(subject) == "government":
        return sides
    party = Party(sentence.start, sentence.start, subject, "company", None, -1)
    role = _ROLE_FOR.get(sides[0].role, "partner")
    if role == "lender":
        return sides  # nobody who is talked about lends
    if sides[0].role == "target":
        role = "investor" if kind == "equity_investment" else "acquirer"
    return [Side(party, role), *sides]


def with_other(page: Page, sentence: Sentence, sides: list[Side]) -> list[Side]:
    """Investors or lenders without whom they gave to: the company the text is about."""
    known = {s.party.name for s in sides}
    name = in_force(page, sentence)
    if name is None or name in known:
        return sides
    party = Party(sentence.start, sentence.start, name, "company", None, -1)
    return [*sides, Side(party, _ROLE_FOR[sides[0].role])]


def in_force(page: Page, sentence: Sentence, known: Collection[str | None] = ()) -> str | None:
    """The company a sentence without a subject speaks of: whom the text before it is about.

    `known` are those it cannot be, as the sentence names them.
    """
    if sentence.kind == "row":
        return page.organisations.main_at(sentence.start)
    topic = page.organisations.topic_at(sentence.start)
    return page.organisations.subject_at(sentence.start - 1) if topic in known else topic


def _leaderless(page: Page, sentence: Sentence, kind: str, sides: list[Side]) -> bool:
    """A chain after "with": customers of one supplier, or a language that drops the subject."""
    if any(s.party.link not in ("with", "to", "from") for s in sides):
        return False
    roles = {s.role for s in sides}
    if kind in _EACH and len(roles) == 1 and roles != {"partner"}:
        return True
    contracts = kind == "definitive_agreement" and all(s.party.link == "with" for s in sides)
    if contracts and _SEVERAL.search(page.text, sentence.start, sentence.end):
        return True
    eastern = _EASTERN.search(page.text, sentence.start, sentence.end) is not None
    return eastern and all(s.party.link == "with" for s in sides)


def once(sides: list[Side]) -> list[Side]:
    """The sides without those that name a party again."""
    kept: list[Side] = []
    for side in sides:
        if not any(_one_name(side.party.name, other.party.name) for other in kept):
            kept.append(side)
    return kept


def _one_name(name: str, other: str) -> bool:
    """Whether one name only goes on where the other ends: "Atlas", "Atlas Corporation"."""
    short, full = sorted((name, other), key=len)
    return full == short or full.startswith(short + " ")
