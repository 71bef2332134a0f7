"""Ventures told by who owns what: shares that make a whole, works that belong to two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.attachment import VERBAL
from dagster_project.extraction.deals.completion import in_force
from dagster_project.extraction.deals.grammar import Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_SHARE = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d+)?)\s?(?:%|％|(?:per ?cent|Prozent|pour cent|por ciento)\b)",
    re.I,
)
# "X has 38% of the world market, Y the rest": nobody owns a market.
_MARKET = re.compile(
    r"\b(?:share of|of|on|in) the (?:[\w-]+ ){0,3}markets?\b|\bmarket (?:share|is held|leader)|"
    r"\bMarktanteil|\b(?:am|des) (?:\w+ ){0,2}Markt(?:e?s)?\b|parts? d[eu] marché|cuota de mercado|"
    r"市场份额|市占率|시장 ?점유|市場シェア",
    re.I,
)
_IN_BRACKETS = re.compile(r"\s?[(（]$")
_NEAR = 45
_BELONGS = re.compile(
    r"\b(?:owned|held|belong(?:s|ed|ing)?|gehör(?:t|en|te)|appart(?:ient|iennent|enant|enait)|"
    r"détenue?s?|contrôlée?s?|pertenece|propiedad)\s(?:[\w%]+\s){0,2}?"
    r"(?:by|to|von|der|den|dem|à|aux?|par|de|a)\s(?:the |der |den |dem |la |le )?$",
    re.I,
)
_OF = re.compile(
    r"\s(?:of|von|de|du|des|d[’'])\s?(?:the\s|der\s|des\s|le\s|la\s|l[’'])?(?:[a-zà-ÿ-]+\s){0,2}"
)
_OWN = re.compile(r"\.?[’']s?\s(?:[\w$.-]+\s){0,4}|的[一-鿿]{0,6}|의 ?(?:[가-힣A-Za-z0-9]+ ){0,3}")
_HYPHEN = re.compile(
    r"\b(?!The )([A-Z][\w&.]*(?: [A-Z][\w&.]*)?)[-–/]([A-Z][\w&.]*(?: [A-Z][\w&.]*)?)[- ]"
    r"(?:[\w-]+ )?(?:joint venture|venture|JV|Gemeinschaftsunternehmen|Joint Venture)\b"
)
_REST = re.compile(
    r"\b(?:(?:the|an)?other half|half of which|(?:the )?(?:other|remaining) \d+(?:\.\d+)?"
    r" ?(?:%|per ?cent)|"
    r"% (?:of [^.,;]{2,40})?, [^,.;]{2,40} the (?:rest|other|remainder)|"
    r"die (?:übrigen|restlichen) \d+|"
    r"les \d+ ?% restants|el \d+ ?% restante|holds? the (?:rest|remainder|remaining)|"
    r"owns? the (?:rest|remainder|"
    r"remaining)|the remaining \d+ ?%|andere Hälfte|zur Hälfte|restlichen Anteile|"
    r"l[’']autre moitié|"
    r"la otra mitad|(?:la|une) moitié (?:appartient|est détenue)|la mitad pertenece)\b",
    re.I,
)
_HOLDS = re.compile(
    r"\b(?:owns?|owned|holds?|held|has|have|belongs?|belonged|gehör\w+|hält|halten|appartien\w+|détien\w+|"
    r"détenue?|pertenece|tiene|posee)\b"
)
# "which it owns 55-45 with X", "ein 60:40-Projekt mit X".
_RATIO = re.compile(r"(?<![\d.,:/–-])([1-9]\d)\s?[-–:/]\s?([1-9]\d)(?![\d:/%])(?! ?(?:Uhr|GWh|kt))")
# "holds 49% alongside X".
_BESIDE = re.compile(
    r"\b(?:alongside|together with|in common with|aux côtés d|avec|ensemble avec|neben|"
    r"gemeinsam mit|"
    r"zusammen mit|junto (?:a|con))\b|aux côtés d[’']",
    re.I,
)
# "the A and B joint venture", "A·B 합작사".
_VENTURE = re.compile(
    r"(?:[’']s?)?\s?(?:joint[ -]venture|JV\b|Gemeinschaftsunternehmen|coentreprise|合资|합작|合弁)",
    re.I,
)


def owners(page: Page, sentence: Sentence, parties: Sequence[Party]) -> Mention | None:
    """The joint venture a sentence tells by its owners' shares or by whose works it speaks of."""
    if _MARKET.search(page.text, sentence.start, sentence.end):
        return None
    companies = [p for p in parties if p.kind == "company"]
    listed = any(h.value == "shareholder" for h in page.hits_in(sentence, "deal_player"))
    found = _by_shares(page.text, sentence, companies, listed)
    if found:
        return Mention("joint_venture", [Side(p, "partner") for p in found[1]], *found[0])
    pair = (
        _by_hyphen(page, sentence)
        or _by_ratio(page, sentence, companies)
        or _by_rest(page, sentence, companies)
        or _by_works(page, sentence, companies)
    )
    if not pair:
        return None
    trigger = Hit(pair[0].start, pair[0].end, "deal", "joint_venture")
    return Mention("joint_venture", [Side(p, "partner") for p in pair], sentence, trigger, False)


