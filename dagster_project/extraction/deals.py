"""Deals: who contracts with whom, about what, since when.

A trigger of the vocabulary (`deal`, `deal_verb`) opens a mention; its parties come from the
attachments of the sentence's organisations, a missing first party from the subject of the text.
Mentions of one deal in a document become one frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dagster_project.extraction.deal_facts import add_facts
from dagster_project.extraction.deal_merging import merged
from dagster_project.extraction.deal_parties import Party, parties_in
from dagster_project.extraction.deal_rules import (
    RULES,
    Side,
    nearest_sides,
    sides_of_noun,
    sides_of_verb,
)
from dagster_project.extraction.model import Frame, Hit, Sentence
from dagster_project.extraction.page import Page

# What a sentence is about when several words fit: the most specific first.
_ORDER = (
    "mou",
    "loi",
    "framework",
    "licence",
    "joint_venture",
    "offtake",
    "tolling",
    "logistics_service",
    "recycling_service",
    "operator_contract",
    "supply",
    "loan",
    "equity_investment",
    "acquisition",
    "asset_sale",
    "partnership",
    "definitive_agreement",
)
_PUBLIC = {"mou", "loi", "joint_venture", "equity_investment", "framework"}
# One party is enough where money comes from many hands.
_ALONE = {"equity_investment", "loan"}
# Verbs that need both sides in the sentence: goods move without any contract.
_EXPLICIT = {"supply", "send", "recycle", "license", "operate", "lead", "sell", "lend", "purchase"}
# Verbs whose parties are one plural subject.
_TOGETHER = {"jointly", "unite", "leave"}
_SHARED = {"partnership", "definitive_agreement", "mou", "loi", "joint_venture", "framework"}
# One deal for each counterparty.
_EACH = {"supply", "offtake", "tolling", "recycling_service", "logistics_service", "licence"}
_ABOUT = re.compile(r"[#*\s]*(?:About|Über|À propos|A propos|Acerca de)\b", re.I)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|wurde|wurden|worden|été|est|fue|sido)\s(?:\w+\s)?$"
)
_SEVERAL = re.compile(
    r"\b(?:agreements|contracts|deals|partnerships|memoranda|MOUs|Verträge|accords|contrats)\b|"
    r"\b(?:each|respectively|separate|jeweils|chacun)\b|それぞれ|分别|各自|각각"
)
_SHARE = re.compile(
    r"\b(?:stake|shares?|Anteile?|Beteiligung|beteiligt|capital|participation|equity|Anteil)\b|股|지분|出資"
)
_OWNER_SHARE = re.compile(
    r"\s?[(（]\d{1,2}(?:[.,]\d+)?\s?(?:%|per ?cent|percent|Prozent|pour cent)[)）]"
)
_DEFINITE = re.compile(
    r"\b(?:the|that|this|der|die|das|diese[rs]?|le|la|ce|cet|cette|el|este|esta)\s(?:\w+\s)?$|[该此]$",
    re.I,
)
_RAISING = re.compile(
    r"round|series|placement|offering|rais|issu|capital|loan|facility|notes?|runde|serie|levée|tour|"
    r"prêt|darlehen|kredit|融资|투자|증자|유치|대출|調達|増資|ronda|préstamo",
    re.I,
)
_GRANT = re.compile(r"grant|subsid|subven|Zuschuss|Förder|补贴|补助|보조금|補助金", re.I)
_ANOTHER_ONE = re.compile(r"\b(?:one|another|a second|third|eine|ein|weitere\w*|autre)\b")
_EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_FACILITY = re.compile(
    r"^\W?\s?(?:[\w-]+\s)?(?:plants?|facilit|factor|compan|maker|recycler|business|units?|assets|"
    r"works|site|producer|manufacturer|start-?up|firm|specialist|operations|mine|project)"
)
_ROLE_FOR = {
    "buyer": "supplier",
    "supplier": "buyer",
    "investor": "target",
    "lender": "borrower",
    "borrower": "lender",
    "acquirer": "target",
}


class Mention(NamedTuple):
    """A deal as one sentence tells it; `weak` when its words alone prove no contract."""

    type: str
    sides: list[Side]
    sentence: Sentence
    trigger: Hit
    weak: bool


def extract(page: Page) -> list[Frame]:
    """All deals of a document."""
    strong: list[Frame] = []
    weak: list[Frame] = []
    for sentence in _sentences(page):
        for mention in _mentions(page, sentence):
            (weak if mention.weak else strong).append(_frame(page, mention))
    return merged(page, strong, weak)


def _sentences(page: Page) -> Iterator[Sentence]:
    about = False
    wanted = set(page.sentences_with(("deal", "deal_verb")))
    if "%)" in page.text or "% )" in page.text:
        wanted.update(s for s in page.sentences if _OWNER_SHARE.search(page.text, s.start, s.end))
    for sentence in page.sentences:
        if sentence.kind == "heading" or _ABOUT.match(page.text, sentence.start):
            about = _ABOUT.match(page.text, sentence.start) is not None
        if sentence in wanted and not about:
            yield sentence


def _mentions(page: Page, sentence: Sentence) -> list[Mention]:
    blocked = page.hits_in(sentence, "deal_not")
    nouns = page.hits_in(sentence, "deal")
    verbs = [
        v
        for v in page.hits_in(sentence, "deal_verb")
        if not any(n.start <= v.start and v.end < n.end for n in nouns)
    ]
    triggers = [
        h
        for h in nouns + verbs
        if not any(_blocks(block, h) for block in blocked) and not _in_address(page.text, h)
    ]
    parties = parties_in(page, sentence) if triggers else []
    found: list[Mention] = []
    owners = _owners(page, sentence)
    if owners:
        found.append(owners)
    for trigger in sorted(triggers, key=_rank):
        for mention in _mention(page, sentence, trigger, parties):
            if not any(_same(mention, other) for other in found):
                found.append(mention)
    return sorted(found, key=lambda m: m.trigger.start)


def _owners(page: Page, sentence: Sentence) -> Mention | None:
    """ "A (51%) and B (49%)": the owners of a joint venture."""
    shares = list(_OWNER_SHARE.finditer(page.text, sentence.start, sentence.end))
    if len(shares) < 2:
        return None
    ends = {m.start() for m in shares}
    parties = [p for p in parties_in(page, sentence) if p.end in ends and p.kind == "company"]
    if len({p.name for p in parties}) < 2:
        return None
    trigger = Hit(shares[0].start(), shares[0].end(), "deal", "joint_venture")
    return Mention("joint_venture", [Side(p, "partner") for p in parties], sentence, trigger, False)


def _in_address(text: str, trigger: Hit) -> bool:
    """Whether a trigger is a piece of a web address."""
    start = max(text.rfind(" ", 0, trigger.start), text.rfind("\n", 0, trigger.start)) + 1
    return "://" in text[start : trigger.start]


def _blocks(block: Hit, trigger: Hit) -> bool:
    """Whether "in talks", "supply chain" and the like take the force from a trigger."""
    reach = 50 if block.value == "hypothetical" else 0
    return block.start - reach < trigger.end and trigger.start < block.end + reach


def _rank(trigger: Hit) -> tuple[int, int]:
    kind = trigger.value if trigger.kind == "deal" else RULES[trigger.value].type
    return _ORDER.index(kind) + (0 if trigger.kind == "deal" else 1), trigger.start


def _same(mention: Mention, other: Mention) -> bool:
    mine, theirs = {s.party.name for s in mention.sides}, {s.party.name for s in other.sides}
    if mention.type == "definitive_agreement" and mine & theirs:
        return True  # "signed a supply agreement": the nouns have said it already
    return mine <= theirs or theirs <= mine


def _mention(
    page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]
) -> Iterator[Mention]:
    verb = trigger.kind == "deal_verb"
    kind = RULES[trigger.value].type if verb else trigger.value
    if verb:
        goods = _goods_follow(page, sentence, trigger)
        if (trigger.value == "acquire" and goods) or (trigger.value == "purchase" and not goods):
            return
        before = page.text[max(sentence.start, trigger.start - 24) : trigger.start]
        passive = _PASSIVE.search(before) is not None
        if passive and trigger.value in ("raise", "invest", "lead"):
            return
        sides = sides_of_verb(page.text, trigger, parties, passive)
    else:
        sides = sides_of_noun(page.text, trigger, parties)
        yield from _further(page, sentence, trigger, parties, sides)
    if kind == "definitive_agreement" and _tonnage(page, sentence):
        kind = "supply"
    signed = any(h.value == "signed" for h in page.hits_in(sentence, "deal_status"))
    weak = kind in ("partnership", "definitive_agreement") or (
        verb and not signed and kind not in ("acquisition", "equity_investment", "joint_venture")
    )
    if _public_money(kind, trigger, parties) or _told_as_grant(page, sentence, trigger):
        return
    if kind == "equity_investment" and not _money_or_share(page, sentence):
        return
    sides = _once(
        [
            s
            for s in sides
            if s.party.kind != "government"
            or (kind in _PUBLIC and (kind != "joint_venture" or s.party.link == "with"))
        ]
    )
    if not sides and not verb:
        sides = _referred(page, sentence, trigger)
    if len(sides) == 1 and not verb and sides[0].party.link == "with":
        sides = _with_subject(page, sentence, kind, sides)
    if not weak and len(sides) < 2 and (sides or not verb):
        sides = _once(nearest_sides(trigger, sides, _here(page, sentence, trigger, parties)))
    if _may_lack_subject(trigger, sides, signed):
        sides = _with_subject(page, sentence, kind, sides)
    raised = verb or _RAISING.search(page.text, trigger.start, trigger.end)
    if len(sides) == 1 and kind in _ALONE and raised:
        frame = Frame("deal")
        add_facts(page, frame, sentence, trigger, kind)
        if frame.get("value") and sides[0].role in ("target", "borrower"):
            yield Mention(kind, sides, sentence, trigger, weak)
    elif len(sides) > 1:
        for part in _parts(page, sentence, kind, sides):
            yield Mention(kind, part, sentence, trigger, weak)


def _referred(page: Page, sentence: Sentence, trigger: Hit) -> list[Side]:
    """ "The offtake deal runs for ten years": between the text's company and who was named last."""
    before = page.text[max(sentence.start, trigger.start - 12) : trigger.start]
    named = page.organisations.names_between(sentence.start, sentence.end)
    if named or not _DEFINITE.search(before):
        return []
    main = page.organisations.main
    earlier = page.organisations.names_between(max(0, sentence.start - 240), sentence.start)
    other = next((m for m in reversed(earlier) if m.name != main and m.kind == "company"), None)
    if main is None or other is None:
        return []
    first = Party(sentence.start, sentence.start, main, "company", None, -1)
    second = Party(sentence.start, sentence.start, other.name, "company", "with", -2)
    return [Side(first, "partner"), Side(second, "partner")]


