"""Which mentions of a sentence are the parties of a deal, and in which role.

A noun ("supply agreement") takes its parties from attachments; a verb ("acquired") from subject and
object. `deal_grammar.RULES` is the grammar of each verb class of the vocabulary's `deal_verb`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.deals.grammar import NOUN_LINKS, ROLES, RULES, Rule, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit

# What opens a clause with a subject of its own, up to a few words before the name.
_CLAUSE = re.compile(
    r"(?:[;:\]]|, (?:and|but|while|whereas|after|before|und|aber|et|mais|nachdem)|\bthat"
    r"|\bwhen|[，；])\s?(?:[\w]+\s){0,3}$"
)

_TOGETHER = re.compile(
    r"(?:together|jointly|in (?:partnership|collaboration|cooperation|tandem)|alongside|zusammen|"
    r"gemeinsam|en partenariat|en collaboration|junto|aux côtés)\b",
    re.I,
)
# "gets X graphite", "takes X's cells".
_WARES = re.compile(
    r"(?:[’']s?)? (?:[a-z-]+ ){0,2}?(?:graphite|hydroxide|carbonate|sul(?:ph|f)ates?|cells|packs|"
    r"batteries|cathodes?|anodes?|precursors?|nickel|cobalt|lithium|spodumene|concentrate|"
    r"black mass|powder|foil|electrolyte|separators?)\b"
)
_FROM_WHOM = re.compile(r", (?:from (?:whom|which)|von (?:der|dem)|auprès de (?:qui|laquelle))\b")
_CLOSE = 30
_SOURCES = ("from", "of", "owner")
# "nickel made at X", "bestellt bei X", "prendre 4 000 tonnes chez X".
_AT = re.compile(r"\b(?:(?:made|produced|refined|processed|mined) at|bei|chez) $")
_RELATIVE = re.compile(
    r"(?:(?<!\bis )(?<!\bwas )(?<!said )(?<!says )(?<!adds )(?<!added )(?<!so )(?<!clear )"
    r"\b(?:that|which|whom|que)|, (?:die|das|den))\s(?:the (?:[\w-]+ ){0,3}of )?$"
)
# "X, which supply": the verb belongs to the name before the pronoun.
_VENTURE = re.compile(
    r"\s?[,–—(-] ?(?:an?|the|its|their|das|ein|une?|la|le|sa|una) (?:[\w:/%-]+ ){0,3}"
)
# "The joint venture, X": X is the venture itself.
_NAMED = re.compile(
    r",?\s(?:(?:called|named|dubbed|namens|nommée?|baptisée?|llamada|denominada)\s)?[“\"«]?"
)
_CLAUSE_END = re.compile(r"\s?(?:[.;,!?]|$|haben?\b|hat\b|wird\b|werden\b|wurden?\b)")
_WHO = re.compile(r"[^,;.]{0,30},? (?:which|who|qui) (?:[a-zà-ÿ]+ ){0,2}")
_RECEIVES = re.compile(
    r"\b(?:receiv\w+|secured|attracted|obtained|won|got|landed|erhielt|erhält|a (?:reçu|obtenu)|"
    r"recibió)\b"
)
_GIVES = re.compile(
    r"\b(?:provid|grant|extend|lend|lent|giv|gave|made|makes?\b|gewähr|stellt|vergab|accord|octro|"
    r"prêt|otorg|conced)\w*",
    re.I,
)
_BUYER = re.compile(r"customer|client|taker|abnehmer|kunde|客户|고객|顧客", re.I)
_STAKE = re.compile(r"stake|shares|notes?\b|Beteiligung|Anteile|capital", re.I)
_ROUND = re.compile(r"round|series|tour|runde|serie", re.I)


def sides_of_noun(text: str, trigger: Hit, parties: Sequence[Party]) -> list[Side]:
    """The parties of a deal named by a noun."""
    first, second = ROLES.get(trigger.value, ("partner", "partner"))
    between = [p for p in parties if p.link == "between"]
    if len(_distinct(between)) > 1:
        return _both(_first_group(between), first, second)
    if trigger.value == "equity_investment":
        return _sides_of_round(text, trigger, parties)
    links = NOUN_LINKS.get(trigger.value, ("with", "by", "between"))
    others = _nearest_group([p for p in parties if p.link in links], trigger)
    subjects = _subjects(text, parties, trigger.start, others)
    if trigger.value == "joint_venture":
        # "X, the joint venture with Y": X is the venture itself.
        subjects = [p for p in subjects if not _VENTURE.fullmatch(text, p.end, trigger.start)]
    if trigger.value == "joint_venture" and len(_distinct(others)) > 1:
        partners = subjects if others[0].link == "with" else []
        return _both([*partners, *others], first, second)
    if len(_distinct(subjects)) > 1 and not any(p.link == "with" for p in others):
        return _both(subjects, first, second)
    if not others and trigger.value == "partnership":
        pair = _first_group([p for p in parties if p.link == "of"])
        if len(_distinct(pair)) > 1:
            return _both(pair, first, second)
    if not others and len(_distinct(subjects)) < 2:
        near = (None, "owner", "of") if trigger.value == "operator_contract" else (None, "owner")
        objects = [p for p in parties if p.link in near and p.start >= trigger.end]
        others = _first_group(objects)
    if trigger.value == "joint_venture":
        others = [p for p in others if not _NAMED.fullmatch(text, trigger.end, p.start)]
    if trigger.value == "loan" and not others:
        others = _first_group([p for p in parties if p.link == "to" and p.start >= trigger.end])
        if others or (subjects and _GIVES.search(text, subjects[-1].end, trigger.end)):
            first, second = second, first  # "X is providing a loan"
    sources = {p.link for p in others}
    if ("from" in sources and trigger.value in ("supply", "offtake", "licence")) or (
        "by" in sources and trigger.value == "acquisition"
    ):
        first, second = second, first
    alone = trigger.value in ("supply", "offtake") and len(subjects) + len(others) == 1
    if alone and _BUYER.search(text, trigger.start, trigger.end):
        first = second  # "A is its main customer"
    return [Side(p, first) for p in subjects] + [Side(p, second) for p in others]


def sides_of_verb(text: str, trigger: Hit, parties: Sequence[Party], passive: bool) -> list[Side]:
    """The parties of a deal told by a verb."""
    rule = RULES[trigger.value]
    if not rule.links:
        return _sides_of_plural(text, rule, trigger, parties)
    after = [p for p in parties if p.start >= trigger.end]
    beside = after and not text[trigger.end : after[0].start].strip() and after[0].link == "other"
    if after and (beside or text.endswith(" bei", 0, trigger.end)):
        after[0] = after[0]._replace(link=None)  # "steigt bei X ein", "keeps on supplying X"
    if trigger.value in ("purchase", "recycle"):
        after = [p._replace(link="from") if _AT.search(text[: p.start][-16:]) else p for p in after]
    last = text[trigger.start] >= "\u2e80" or _CLAUSE_END.match(text, trigger.end)
    if not after and not passive and last:
        # German: "An der X ist Y beteiligt", "dass Y die X übernimmt".
        others = _of_links(parties, [link for link in rule.links if link])
        subjects = _subjects(text, parties, trigger.start, others)
        rest = [p for p in parties if p.link is None and p not in subjects]
        if not others and rule.type in ("supply", "recycling_service"):
            others = [p for p in parties if p.link == "of"]  # "X's cathodes are what Y supplies"
        others = others or rest[:1]
        if others and not subjects:
            return [Side(p, rule.other) for p in others]
        if subjects and others:
            return [Side(p, rule.subject) for p in subjects] + [Side(p, rule.other) for p in others]
    if passive:
        agents = _first_group([p for p in after or parties if p.link == "by"])
        takers = _first_group([p for p in after if p.link == "to"])
        subjects = _subjects(text, parties, trigger.start, [*agents, *takers])
        if agents and not subjects:  # "packs from X will be handled by Y"
            subjects = [p for p in parties if p.end <= trigger.start and p.link in _SOURCES][:1]
        if takers and not agents:
            return [Side(p, rule.subject) for p in subjects] + [Side(p, rule.other) for p in takers]
        return [Side(p, rule.subject) for p in agents] + [Side(p, rule.other) for p in subjects]
    others = _of_links(after, rule.links)
    if not others and trigger.value == "partner" and text[trigger.start] >= "\u2e80":
        others = [p for p in after if p.start == trigger.end]  # 携手 X
    if trigger.value == "purchase" and text[trigger.start] >= "\u2e80":
        others = [p for p in parties if p.link in ("to", "from")] or others  # 向 X 采购
    if trigger.value == "purchase" and not others:
        # "buys the lithium that Y turns out"
        others = [p for p in after if p.link is None and _RELATIVE.search(text[: p.start][-50:])][
            :1
        ]
    if trigger.value == "purchase" and not others:
        others = [p for p in after if _WARES.match(text, p.end)][:1]
    if trigger.value in ("purchase", "license") and not others:
        # "From X it receives", "from whom it licensed": the source stands before.
        others = [
            p
            for p in parties[:1]
            if p.end <= trigger.start
            and (p.link == "from" or _FROM_WHOM.search(text, p.end, trigger.start))
        ]
    subjects = _relative_subjects(text, parties, trigger) or _subjects(
        text, parties, trigger.start, others
    )
    if others and not subjects and trigger.value in ("supply", "promise"):
        # "All of its output is sold to X"
        subjects = [p for p in parties if p.end <= trigger.start and p.link in ("of", "owner")][:1]
    if others and not subjects and _TOGETHER.match(text, trigger.start):  # "With X, Y develops"
        subjects = [p for p in after if p.link is None and p.start > others[-1].end][:1]
    if subjects and not others and _RELATIVE.search(text[: subjects[0].start][-50:]):
        # "X, a specialist that Y took over": the object stands before.
        before = [p for p in parties if p.end < subjects[0].start]
        others = [p for p in before if p.group == before[-1].group]
    first, second = rule.subject, rule.other
    if trigger.value == "license" and any(p.link == "from" for p in others):
        first, second = second, first
    sides = [Side(p, first) for p in subjects] + [Side(p, second) for p in others]
    if rule.third and not (subjects and rule.third == rule.subject):
        links = ("from",) if others else ("from", "to")  # "achetée à X"
        sellers = _first_group([p for p in after if p.link in links])
        sides += [Side(p, rule.third) for p in sellers]
    return sides


def _relative_subjects(text: str, parties: Sequence[Party], trigger: Hit) -> list[Party]:
    """For "a contract with A and B, which supply C": A and B; for "a works which A runs": A."""
    before = [p for p in parties if p.end <= trigger.start]
    if not before:
        return []
    open_clause = text.count(",", before[-1].end, trigger.start) % 2 == 0
    if open_clause and before[-1].link is None and _RELATIVE.search(text[: before[-1].start][-50:]):
        return before[-1:]
    if not _WHO.fullmatch(text, before[-1].end, trigger.start):
        return []
    return [p for p in before if p.group == before[-1].group]


def _sides_of_plural(text: str, rule: Rule, trigger: Hit, parties: Sequence[Party]) -> list[Side]:
    """For "A and B build": a chain as the subject of what is done together."""
    subjects = _subjects(text, parties, trigger.start, ())
    close = bool(subjects) and trigger.start - subjects[-1].end <= _CLOSE
    if close and len(_distinct(subjects)) > 1:
        return _both(subjects, rule.subject, rule.other)
    # Japanese, Korean, Chinese: "A, together with B, builds".
    eastern = text[trigger.start] >= "\u2e80"
    others = [p for p in parties if p.link == "with" and p.end <= trigger.start]
    return _both([*subjects, *others], rule.subject, rule.other) if eastern and others else []


def nearest_sides(trigger: Hit, sides: Sequence[Side], parties: Sequence[Party]) -> list[Side]:
    """The sides completed with the nearest other company of the sentence, whatever its attachment.

    For triggers that leave no doubt about a contract: only who its second party is may be unclear.
    """
    known = {s.party.name for s in sides}
    rest = [p for p in parties if p.name not in known and p.link != "other"]
    if not known:
        rest = list({p.name: p for p in reversed(rest)}.values())
    rest.sort(key=lambda p: (p.kind == "government", _distance(trigger, p)))
    first, second = _roles(trigger)
    added: list[Side] = []
    for party in rest[: 2 - len(known)]:
        taken = {s.role for s in [*sides, *added]}
        seller = party.link in ("from", "by", "of")
        role = first if second in taken or (not taken and not seller) else second
        added.append(Side(party, role))
    return [*sides, *added]


def _roles(trigger: Hit) -> tuple[str, str]:
    if trigger.kind == "deal_verb":
        return RULES[trigger.value].subject, RULES[trigger.value].other
    return ROLES.get(trigger.value, ("partner", "partner"))


def _distance(trigger: Hit, party: Party) -> int:
    return trigger.start - party.end if party.end <= trigger.start else party.start - trigger.end


def _both(parties: Sequence[Party], first: str, second: str) -> list[Side]:
    return [Side(p, second if number else first) for number, p in enumerate(parties)]


def _of_links(after: Sequence[Party], links: Sequence[str | None]) -> list[Party]:
    for number, party in enumerate(after):
        if party.link in links:
            return [p for p in after[number:] if p.group == party.group]
    return []


def _sides_of_round(text: str, trigger: Hit, parties: Sequence[Party]) -> list[Side]:
    """Who raises and who invests, where a noun names a round, a stake or an investment."""
    targets = [p for p in parties if p.link == "into"]
    givers = [p for p in parties if p.link in ("from", "by", "with") and p.start >= trigger.start]
    subjects = _subjects(text, parties, trigger.start, [*targets, *givers])
    if _STAKE.search(text[trigger.start : trigger.end]) and not targets:
        targets = [p for p in parties if p.start >= trigger.end and p.link in ("of", None)][:1]
    if targets and not givers:
        if subjects and _RECEIVES.search(text, subjects[-1].end, trigger.start):
            return [Side(p, "target") for p in targets]
        return [Side(p, "investor") for p in subjects] + [Side(p, "target") for p in targets]
    if givers and targets:
        subjects = targets
    late = [p for p in parties if p.link is None and p.start >= trigger.end]
    if _ROUND.search(text[trigger.start : trigger.end]):
        givers += [p for p in late if p not in givers]
    sides = [Side(p, "target") for p in subjects]
    return sides + [Side(p, "investor") for p in givers]


def _subjects(
    text: str, parties: Sequence[Party], position: int, others: Sequence[Party]
) -> list[Party]:
    """The chain in subject position before a word: the first, or the one that opens its clause."""
    groups = {p.group for p in others}
    before = [p for p in parties if p.end <= position and p.group not in groups]
    free = [p for p in before if p.link is None] or [p for p in before if p.link == "owner"]
    if not free:
        return []
    chosen = free[0].group
    for party in free[1:]:
        if party.group != chosen and _CLAUSE.search(text[max(0, party.start - 40) : party.start]):
            chosen = party.group
    return [p for p in free if p.group == chosen]


def _nearest_group(parties: Sequence[Party], trigger: Hit) -> list[Party]:
    after = [p for p in parties if p.start >= trigger.start]
    chosen = after or parties[-1:]
    return [p for p in parties if chosen and p.group == chosen[0].group]


def _first_group(parties: Sequence[Party]) -> list[Party]:
    return [p for p in parties if p.group == parties[0].group]


def _distinct(parties: Sequence[Party]) -> set[str]:
    return {p.name for p in parties}
