"""What changes hands in the sentence of a deal: money, shares, goods; public money is no deal."""

from __future__ import annotations

import re

from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_SHARE = re.compile(
    r"\b(?:shareholders?|money in(?:to)?|Aktionär\w*|Gesellschafter\w*|actionnaires?|accionistas?|"
    r"stake|shares?|Anteile?|Beteiligung|beteiligt|capital|participation|equity|Anteil)\b|"
    r"\bsteigt\b|\bstieg\b|eingestiegen|股|지분|주주|出資"
)
_FACILITY = re.compile(
    r"^\W?\s?(?:[\w-]+\s)?(?:plants?|facilit|factor|compan|maker|recycler|business|units?|assets|"
    r"works|site|refiner(?:y|ies)|smelter|line|producer|manufacturer|start-?up|firm|specialist|"
    r"operations|mine|project)"
)
_GRANT = re.compile(r"grant|subsid|subven|Zuschuss|Förder|补贴|补助|보조금|補助金", re.I)
_OBJECT = 20
_WASTE = frozenset(
    ("end_of_life_batteries", "lithium_ion_battery_waste", "battery_scrap", "production_scrap")
)
_LENT = re.compile(r"loan|credit|debt|facility|kredit|darlehen|prêt|crédit|贷款|대출|融資", re.I)
_FROM = re.compile(r"\b(?:from|von|auprès|de)\b")
_NEAR = 10
# Money that buys no shares.
_PAID = re.compile(
    r"grant|award|prepay|pre-pay|advance|deposit|damages|compensation|settle|insur|royalt|fee\b|tax|"
    r"sales?\b|selling|revenue|orders?\b|subsid",
    re.I,
)
_STOCK = re.compile(
    r"\b(?:(?:common|ordinary|preferred|new) (?:shares?|stock|units)|shares? of|Aktien|actions|"
    r"acciones)(?!\w)"
)
_CONTRACT = re.compile(r"\b(?:contracts?|orders?|deal|Auftrag|Vertrag|contrat|commande|contrato)\b")
_WHOLE = re.compile(
    r"\b(?:all|remaining|outstanding|entire|100 ?%|majority|sämtliche|restliche\w*|toutes|"
    r"todas)(?!\w)"
)
# "sold its lithium metal business", "sold its 49% interest".
_BUSINESS = re.compile(
    r"(?:\s[\w%.-]+){0,4}?\s(?:business|division|unit|subsidiary|stake|shares|shareholding|interest|"
    r"half|holding|assets|arm|operations)\b"
)
# "15% of X", "el 15% de la compañía", "지분 10%를".
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:[.,]\d+)?\s?(?:%|％|per ?cent|Prozent|pour cent|por ciento)"
    r"(?: (?:stake|interest|holding|of|de|der|des|du|an|am|Anteil\w*)\b|를|을|의 지분|股|的股)"
)
# A German verb at the end of its clause: what it speaks of stands before it.
_CLOSED = re.compile(r"\s?(?:[.,;:!?]|$|und\b|hat\b|wird\b)")
# "X, which Y bought in May, makes cells".
_WHICH = re.compile(r", (?:which|whom|that|que|qu[’']|die|das|den) (?:[\w.’'-]+ ){1,5}$")
_OUTPUT = re.compile(
    r"\b(?:half|all|third|quarter|thirds|share|part|rest|most|%|per ?cent|Hälfte|Drittel|Viertel|"
    r"Teil|moitié|tiers|quart|partie|totalité|mitad|tercio|parte) (?:of|der|des|de|du) "
    r"(?:(?:that|it|this|them)\b|(?:[\w’'-]+ ){0,4}(?:output|production|volumes?|capacity|"
    r"Produktion|Menge|producción)\b)",
    re.I,
)


def public_money(page: Page, kind: str, trigger: Hit, parties: list[Party]) -> bool:
    """A loan or a sum from the state is a grant change, told elsewhere."""
    public = any(p.kind == "government" and p.link != "other" for p in parties)
    lead = [page.text[max(0, p.start - 10) : p.start] for p in parties if p.kind == "company"]
    into = any(before.endswith((" into ", " into the ")) for before in lead)
    invested = kind == "equity_investment" and trigger.kind == "deal_verb" and not into
    return public and (kind == "loan" or invested)


