"""Which quantities of a sentence are sums of money, and which words are parts of names."""

from __future__ import annotations

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
_NAME_AFTER = re.compile(r"\s[A-Z]\w+\s(?:[A-Z]\w+|of)")
_LOWER_BEFORE = re.compile(r"(?:^|\s)[a-z][\w-]*\s$")


def in_money(
    page: Page, sentence: Sentence, quantity: Quantity, governments: Sequence[Organisation]
) -> Quantity | None:
    """A quantity as money; None for anything else."""
    if quantity.kind == "money":
        return quantity
    if quantity.unit == "lb":
        return _in_pounds(page.text, quantity, governments)
    bare = quantity.kind == "number" and quantity.unit is None and quantity.value >= _LEAST
    if not bare or not _stands_alone(page, sentence, quantity):
        return None
    currency = _told_before(page, sentence, quantity)
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
    return scaled and _ends().match(page.text, quantity.end, sentence.end) is not None


def _told_before(page: Page, sentence: Sentence, quantity: Quantity) -> str | None:
    at = bisect_left(page.sentences, sentence)
    near = [s for s in page.sentences[max(0, at - _BEFORE) : at + 1] if s.line == sentence.line]
    told = [
        q for s in near for q in page.quantities_in(s) if q.kind == "money" and q.end < quantity.end
    ]
    return told[-1].unit if told else None


def is_equity(text: str, money: Quantity) -> bool:
    """Whether a sum is told to be for shares: "£31 million, as equity"."""
    return _equity().match(text, money.end) is not None


def in_name(text: str, hit: Hit) -> bool:
    """Whether a word for an action is part of a name: "the Advanced Manufacturing Office"."""
    return (
        text[hit.start].isupper()
        and _NAME_AFTER.match(text, hit.end) is not None
        and _LOWER_BEFORE.search(text, max(0, hit.start - 20), hit.start) is not None
    )


@cache
def _ends() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "after_sum", "en"))
    return re.compile(rf"\s*(?:[.,;:)–—]|$|{words})")


@cache
def _equity() -> re.Pattern[str]:
    words = pattern(s for s, _ in entries("clauses", "as_equity", "en"))
    return re.compile(rf",?\s?\(?(?:{words})", re.I)