def _further(
    page: Page, sentence: Sentence, trigger: Hit, parties: list[Party], sides: list[Side]
) -> Iterator[Mention]:
    """ "a venture with A and another one with B": the deals after the first."""
    groups = {s.party.group for s in sides}
    first = [s for s in sides if s.party.link != "with"]
    for party in parties:
        if party.link == "with" and party.start > trigger.end and party.group not in groups:
            if _ANOTHER_ONE.search(page.text, party.start - 24, party.start):
                role = next((s.role for s in sides if s.party.link == "with"), "partner")
                more = _with_subject(page, sentence, trigger.value, [*first, Side(party, role)])
                if len(more) > 1:
                    yield Mention(trigger.value, _once(more), sentence, trigger, False)


def _may_lack_subject(trigger: Hit, sides: list[Side], signed: bool) -> bool:
    """Whether a lone party may be completed with whom the text is about."""
    if trigger.kind == "deal_verb":
        return trigger.value not in _TOGETHER and (trigger.value not in _EXPLICIT or signed)
    return trigger.value != "joint_venture" or any(s.party.link for s in sides)


def _public_money(kind: str, trigger: Hit, parties: list[Party]) -> bool:
    """A loan or a sum from the state is a grant change, told elsewhere."""
    public = any(p.kind == "government" and p.link != "other" for p in parties)
    return public and (
        kind == "loan" or (kind == "equity_investment" and trigger.kind == "deal_verb")
    )


