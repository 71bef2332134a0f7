"""Which quantities of a sentence are sums of money, and which words are parts of names."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from dagster_project.extraction.grammar import entries, pattern
from dagster_project.extraction.model import Hit, Organisation, Quantity, Sentence
from dagster_project.extraction.organisations.names import countries
from dagster_project.extraction.page import Page

# "20 millions à A": a number of such a size with nothing counted behind it is in the currency
# told before.
_LEAST = 100_000
_BEFORE = 3
# How far behind a part its whole may begin, in characters.
_WHOLE = 12
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NAME_AFTER = re.compile(r"\s[A-Z]\w+\s(?:[A-Z]\w+|of)")
# In German what is counted has a capital, or an adjective before one.
_GERMAN_VERB = re.compile(r"\s[a-zäöü]\w+(?!\s[A-ZÄÖÜ])\b")
_LOWER_BEFORE = re.compile(r"(?:^|\s)[a-z][\w-]*\s$")


def in_money(
    page: Page, sentence: Sentence, quantity: Quantity, governments: Sequence[Organisation]
) -> Quantity | None:
    """A quantity as money; None for anything else."""
    if quantity.kind == "money":
        return quantity
    if quantity.unit == "lb":
        return _in_pounds(page.text, quantity, governments)
    if quantity.kind != "number" or quantity.unit is not None:
        return None
    whole = _whole_behind(page, sentence, quantity)
    if whole:
        return quantity._replace(
            value=quantity.value * _scale(page.text, whole), unit=whole.unit, kind="money"
        )
    if quantity.value < _LEAST or not _stands_alone(page, sentence, quantity):
        return None
    currency = _told_before(page, sentence, quantity, bool(governments))
    return quantity._replace(unit=currency, kind="money") if currency else None


def _in_pounds(
    text: str, quantity: Quantity, governments: Sequence[Organisation]
) -> Quantity | None:
    """Pounds are money where a British body gives them."""
    british = any(countries().get(g.name) == "GB" for g in governments)
    of = text[quantity.end : quantity.end + 4] == " of "
    if quantity.per or of or not british:
        return None
    return quantity._replace(unit="GBP", kind="money")


def _stands_alone(page: Page, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether nothing is counted: a verb, a preposition or the end follows the number."""
    text = page.text[quantity.start : quantity.end]
    scaled = any(c.isalpha() for c in text)
    ends = _ends().match(page.text, quantity.end, sentence.end)
    verb = page.language == "de" and _GERMAN_VERB.match(page.text, quantity.end, sentence.end)
    return scaled and bool(ends or verb)


def _whole_behind(page: Page, sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """The sum a bare number is a part of: "320 of its 800 million euros"."""
    behind = (
        q
        for q in page.quantities_in(sentence)
        if q.kind == "money" and 0 < q.start - quantity.end <= _WHOLE
    )
    whole = next(behind, None)
    if whole is None or quantity.value * _scale(page.text, whole) >= whole.value:
        return None
    between = page.text[quantity.end : whole.start].strip()
    return whole if _partitive().fullmatch(between) else None


def _scale(text: str, money: Quantity) -> float:
    """By what the number of a sum is multiplied: a million in "800 million euros"."""
    number = _NUMBER.search(text, money.start, money.end)
    digits = float(number[0].replace(",", ".")) if number and number[0].count(",") < 2 else 0.0
    return 10.0 ** round(math.log10(money.value / digits)) if digits and money.value else 1.0


def _told_before(page: Page, sentence: Sentence, quantity: Quantity, public: bool) -> str | None:
    """The currency told last; what a public body gives is in the only one of the document."""
    at = bisect_left(page.sentences, sentence)
    near = [s for s in page.sentences[max(0, at - _BEFORE) : at + 1] if s.line == sentence.line]
    told = [
        q for s in near for q in page.quantities_in(s) if q.kind == "money" and q.end < quantity.end
    ]
    if told:
        return told[-1].unit
    if not public:
        return None
    known = {q.unit for s in page.sentences for q in page.quantities_in(s) if q.kind == "money"}
    return known.pop() if len(known) == 1 else None


def is_equity(text: str, money: Quantity) -> bool:
    """Whether a sum is told to be for shares: "£31 million, as equity"."""
    return _equity().match(text, money.end) is not None


def buys_shares(page: Page, money: Quantity | None) -> bool:
    """Whether the text tells a sum of its heading to be for shares."""
    return money is not None and any(
        q.value == money.value and q.unit == money.unit and is_equity(page.text, q)
        for s in page.sentences
        for q in page.quantities_in(s)
    )


def in_name(text: str, hit: Hit) -> bool:
    """Whether a word for an action is part of a name: "the Advanced Manufacturing Office"."""
    return (
        text[hit.start].isupper()
        and _NAME_AFTER.match(text, hit.end) is not None
        and _LOWER_BEFORE.search(text, max(0, hit.start - 20), hit.start) is not None
    )


@cache
def _partitive() -> re.Pattern[str]:
    return re.compile(pattern(s for s, _ in entries("clauses", "partitive", "en")), re.I)


@cache
def _ends() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "after_sum", "en"))
    return re.compile(rf"\s*(?:[.,;:)–—]|$|{words})")


@cache
def _equity() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "as_equity", "en"))
    return re.compile(rf",?\s?\(?(?:{words})", re.I)
