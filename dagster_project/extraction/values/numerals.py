"""How numbers are written, and the lexicons a number is read with, per language."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from dagster_project.extraction.grammar import Lexicon, entries, lexicon, pattern

_TOKEN = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)"
    "|\\d{1,3}(?:[\u00a0\u202f\u2009'’]\\d{3})+(?:[.,]\\d+)?(?!\\d)"
    r"|\d{1,3}(?: \d{3}){GROUPS,}(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)
# Languages that write 1.234,5; all others are read as 1,234.5.
_COMMA_DECIMAL = frozenset(
    ("cs", "da", "de", "es", "fi", "fr", "hu", "id", "it", "nb", "nl", "no", "pl", "pt")
) | {"ru", "sv", "tr", "uk"}
_KINDS = ("percent", "mass", "energy", "power", "count", "area", "people", "currency", "density")


class NumberGrammar:
    """The lexicons as one language reads them."""

    def __init__(self, language: str) -> None:
        self.comma_decimal = language in _COMMA_DECIMAL
        groups = "1" if self.comma_decimal else "2"
        self.number = re.compile(_TOKEN.replace("GROUPS", groups))
        units = [(s, f"{k}:{v}") for k in _KINDS for s, v in entries("units", k, language)]
        if language in ("zh", "ja"):
            units += [(sign, f"currency:{'JPY' if language == 'ja' else 'CNY'}") for sign in "¥￥"]
        self.units = Lexicon(units)
        # What a price is per: "je Pfund" is no sterling.
        self.bases = Lexicon([*units, *entries("units", "per", language)])
        # A word before a number is a currency only where it cannot be a verb: "won 500 cars".
        self.signs = Lexicon(
            (s, v) for s, v in units if v.startswith("currency:") and not s[:1].islower()
        )
        self.scales = lexicon("numbers", "scale", language)
        self.short_scales = lexicon("numbers", "short_scale", language)
        self.joins = lexicon("numbers", "join", language)
        self.fillers = lexicon("numbers", "filler", language)
        self.nouns = lexicon("numbers", "noun_filler", language)
        self.ranges = lexicon("numbers", "range", language)
        self.spans = lexicon("numbers", "span", language)
        self.steps = lexicon("numbers", "step", language)
        self.betweens = lexicon("numbers", "between", language)
        self.ands = lexicon("numbers", "and", language)
        self.before = lexicon("qualifiers", "before", language)
        self.after = lexicon("qualifiers", "after", language)
        # After these a preposition says what the paper is for: "ein Bescheid über 3 Millionen".
        self.papers = tuple(s.lower() for s, _ in entries("qualifiers", "papers", language))
        # Number words count only before these: "two million", "ten percent", "nine tonnes".
        self.words = lexicon("numbers", "word", language)
        heads = [*entries("numbers", "scale", language), *entries("units", "percent", language)]
        heads += entries("units", "energy", language)
        weights = [s for s, _ in entries("units", "mass", language) if len(s) > 2]
        self.weights = frozenset(s.lower() for s in weights)
        self.heads = ahocorasick_rs.AhoCorasick(
            sorted({*(s.lower() for s, _ in heads), *self.weights}),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )
        # "고려아연에": what ends a word of its script is no period.
        self.per_before = _periods("before", language, "(?<![가-힣])", "")
        no = pattern(s for s, _ in entries("periods", "not_after", language))
        self.per_after = _periods("after", language, "", f"(?!\\s*\\d|\\s+(?:{no}))")
        self.price = lexicon("periods", "price", language)
        self.price_before = lexicon("periods", "price_before", language)
        self.price_mark = lexicon("periods", "price_mark", language)


@cache
def number_grammar(language: str) -> NumberGrammar:
    """The grammar of a language (ISO 639-1), made once per process."""
    return NumberGrammar(language)


def _periods(group: str, language: str, head: str, tail: str) -> list[tuple[str, re.Pattern[str]]]:
    surfaces: dict[str, list[str]] = {}
    for surface, period in entries("periods", group, language):
        surfaces.setdefault(period, []).append(surface)
    return [
        (period, re.compile(f"{head}(?:{pattern(found)}){tail}", re.IGNORECASE))
        for period, found in sorted(surfaces.items(), reverse=True)
    ]


def read_number(token: str, comma_decimal: bool) -> float:
    """The value of a number as written: 1,468.8 · 52.425 (de) · 3,6 · 5 000 · 1'000."""
    digits = re.sub("[ \u00a0\u202f\u2009'’]", "", token)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    elif comma >= 0:
        decimal = _decimal(digits, ",", comma_decimal)
    else:
        decimal = _decimal(digits, ".", not comma_decimal)
    other = "." if decimal == "," else ","
    return float(digits.replace(other, "").replace(decimal, ".") if decimal else _plain(digits))


def _decimal(digits: str, mark: str, usual: bool) -> str:
    """The decimal mark of a number with one kind of mark, or "" where it groups thousands."""
    head, _, tail = digits.partition(mark)
    if digits.count(mark) > 1:
        return ""
    return mark if usual or len(tail) != 3 or head == "0" or len(head) > 3 else ""


def _plain(digits: str) -> str:
    return digits.replace(",", "").replace(".", "")