def _told_as_grant(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """ "Secures a grant": money raised, but not from investors."""
    public = _GRANT.search(page.text, sentence.start, sentence.end) is not None
    return trigger.value == "raise" and public


def _here(page: Page, sentence: Sentence, trigger: Hit, parties: list[Party]) -> list[Party]:
    """The possible parties in the part of the sentence that holds a trigger."""
    start = max(sentence.start, page.text.rfind(";", sentence.start, trigger.start))
    end = page.text.find(";", trigger.end, sentence.end)
    end = sentence.end if end < 0 else end
    return [p for p in parties if start <= p.start < end and p.kind != "government"]


def _goods_follow(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether what is bought is a material or a tonnage rather than a company or a works."""
    end = min(sentence.end, trigger.end + 70)
    for hit in page.hits_in(sentence, "material"):
        if trigger.end <= hit.start < end and not _FACILITY.match(
            page.text[hit.end : hit.end + 40]
        ):
            return True
    return any(
        q.kind in ("mass", "energy") and trigger.end <= q.start < end
        for q in page.quantities_in(sentence)
    )


def _tonnage(page: Page, sentence: Sentence) -> bool:
    return any(q.kind in ("mass", "energy") for q in page.quantities_in(sentence))


def _money_or_share(page: Page, sentence: Sentence) -> bool:
    return _SHARE.search(page.text, sentence.start, sentence.end) is not None or any(
        q.kind == "money" for q in page.quantities_in(sentence)
    )


def _parts(page: Page, sentence: Sentence, kind: str, sides: list[Side]) -> Iterator[list[Side]]:
    """One list of sides per contract: a supplier's deals with A, B and C are three."""
    if kind in _EACH and len(sides) > 1 and len({s.party.group for s in sides}) == 1:
        main = page.organisations.main
        plural = _SEVERAL.search(page.text, sentence.start, sentence.end) or len(sides) > 2
        if main and plural and all(s.party.name != main for s in sides):
            # "A, B and C signed offtake agreements": each with the company the text is about.
            own = Party(sentence.start, sentence.start, main, "company", None, -1)
            sides = [Side(own, _ROLE_FOR.get(sides[0].role, "supplier")), *sides]
    groups: dict[int, list[Side]] = {}
    for side in sides:
        groups.setdefault(side.party.group, []).append(side)
    lone = [g[0] for g in groups.values() if len(g) == 1]
    several = _SEVERAL.search(page.text, sentence.start, sentence.end) is not None
    if len(sides) > 2 and lone and (kind in _EACH or (several and kind in _SHARED)):
        for side in sides:
            if side is not lone[0]:
                yield [lone[0], side]
    else:
        yield sides


def _with_subject(page: Page, sentence: Sentence, kind: str, sides: list[Side]) -> list[Side]:
    """The sides with the text's subject where the sentence names only one party."""
    if len(sides) != 1 and not (len(sides) > 1 and _leaderless(page, sentence, sides)):
        return sides
    organisations = page.organisations
    eastern = _EASTERN.search(page.text, sentence.start, sentence.end) is not None
    subject = organisations.main if eastern else organisations.subject_at(sentence.start)
    if subject is None or any(s.party.name == subject for s in sides):
        return sides
    if organisations.kind_of(subject) == "government":
        return sides
    party = Party(sentence.start, sentence.start, subject, "company", None, -1)
    role = _ROLE_FOR.get(sides[0].role, "partner")
    if sides[0].role == "target":
        role = "investor" if kind == "equity_investment" else "acquirer"
    return [Side(party, role), *sides]


def _leaderless(page: Page, sentence: Sentence, sides: list[Side]) -> bool:
    """A chain after "with" in a language that drops the subject."""
    eastern = _EASTERN.search(page.text, sentence.start, sentence.end) is not None
    return eastern and all(s.party.link == "with" for s in sides)


def _once(sides: list[Side]) -> list[Side]:
    kept: list[Side] = []
    for side in sides:
        if not any(_one_name(side.party.name, other.party.name) for other in kept):
            kept.append(side)
    return kept


def _one_name(name: str, other: str) -> bool:
    """Whether one name only goes on where the other ends: "Atlas", "Atlas Corporation"."""
    short, full = sorted((name, other), key=len)
    return full == short or full.startswith(short + " ")


def _frame(page: Page, mention: Mention) -> Frame:
    frame = Frame("deal", confidence=0.7 if mention.weak else 0.85)
    frame.add(
        "deal_type",
        mention.sentence,
        text=mention.type,
        start=mention.trigger.start,
        end=mention.trigger.end,
    )
    for side in mention.sides:
        party = side.party
        named = party.group >= 0
        frame.add(
            side.role,
            mention.sentence,
            text=party.name,
            start=party.start if named else None,
            end=party.end if named else None,
        )
    add_facts(page, frame, mention.sentence, mention.trigger, mention.type)
    return frame
