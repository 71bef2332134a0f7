"""Shares of one company in another: "owns 12% of X", "10 Prozent an X", "a stake held by Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.deals.completion import in_force
from dagster_project.extraction.deals.grammar import Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_PART = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,2}(?:[.,]\d+)?)\s?(?:%|％|per ?cent\b|Prozent\b|pour cent\b|"
    r"por ciento\b)"
    r"(?: ?(?:stake|interest|holding|shareholding|share|Anteil\w*|Beteiligung|der Anteile|"
    r"der Aktien|"
    r"of the (?:shares|stock|equity|capital)|of its (?:shares|stock|equity|capital)|des parts|"
    r"des actions|du capital|del capital|de las acciones))?"
    r"|\b(?:a |one )?(?:half|third|quarter)(?= (?:of|in) (?:the|its|that) "
    r"(?:project|mine|plant|works|venture|company)\b)"
    r"|\b(?:minority|significant|substantial|strategic) (?:stake|interest|holding|shareholding)\b"
    r"|\b(?:Minderheits|Minder)(?:beteiligung|anteil)\b|\b(?:participation|part) minoritaire\b",
    re.I,
)
_HAS = re.compile(
    r"\b(?:pays?|paid|contribut\w+|puts?|gave|gives|gets|holds?|holding|held|owns?|owning|owned|has|have|had|takes?|took|taking|taken|acquires?|"
    r"acquired|"
    r"acquiring|buys?|bought|buying|purchas\w+|receiv\w+|secur\w+|picks? up|picked up|retains?|"
    r"keeps?|"
    r"kept|gets?|got|hält|halten|hielt|hat|besitzt|besaß|übern\w+|erw[ia]rb\w*|sichert\w*|stieg|"
    r"steigt|"
    r"beteiligt\w*|kauft\w*|détien\w+|possèd\w+|pren\w+|a pris|acquiert|acquis|entre|entrée?|monte|"
    r"tiene|posee|compr\w+|adquir\w+|entra|entró|toma|tomó)\b",
    re.I,
)
_IN = re.compile(
    r"\s(?:of|in|an|am|bei|beim|von|der|de|du|dans|en|d[’'])\s?(?:(?:the|der|die|dem|le|la|l[’']|"
    r"el)\s?)?"
    r"(?:[\w’'-]+\s){0,3}",
    re.I,
)
_BY = re.compile(
    r"[^.;:]{0,40}\b(?:held|owned|gehalten|détenue?|controlled) (?:by|von|par|"
    r"por)\s(?:[\w’'-]+\s){0,3}",
    re.I,
)
_STOCK = re.compile(r"[’']s? (?:shares|stock|equity|capital|share capital)\b")
_GOES_ON = re.compile(
    r"\s?(?:[.,;:)(–—]|$)|\s(?:and|but|for|in|since|after|which|through|from|via|at|by|as|when|"
    r"while|with|"
    r"und|für|seit|ein|beteiligt|et|pour|depuis|y|por|desde|e|zu|gesichert|erworben|übernommen|"
    r"gekauft)\b"
)
_BOUGHT = re.compile(r"\b(?:beteiligt|eingestiegen|einsteig\w*)\b|\b(?:stieg|steigt)\b.* ein\b")
# Shares of what is no company: markets, costs, output.
_OTHER = re.compile(
    r"\b(?:market|Markt\w*|marché|mercado|sales|output|production|revenue|demand|capacity|"
    r"emissions|"
    r"costs?|supply|workforce|jobs|staff|recover\w*|lithium|nickel|cobalt)\b",
    re.I,
)
# Part of a works, and not of its company: a venture.
_OF_WORKS = re.compile(
    r"\s(?:of|in|an|am|der|des|de|du|del|dans|en) "
    r"(?:the |that |its |dem |diesem |la |le |l[’']|el )?"
    r"(?:[\w-]+ ){0,2}(?:project|mine|plant|works|refinery|factory|venture|Projekts?|Mine|Werks?|"
    r"Bergwerks?|Fabrik|projet|usine|raffinerie|proyecto|mina|planta)\b",
    re.I,
)
_HALF = 50
_BESIDE = 4


# "持有X20%股权", "X 지분 20%", "Xの株式20%".
_EASTERN = re.compile(
    r"(?:지분|株式)(?:의|の|을)?\s?(\d{1,2}(?:\.\d+)?)\s?[%％]|(\d{1,2}(?:\.\d+)?)\s?[%％]的?(?:股权|股份)"
)


def _eastern(page: Page, sentence: Sentence, companies: Sequence[Party]) -> Mention | None:
    """A holding told in Chinese, Korean or Japanese: of the company named before the share."""
    part = _EASTERN.search(page.text, sentence.start, sentence.end)
    if not part or float(part[1] or part[2]) >= _HALF:
        return None
    before = [p for p in companies if p.end <= part.start()]
    if len({p.name for p in before}) != 2 or part.start() - before[-1].end > _BESIDE:
        return None
    sides = [Side(before[0], "investor"), Side(before[-1], "target")]
    trigger = Hit(part.start(), part.end(), "deal", "equity_investment")
    return Mention("equity_investment", sides, sentence, trigger, weak=True)


def by_stake(page: Page, sentence: Sentence, parties: Sequence[Party]) -> Mention | None:
    """The holding of less than half of a company that a sentence tells."""
    text = page.text
    companies = [p for p in parties if p.kind == "company"]
    if not companies:
        return None
    eastern = _eastern(page, sentence, companies)
    if eastern:
        return eastern
    for part in _PART.finditer(text, sentence.start, sentence.end):
        number = part["number"]
        works = _OF_WORKS.match(text, part.end()) is not None
        if number and float(number.replace(",", ".")) >= _HALF and not works:
            continue
        pair = _holding(page, sentence, companies, part)
        if pair and pair[0].name != pair[1].name:
            kind = "joint_venture" if works else "equity_investment"
            roles = ("partner", "partner") if works else ("investor", "target")
            sides = [Side(party, role) for party, role in zip(pair, roles, strict=True)]
            trigger = Hit(part.start(), part.end(), "deal", kind)
            return Mention(kind, sides, sentence, trigger, weak=True)
    return None


def _holding(
    page: Page, sentence: Sentence, companies: Sequence[Party], part: re.Match[str]
) -> tuple[Party, Party] | None:
    """Who holds a share, and of whom."""
    text = page.text
    after = [p for p in companies if p.start >= part.end()]
    before = [p for p in companies if p.end <= part.start()]
    target = next((p for p in after if _IN.fullmatch(text, part.end(), p.start)), None)
    if target and not _is_whole(text, target):
        return None
    end = target.end if target else part.end()
    holder = next((p for p in after if p.start >= end and _BY.fullmatch(text, end, p.start)), None)
    bought = _BOUGHT.search(text, sentence.start, sentence.end)
    if holder is None:
        holder = next(
            (p for p in before if p.link is None and p.name != (target and target.name)), None
        )
        said = holder and _HAS.search(text, holder.end, part.start())
        if holder and not (said or bought):
            return None
    if target is None and bought:
        target = next(
            (p for p in companies if p.link in ("other", "to", "from", "of") and p is not holder),
            None,
        )
        if holder is None:
            holder = next((p for p in after if p.link is None), None)
    if holder is None:
        return None
    if target is None:
        stake = page.text[part.start() : part.end()].strip(" %").lower()
        plain = part["number"] is not None and stake.replace(",", ".").replace(".", "").isdigit()
        if (plain and not bought) or _OTHER.search(text, part.end(), part.end() + 30):
            return None
        name = in_force(page, sentence)
        if name is None or name == holder.name:
            return None
        target = Party(sentence.start, sentence.start, name, "company", None, -1)
    return holder, target


def _is_whole(text: str, target: Party) -> bool:
    """Whether the share is of a company and not of its works or sales: "20% of X's output"."""
    return (
        _STOCK.match(text, target.end) is not None or _GOES_ON.match(text, target.end) is not None
    )
