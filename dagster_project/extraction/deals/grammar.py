"""The grammar of deals: which word names which deal, and what attaches to it in which role."""

from __future__ import annotations

from typing import NamedTuple

from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence


class Side(NamedTuple):
    """One party and its role."""

    party: Party
    role: str


class Mention(NamedTuple):
    """A deal as one sentence tells it; `weak` when its words alone prove no contract."""

    type: str
    sides: list[Side]
    sentence: Sentence
    trigger: Hit
    weak: bool


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
    "belong": Rule("acquisition", "target", "acquirer", ("to", "of", "by", "into")),
    "sell": Rule("asset_sale", "supplier", "buyer", ("to",)),
    "merge": Rule("acquisition", "target", "acquirer", ("with", None)),
    "invest": Rule("equity_investment", "investor", "target", ("into", "to", None)),
    "raise": Rule("equity_investment", "target", "investor", ("from", "by")),
    "lead": Rule("equity_investment", "target", "investor", ("by", "from", "of", None)),
    "supply": Rule("supply", "supplier", "buyer", ("to", None, "with", "for"), "supplier"),
    "purchase": Rule("offtake", "buyer", "supplier", ("from", "by", "of", "owner")),
    "send": Rule("recycling_service", "supplier", "buyer", (None, "to", "for", "from")),
    "recycle": Rule("recycling_service", "supplier", "buyer", ("for", "from", "of", "owner")),
    "partner": Rule("partnership", "partner", "partner", ("with", "to")),
    "found": Rule("joint_venture", "partner", "partner", ("with",)),
    "license": Rule("licence", "supplier", "buyer", ("to", None, "from")),
    "jointly": Rule("partnership", "partner", "partner", ()),
    "sign": Rule("definitive_agreement", "partner", "partner", ("with",)),
    "unite": Rule("acquisition", "acquirer", "target", ()),
    "leave": Rule(
        "partnership", "partner", "partner", ("with", "into", "of", "from", "owner", None)
    ),
    "operate": Rule("operator_contract", "partner", "partner", ("by",)),
    "choose": Rule("supply", "buyer", "supplier", (None,)),
    "lend": Rule("loan", "lender", "borrower", ("to", None)),
    "haul": Rule("logistics_service", "supplier", "buyer", ("for", "from", "of", "owner")),
    "engineer": Rule("operator_contract", "supplier", "buyer", ("for", "of", "owner")),
    "own": Rule("joint_venture", "partner", "partner", ()),
    "promise": Rule("offtake", "supplier", "buyer", ("to", "for", "by", "with")),
    "served": Rule("supply", "buyer", "supplier", ("by", "from", "of", "with")),
    "come": Rule("supply", "buyer", "supplier", ("from", "by", "of")),
    "pass": Rule("acquisition", "target", "acquirer", ("to", "by", "of")),
}
# Roles of the subject and of the other side for deals named by a noun; partner where not listed.
ROLES: dict[str, tuple[str, str]] = {
    "supply": ("supplier", "buyer"),
    "offtake": ("supplier", "buyer"),
    "acquisition": ("acquirer", "target"),
    "asset_sale": ("supplier", "buyer"),
    "equity_investment": ("target", "investor"),
    "loan": ("borrower", "lender"),
}
NOUN_LINKS = {
    "acquisition": ("with", "of", "by", "from"),
    "asset_sale": ("to", "with"),
    "equity_investment": ("from", "by", "with", "of", "into"),
    "loan": ("from", "by", "with"),
    "licence": ("from", "to", "with"),
    "supply": ("with", "to", "from"),
    "offtake": ("with", "to", "from"),
    "joint_venture": ("with", "of", "between", "by"),
    "operator_contract": ("by", "with"),
    "logistics_service": ("with", "for", "by"),
    "recycling_service": ("with", "for", "by", "from"),
    "loi": ("with", "from", "by"),
}
# Deals in which goods move or are worked on: one for each counterparty.
GOODS = {"supply", "offtake", "tolling", "licence", "recycling_service", "logistics_service"}
_MONEY = {"equity_investment", "loan"}


def apart(one: str, two: str) -> bool:
    """Whether two types are two deals though the parties are the same: money in, goods out."""
    return (one in _MONEY and two in GOODS) or (one in GOODS and two in _MONEY)


# What one party is to the other: type of deal, its role, the other's role.
PLAYERS: dict[str, tuple[str, str, str]] = {
    "customer": ("supply", "buyer", "supplier"),
    "taker": ("offtake", "buyer", "supplier"),
    "supplier": ("supply", "supplier", "buyer"),
    "partner": ("partnership", "partner", "partner"),
    "co_owner": ("joint_venture", "partner", "partner"),
    "licensee": ("licence", "buyer", "supplier"),
    "licensor": ("licence", "supplier", "buyer"),
    "contractor": ("operator_contract", "supplier", "buyer"),
    "lender": ("loan", "lender", "borrower"),
    "shareholder": ("equity_investment", "investor", "target"),
    "recycler": ("recycling_service", "supplier", "buyer"),
    "carrier": ("logistics_service", "supplier", "buyer"),
    "toller": ("tolling", "supplier", "buyer"),
}