def _by_shares(
    text: str, sentence: Sentence, companies: list[Party], listed: bool
) -> tuple[tuple[Sentence, Hit, bool], list[Party]] | None:
    """For "A (51%) and B (49%)", "70% A and 30% B", "owned 60 percent by A and 40 percent by B"."""
    shares = list(_SHARE.finditer(text, sentence.start, sentence.end))
    if len(shares) < 2:
        return None
    before, after, bracketed = {}, {}, {}
    for number, share in enumerate(shares):
        floor = shares[number - 1].end() if number else sentence.start
        ceiling = shares[number + 1].start() if number + 1 < len(shares) else sentence.end
        value = float(share[1].replace(",", "."))
        left = [p for p in companies if floor <= p.start and p.end <= share.start()]
        right = [p for p in companies if share.end() <= p.start and p.end <= ceiling]
        if left and share.start() - left[-1].end < _NEAR:
            after[left[-1].name] = (left[-1], value)
            if _IN_BRACKETS.match(text, left[-1].end, share.start()):
                bracketed[left[-1].name] = (left[-1], value)
        if right and right[0].start - share.end() < _NEAR:
            before[right[0].name] = (right[0], value)
    if shares[0].start() - sentence.start < _NEAR + 30 and len(before) == len(shares):
        after.clear()  # "X, 70% A and 30% B": X is the venture
    for reading in (bracketed, before, after):
        whole = 99 <= sum(value for _, value in reading.values()) <= 101
        if len(reading) > 1 and (whole or (reading is bracketed and not listed)):
            trigger = Hit(shares[0].start(), shares[0].end(), "deal", "joint_venture")
            return (sentence, trigger, False), [party for party, _ in reading.values()]
    return None


def _by_hyphen(page: Page, sentence: Sentence) -> list[Party]:
    """For "the A-B joint venture": two names of the text joined by a hyphen."""
    found = _HYPHEN.search(page.text, sentence.start, sentence.end)
    if not found:
        return []
    names = {m.name for m in page.organisations.named if m.kind == "company"}
    pair = []
    for part in found.groups():
        alike = {n for n in names if n == part or n.startswith(part + " ")}
        if len(alike) != 1:
            return []
        pair.append(Party(found.start(), found.start(), alike.pop(), "company", None, -1))
    return pair if pair[0].name != pair[1].name else []


def _by_ratio(page: Page, sentence: Sentence, companies: list[Party]) -> list[Party]:
    """For "owns 55-45 with X", "holds 49% alongside X": X and the holder, or whom it is about."""
    text = page.text
    ratio = _RATIO.search(text, sentence.start, sentence.end)
    if not ratio or int(ratio[1]) + int(ratio[2]) != 100:
        ratio = None
        beside = _BESIDE.search(text, sentence.start, sentence.end)
        if not beside or not _SHARE.search(text, sentence.start, sentence.end):
            return []
        if not _HOLDS.search(text, sentence.start, beside.start()):
            return []
        pair = [p for p in companies if 0 <= p.start - beside.end() < _NEAR][:1]
    else:
        pair = [p for p in companies if p.link in ("with", "between")][:2]
    holder = next((p for p in companies if p.link is None and p not in pair), None)
    if len(pair) == 1:
        name = holder.name if holder else in_force(page, sentence)
        if name is None or name == pair[0].name:
            return []
        pair.append(holder or Party(sentence.start, sentence.start, name, "company", None, -1))
    return pair if len({p.name for p in pair}) == 2 else []


def _by_rest(page: Page, sentence: Sentence, companies: list[Party]) -> list[Party]:
    """For "X owns the other half", "half of which belongs to X": X and whom the text is about."""
    if not _REST.search(page.text, sentence.start, sentence.end):
        return []
    if not _HOLDS.search(page.text, sentence.start, sentence.end):
        return []
    pair = list({p.name: p for p in companies}.values())
    if len(pair) == 1:
        name = in_force(page, sentence)
        if name is None or name == pair[0].name:
            return []
        pair.append(Party(sentence.start, sentence.start, name, "company", None, -1))
    return pair if len(pair) == 2 else []


def _by_works(page: Page, sentence: Sentence, companies: list[Party]) -> list[Party]:
    """For "A and B's plant", "the plant of A and B", "belongs to A and B", "A's plant with B"."""
    works = page.hits_in(sentence, "facility", "facility_loose")
    many = {h.end for h in page.hits_in(sentence, "facility_plural")}
    works = [h for h in works if h.end not in many]
    text = page.text
    for number, party in enumerate(companies[:-1]):
        other = companies[number + 1]
        if party.name == other.name:
            continue
        if party.group == other.group:
            chain = [p for p in companies if p.group == party.group]
            if _BELONGS.search(text[max(sentence.start, party.start - 60) : party.start]):
                return chain
            if _VENTURE.match(text, chain[-1].end):
                return chain
            own = _OWN.match(text, chain[-1].end)
            if own and any(chain[-1].end < h.start <= own.end() + 1 for h in works):
                return chain
            if any(_OF.fullmatch(text, h.end, party.start) for h in works):
                return chain
        between = [h for h in works if party.end < h.start and h.end < other.start]
        linked = party.link == "owner" and other.link == "with" and between
        if linked and not VERBAL.search(text, party.end, other.start):
            return [party, other]
    return []