def told_as_grant(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "Secures a grant": money raised, but not from investors."""
    public = _GRANT.search(page.text, sentence.start, sentence.end) is not None
    return trigger.value == "raise" and public


def part_bought(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether less than half of a company is bought: "bought 15% of X", "지분 10%를 인수했다"."""
    start, end = max(sentence.start, trigger.start - 24), min(sentence.end, trigger.end + 40)
    part = _PERCENT.search(page.text, start, end)
    return part is not None and float(part[1]) < 50 and not _WHOLE.search(page.text, start, end)


def output_follows(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "to take half of the initial output": a share of what a works makes."""
    end = min(sentence.end, trigger.end + 70)
    return _OUTPUT.search(page.text, trigger.end, end) is not None


def goods_in(page: Page, sentence: Sentence) -> list[Hit]:
    """The materials a sentence speaks of: none is part of a name ("Quorvex Metals")."""
    hits = page.hits_in(sentence, "material")
    names = page.organisations.names_between(sentence.start, sentence.end) if hits else []
    return [h for h in hits if not any(n.start <= h.start and h.end <= n.end for n in names)]


def goods_follow(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether what is bought is a material or a tonnage rather than a company or a works."""
    stop = page.text.find(";", trigger.end, sentence.end)
    end = min(sentence.end if stop < 0 else stop, trigger.end + 70)
    if _WHICH.search(page.text[max(sentence.start, trigger.start - 60) : trigger.start]):
        comma = page.text.find(",", trigger.end, end)
        end = end if comma < 0 else comma
    eastern = page.text[trigger.start] >= "\u2e80"
    if eastern or (page.language == "de" and _CLOSED.match(page.text, trigger.end)):
        start = max(sentence.start, trigger.start - 70)
        end = max(trigger.start, end if eastern else 0)
        trigger = trigger._replace(end=start)
    works = [h.start for h in page.hits_in(sentence, "facility", "facility_loose")]
    if any(trigger.end <= start < trigger.end + _OBJECT for start in works) and not eastern:
        return False  # "buy the pilot line, where cells are made"
    for hit in goods_in(page, sentence):
        if trigger.end <= hit.start < end and not _FACILITY.match(
            page.text[hit.end : hit.end + 40]
        ):
            return True
    return any(
        q.kind in ("mass", "energy")
        and trigger.end <= q.start < end
        and not _FACILITY.match(page.text[q.end : q.end + 40])
        for q in page.quantities_in(sentence)
    )


def works_sold(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "sold its Dresden works to X", "sold its half of Y": no goods are supplied."""
    if not page.lowered.startswith(("sell", "sold"), trigger.start):
        return False
    after = page.text[trigger.end : min(sentence.end, trigger.end + 50)]
    if _BUSINESS.match(after) and not output_follows(page, sentence, trigger):
        return True
    works = page.hits_in(sentence, "facility", "facility_loose")
    return any(0 <= hit.start - trigger.end < 40 for hit in works)


def contract_follows(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "awarded X a five-year contract for cells": goods under a contract or an order."""
    told = _CONTRACT.search(page.text, trigger.end, min(sentence.end, trigger.end + 80))
    return told is not None and goods_follow(
        page, sentence, trigger._replace(start=told.start(), end=told.end())
    )


def stock_follows(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether what is bought is stock for a sum and not the whole company."""
    end = min(sentence.end, trigger.end + 90)
    bought = _STOCK.search(page.text, trigger.end, end) is not None
    whole = _WHOLE.search(page.text, trigger.end, end) is not None
    return bought and not whole and money_or_share(page, sentence)


def waste(page: Page, sentence: Sentence) -> bool:
    """Whether what changes hands in a sentence is scrap or spent batteries."""
    found = {h.value for h in goods_in(page, sentence)}
    return bool(found & _WASTE) and "black_mass" not in found


def with_money(page: Page, sentence: Sentence, trigger: Hit) -> Hit:
    """For "provides $5 million in equity", "took $5 million from": money moves and no goods."""
    if trigger.value not in ("supply", "purchase") or trigger.kind != "deal_verb":
        return trigger
    given = [
        q
        for q in page.quantities_in(sentence)
        if q.kind == "money" and 0 <= q.start - trigger.end < 30
    ]
    if not given:
        return trigger
    end = min(sentence.end, given[0].end + 50)
    lent = _LENT.search(page.text, trigger.end, end) is not None
    if trigger.value == "purchase":
        paid = _PAID.search(page.text, sentence.start, sentence.end) is not None
        near = given[0].start - trigger.end < _NEAR and _FROM.search(page.text, given[0].end, end)
        return trigger._replace(value="raise") if near and not (lent or paid) else trigger
    return trigger._replace(value="lend" if lent else "invest")


def tonnage(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells a mass or an energy."""
    return any(q.kind in ("mass", "energy") for q in page.quantities_in(sentence))


def money_or_share(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells a sum or speaks of shares."""
    return _SHARE.search(page.text, sentence.start, sentence.end) is not None or any(
        q.kind == "money" for q in page.quantities_in(sentence)
    )
