"""The deals of one sentence: triggers, their parties, and what takes their force away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dagster_project.extraction.deal_completion import (
    further,
    here,
    may_lack_subject,
    once,
    parts,
    referred,
    with_subject,
)
from dagster_project.extraction.deal_facts import add_facts
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
# Verbs that leave no doubt about a contract; only who its second party is may be unclear.
_SURE = {"acquire", "merge", "unite", "found"}
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|wurde|wurden|worden|été|est|fue|sido)\s(?:\w+\s)?$"
)
_SHARE = re.compile(
    r"\b(?:stake|shares?|Anteile?|Beteiligung|beteiligt|capital|participation|equity|Anteil)\b|股|지분|出資"
)
_FACILITY = re.compile(
    r"^\W?\s?(?:[\w-]+\s)?(?:plants?|facilit|factor|compan|maker|recycler|business|units?|assets|"
    r"works|site|producer|manufacturer|start-?up|firm|specialist|operations|mine|project)"
)
_RAISING = re.compile(
    r"round|series|placement|offering|rais|issu|capital|loan|facility|notes?|runde|serie|levée|tour|"
    r"prêt|darlehen|kredit|融资|투자|증자|유치|대출|調達|増資|ronda|préstamo",
    re.I,
)
_GRANT = re.compile(r"grant|subsid|subven|Zuschuss|Förder|补贴|补助|보조금|補助金", re.I)
OWNER_SHARE = re.compile(
    r"\s?[(（]\d{1,2}(?:[.,]\d+)?\s?(?:%|per ?cent|percent|Prozent|pour cent)[)）]"
)


class Mention(NamedTuple):
    """A deal as one sentence tells it; `weak` when its words alone prove no contract."""

    type: str
    sides: list[Side]
    sentence: Sentence
    trigger: Hit
    weak: bool


def mentions_in(page: Page, sentence: Sentence) -> list[Mention]:
    """The deals a sentence tells, in order; none is part of another."""
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
    """For "A (51%) and B (49%)": the owners of a joint venture."""
    shares = list(OWNER_SHARE.finditer(page.text, sentence.start, sentence.end))
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
        for more in further(page, sentence, trigger, parties, sides):
            yield Mention(kind, more, sentence, trigger, weak=False)
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
    sides = once(
        [
            s
            for s in sides
            if s.party.kind != "government"
            or (kind in _PUBLIC and (kind != "joint_venture" or s.party.link == "with"))
        ]
    )
    if not sides and not verb:
        sides = referred(page, sentence, trigger)
    if len(sides) == 1 and not verb and sides[0].party.link == "with":
        sides = with_subject(page, sentence, kind, sides)
    if not weak and len(sides) < 2 and (not verb or (sides and trigger.value in _SURE)):
        sides = once(nearest_sides(trigger, sides, here(page, sentence, trigger, parties)))
    if may_lack_subject(trigger, sides, signed):
        sides = once(with_subject(page, sentence, kind, sides))
    raised = verb or _RAISING.search(page.text, trigger.start, trigger.end)
    if len(sides) == 1 and kind in _ALONE and raised:
        frame = Frame("deal")
        add_facts(page, frame, sentence, trigger, kind)
        if frame.get("value") and sides[0].role in ("target", "borrower"):
            yield Mention(kind, sides, sentence, trigger, weak)
    elif len(sides) > 1:
        for part in parts(page, sentence, kind, sides):
            yield Mention(kind, part, sentence, trigger, weak)


def _public_money(kind: str, trigger: Hit, parties: list[Party]) -> bool:
    """A loan or a sum from the state is a grant change, told elsewhere."""
    public = any(p.kind == "government" and p.link != "other" for p in parties)
    return public and (
        kind == "loan" or (kind == "equity_investment" and trigger.kind == "deal_verb")
    )


def _told_as_grant(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "Secures a grant": money raised, but not from investors."""
    public = _GRANT.search(page.text, sentence.start, sentence.end) is not None
    return trigger.value == "raise" and public


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
