"""What a sentence says of a deal beside its parties: status, date, value, place, material."""

from __future__ import annotations

import re

import pycountry

from dagster_project.extraction.deals.money import goods_in
from dagster_project.extraction.model import Date, Frame, Hit, Place, Quantity, Sentence
from dagster_project.extraction.page import Page

_STATUS_ORDER = ("terminated", "expired", "closed", "amended", "signed", "announced")
_STANDING = {"joint_venture", "partnership"}
_CLOSING_TYPES = {"acquisition", "asset_sale", "equity_investment", "loan"}
# A date that tells how long or from when, not when it was agreed.
_TERM = re.compile(
    r"\b(?:by|until|through|till|from|starting|starts?|beginning|begins?|commencing|effective|to|"
    r"bis|"
    r"ab|jusqu'en|dès|à partir de|hasta|expected|before|after|targeted for|due|between|early|late|"
    r"mid-|scheduled for|end of|slated for|founded in|since its|gegründet|through to|year ended|"
    r"for the)"
    r"\s*$|[至到]$",
    re.I,
)
_DATED = re.compile(
    r"\b(?:back to|dat(?:es?|ed|ing) from|dates? back to|stammt? aus|datiert\w* (?:von|vom|"
    r"auf))\s*$"
)
_PLANT_MONEY = re.compile(
    r"^[\s-]*(?!(?:for|to|in|für|pour)\s)(?:(?!credit|loan|debt|term|financ|"
    r"note)[\w-]+\s){0,3}(?:plant|facility|factory|refinery|project|works|gigafactory|campus|site|"
    r"expansion|Werk|Anlage|usine|grant)\b|^\s*(?:per|/|a)\s"
)
_WORTH = re.compile(
    r"(?:worth|valued at|value of|valuation of|total(?:l?ing)?(?: of)?|consideration of|amount of|"
    r"proceeds of|size of|round of|round to|tour de table de|for|of|at|over|about|around|some|to|"
    r"approximately|Wert von|über|in Höhe von|de|d[’']un montant de|총|规模|金额)"
    r"\s*(?:[\w-]+\s){0,3}$",
    re.I,
)
# "a $400 million contract", "a $2 billion cell order".
_SUM_OF = re.compile(r"^[\s-]?(?:[\w-]+\s){0,3}(?:contract|order|deal|agreement|accord|pact)\b")
_VALUATION = re.compile(
    r"(?:pre-money|post-money|valuation|market cap|revenue|par value|per (?:share|unit)|each)"
)


def add_facts(page: Page, frame: Frame, sentence: Sentence, trigger: Hit, deal_type: str) -> None:
    """Add what the sentence of a trigger says of the deal."""
    status = _status(page, sentence, deal_type)
    if status:
        frame.add("status", sentence, text=status)
    binding = _binding(page, sentence, deal_type)
    if binding:
        frame.add("binding", sentence, text=binding)
    date = _date(page, sentence, trigger) if _begins(page, sentence, deal_type) else None
    if date:
        frame.add(
            "announced_on",
            sentence,
            on=date.on,
            precision=date.precision,
            start=date.start,
            end=date.end,
        )
    value = _value(page, sentence, trigger, deal_type)
    if value:
        frame.add(
            "value",
            sentence,
            number=value.value,
            unit=value.unit,
            qualifier=value.qualifier,
            start=value.start,
            end=value.end,
        )
    place = next(iter(_places(page, sentence, trigger)), None)
    if place:
        frame.add("geography", sentence, text=geography(place), start=place.start, end=place.end)
    for hit in goods_in(page, sentence):
        frame.add("material", sentence, text=hit.value, start=hit.start, end=hit.end)


def geography(place: Place) -> str:
    """For "Springfield, Ohio, United States" as far as known; "Europe" for a continent."""
    country = pycountry.countries.get(alpha_2=place.country) if place.country else None
    name = getattr(country, "common_name", country.name) if country else None
    return ", ".join(part for part in (place.city, place.region, name) if part)


def _status(page: Page, sentence: Sentence, deal_type: str) -> str | None:
    found = {h.value for h in page.hits_in(sentence, "deal_status")}
    for status in _STATUS_ORDER:
        if status == "closed" and deal_type not in _CLOSING_TYPES:
            continue
        if status in found:
            return status
    return None


def _binding(page: Page, sentence: Sentence, deal_type: str) -> str | None:
    values = [h.value for h in page.hits_in(sentence, "deal_binding")]
    if deal_type in ("mou", "loi") or "no" in values:
        return "no"
    return "yes" if "yes" in values or deal_type in ("definitive_agreement", "offtake") else None


def _begins(page: Page, sentence: Sentence, deal_type: str) -> bool:
    """Whether a sentence can date a deal: a standing venture has other things happen to it."""
    if deal_type not in _STANDING:
        return True
    dated = {h.value for h in page.hits_in(sentence, "deal_status")} - {"announced"}
    return bool(dated) or bool(page.hits_in(sentence, "deal_begun"))


def _date(page: Page, sentence: Sentence, trigger: Hit) -> Date | None:
    dates = [
        d
        for d in page.dates_in(sentence)
        if not _is_term(page.text[max(sentence.start, d.start - 24) : d.start])
        and (d.until is None or d.precision == "quarter")
        and (page.published is None or d.on <= page.published)
    ]
    if not dates:
        return None
    clause = _clause(page, sentence, trigger)
    near = [d for d in dates if clause[0] <= d.start < clause[1]] or dates[:1]
    return min(
        near,
        key=lambda d: (
            abs(d.start - trigger.start) > 160,
            -len((d.precision == "day" and "x") or ""),
            abs(d.start - trigger.start),
        ),
    )


def _is_term(before: str) -> bool:
    return _TERM.search(before) is not None and not _DATED.search(before)


def _clause(page: Page, sentence: Sentence, trigger: Hit) -> tuple[int, int]:
    text = page.text
    start = max(sentence.start, text.rfind(";", sentence.start, trigger.start) + 1)
    end = text.find(";", trigger.end, sentence.end)
    return start, sentence.end if end < 0 else end


def _value(page: Page, sentence: Sentence, trigger: Hit, deal_type: str) -> Quantity | None:
    text = page.text
    start, end = _clause(page, sentence, trigger)
    fits = []
    for quantity in page.quantities_in(sentence):
        if quantity.kind != "money" or not start <= quantity.start < end:
            continue
        before = text[max(start, quantity.start - 40) : quantity.start]
        after = text[quantity.end : quantity.end + 40]
        if _PLANT_MONEY.match(after) or _VALUATION.search(before[-30:] + after[:12]):
            continue
        if (
            deal_type in _CLOSING_TYPES
            or _SUM_OF.match(after)
            or (
                _WORTH.search(before)
                and re.search(
                    r"worth|valued|value|contract|deal|agreement|order|\bfee\b|royalt|payment|Wert|"
                    r"합계|金额",
                    before + after,
                )
            )
        ):
            fits.append(quantity)
    return min(fits, key=lambda q: abs(q.start - trigger.start), default=None)


def _places(page: Page, sentence: Sentence, trigger: Hit) -> list[Place]:
    places = page.places_in(sentence)
    return sorted(places, key=lambda p: (p.start < trigger.start, abs(p.start - trigger.start)))
