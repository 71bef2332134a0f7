"""Which mentions of a sentence are the parties of a deal, and in which role.

A noun ("supply agreement") takes its parties from attachments; a verb ("acquired") from subject and
object. `RULES` is the grammar of each verb class of the vocabulary's `deal_verb`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dagster_project.extraction.deal_parties import Party
from dagster_project.extraction.model import Hit


class Rule(NamedTuple):
    """A class of verbs.

    `links` are the attachments of the other side, None meaning the object; `subject` and `other`
    the roles of the two sides; `third` the role of a "from X" beside an object.
    """

    type: str
    subject: str
    other: str
    links: tuple[str | None, ...]
    third: str | None = None


RULES: dict[str, Rule] = {
    "acquire": Rule("acquisition", "acquirer", "target", (None, "owner", "of"), "target"),
    "sell": Rule("asset_sale", "supplier", "buyer", ("to",)),
    "merge": Rule("acquisition", "target", "acquirer", ("with", None)),
    "invest": Rule("equity_investment", "investor", "target", ("into", None)),
    "raise": Rule("equity_investment", "target", "investor", ("from", "by")),
    "lead": Rule("equity_investment", "target", "investor", ("by", "from", "of", None)),
    "supply": Rule("supply", "supplier", "buyer", ("to", None, "with", "for")),
    "purchase": Rule("offtake", "buyer", "supplier", ("from",)),
    "send": Rule("recycling_service", "supplier", "buyer", (None, "to", "for")),
    "recycle": Rule("recycling_service", "supplier", "buyer", ("for", "from")),
    "partner": Rule("partnership", "partner", "partner", ("with",)),
    "found": Rule("joint_venture", "partner", "partner", ("with",)),
    "license": Rule("licence", "supplier", "buyer", ("to", None)),
    "operate": Rule("operator_contract", "partner", "partner", ("by",)),
    "lend": Rule("loan", "lender", "borrower", ("to", None)),
}
# Roles of the subject and of the other side for deals named by a noun; partner where not listed.
_ROLES: dict[str, tuple[str, str]] = {
    "supply": ("supplier", "buyer"),
    "offtake": ("supplier", "buyer"),
    "acquisition": ("acquirer", "target"),
    "asset_sale": ("supplier", "buyer"),
    "equity_investment": ("target", "investor"),
    "loan": ("borrower", "lender"),
}
_NOUN_LINKS = {
    "acquisition": ("with", "of", "by", "from"),
    "asset_sale": ("to", "with"),
    "equity_investment": ("from", "by", "with", "of", "into"),
    "loan": ("from", "by", "with"),
    "licence": ("from", "to", "with"),
    "supply": ("with", "to", "from"),
    "offtake": ("with", "to", "from"),
    "joint_venture": ("with", "of", "between", "by"),
    "operator_contract": ("by", "with"),
    "loi": ("with", "from", "by"),
}


class Side(NamedTuple):
    """One party and its role."""

    party: Party
    role: str


def sides_of_noun(trigger: Hit, parties: Sequence[Party]) -> list[Side]:
    """The parties of a deal named by a noun."""
    first, second = _ROLES.get(trigger.value, ("partner", "partner"))
    between = [p for p in parties if p.link == "between"]
    if len(_distinct(between)) > 1:
        return [
            Side(p, "partner" if first == second else (second if i else first))
            for i, p in enumerate(_first_group(between))
        ]
    links = _NOUN_LINKS.get(trigger.value, ("with", "by", "between"))
    others = _nearest_group([p for p in parties if p.link in links], trigger)
    subjects = _subjects(parties, trigger.start, others)
    if trigger.value == "joint_venture" and len(_distinct(others)) > 1:
        return [Side(p, "partner") for p in others]
    if not others and len(_distinct(subjects)) < 2:
        objects = [p for p in parties if p.link in (None, "owner") and p.start >= trigger.end]
        others = _first_group(objects)
    if any(p.link == "from" for p in others) and trigger.value in ("supply", "offtake", "licence"):
        first, second = second, first
    if any(p.link == "by" for p in others) and trigger.value == "acquisition":
        first, second = second, first
    return [Side(p, first) for p in subjects] + [Side(p, second) for p in others]


def sides_of_verb(trigger: Hit, parties: Sequence[Party], passive: bool) -> list[Side]:
    """The parties of a deal told by a verb."""
    rule = RULES[trigger.value]
    after = [p for p in parties if p.start >= trigger.end]
    if passive:
        agents = _first_group([p for p in after if p.link == "by"])
        subjects = _subjects(parties, trigger.start, agents)
        return [Side(p, rule.subject) for p in agents] + [Side(p, rule.other) for p in subjects]
    others: list[Party] = []
    for link in rule.links:
        others = _first_group([p for p in after if p.link == link])
        if others:
            break
    subjects = _subjects(parties, trigger.start, others)
    sides = [Side(p, rule.subject) for p in subjects] + [Side(p, rule.other) for p in others]
    if rule.third:
        sellers = _first_group([p for p in after if p.link == "from"])
        sides += [Side(p, rule.third) for p in sellers]
    return sides


def _subjects(parties: Sequence[Party], position: int, others: Sequence[Party]) -> list[Party]:
    """The chain in subject position: the nearest before a position that hangs on nothing."""
    groups = {p.group for p in others}
    before = [p for p in parties if p.end <= position and p.group not in groups]
    free = [p for p in before if p.link is None] or [p for p in before if p.link == "owner"]
    if not free:
        return []
    # A relative clause between a subject and its verb brings a later name; the first one governs.
    return [p for p in free if p.group == free[0].group]


def _nearest_group(parties: Sequence[Party], trigger: Hit) -> list[Party]:
    after = [p for p in parties if p.start >= trigger.start]
    chosen = after or parties[-1:]
    return [p for p in parties if chosen and p.group == chosen[0].group]


def _first_group(parties: Sequence[Party]) -> list[Party]:
    return [p for p in parties if p.group == parties[0].group]


def _distinct(parties: Sequence[Party]) -> set[str]:
    return {p.name for p in parties}
