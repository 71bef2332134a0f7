"""Numbers with their units, ranges and qualifiers, as they are written in the languages we read.

The grammar: [qualifier] [currency] number [scale…] [currency or unit] [per unit or per period],
two of them joined to a range. The words are data (`vocabulary/<language>/grammar`).
"""

from __future__ import annotations

import re
from typing import cast

from dagster_project.extraction.model import Qualifier, Quantity
from dagster_project.extraction.values.numerals import (
    NumberGrammar,
    number_grammar,
    read_number,
)
from dagster_project.extraction.values.ranges import GAPS, Part, join_parts, link, skip, skip_back
from dagster_project.extraction.vocabulary import joined, lower

_YEAR = re.compile(r"(?:19|20)\d\d")
_STOP = re.compile(r"[;；。，,、|\n]|\.\s")
# "61,000 yuan ($8,500) a tonne": the same sum in another currency.
_ASIDE = re.compile(r"\s?[(（][^()（）\d]{0,6}\d[\d.,]*[^()（）]{0,16}[)）]")
_PRICED = frozenset(("mass", "energy", "power"))
_HAN = "\u2e80"


def find_quantities(text: str, start: int, end: int, language: str) -> list[Quantity]:
    """Numbers with their units in `text[start:end]`, in order; numbers inside words are left out.

    A number without a unit has kind `number`; a year is one of them.
    """
    grammar = number_grammar(language)
    parts = join_parts(text, start, _parts(text, start, end, grammar), grammar)
    found: list[Quantity] = []
    for i in reversed(range(len(parts))):
        part = parts[i]
        floor = parts[i - 1].end if i else start
        limit = parts[i + 1].start if i + 1 < len(parts) else end
        per = part.per
        if per is None and part.unit and part.kind not in ("percent", "price"):
            per = _per(text, floor, part, limit, grammar)
            if per is None and found and limit - part.end <= 8 and found[-1].unit == part.unit:
                per = found[-1].per
        qualifier = part.qualifier or _qualifier(text, floor, part, limit, grammar) or "exact"
        unit = None if part.unit == "XXX" else part.unit
        kind = "money" if part.kind == "currency" else part.kind
        found.append(
            Quantity(
                part.start, part.end, part.value, part.high, unit, kind,
                cast(Qualifier, qualifier), per,
            )
        )  # fmt: skip
    return found[::-1]


def read_unit(text: str, language: str) -> tuple[str, float] | None:
    """The unit that a column head or caption names ("Price ($/lb)"), and its factor."""
    grammar = number_grammar(language)
    for at in range(len(text)):
        if at and text[at - 1].isalnum() and text[at] < _HAN and text[at - 1] < _HAN:
            continue
        factor, begin = 1.0, at
        scale = grammar.scales.at(text, at, len(text))
        if scale:
            factor, begin = float(scale[0]), skip(text, scale[1], len(text))
        unit = _unit(text, begin, len(text), grammar, None)
        if unit:
            behind = grammar.scales.at(text, skip(text, unit[4], len(text)), len(text))
            if unit[2] == "currency" and behind and factor == 1.0:
                factor = float(behind[0])  # "US$ million"
            return unit[0], factor * unit[1]
    return None


def _parts(text: str, start: int, end: int, grammar: NumberGrammar) -> list[Part]:
    tokens = [
        (m.start(), m.end(), read_number(m[0], grammar.comma_decimal))
        for m in grammar.number.finditer(text, start, end)
    ]
    lowered = lower(text[start:end])
    for _, head, tail in grammar.heads.find_matches_as_indexes(lowered):
        if head == 0 or text[start + head - 1] not in GAPS:
            continue
        if tail < len(lowered) and joined(lowered[tail - 1], lowered[tail]):
            continue  # "a month" is no million
        last = skip_back(text, start + head - 1, start)
        word = grammar.words.before(text, start, last)
        # "$9 a tonne" is a price, "nine tonnes" a weight.
        if word and (float(word[0]) > 1 or lowered[head:tail] not in grammar.weights):
            tokens.append((word[1], last, float(word[0])))
    parts: list[Part] = []
    reach = start
    for first, last, value in sorted(tokens):
        if first < reach:
            continue
        shared = None
        money = parts and parts[-1].kind == "currency"
        if money and link(text, start, parts[-1], first, grammar) == "range":
            # "$16.00-18.50 per lb": the sign holds for both ends.
            shared = f"currency:{parts[-1].unit}"
        part = _part(text, reach, first, last, end, value, grammar, shared)
        if part:
            parts.append(part)
            reach = part.end
    return parts


def _part(
    text: str,
    floor: int,
    first: int,
    last: int,
    end: int,
    raw: float,
    grammar: NumberGrammar,
    shared: str | None,
) -> Part | None:
    before = skip_back(text, first, floor)
    sign = grammar.signs.before(text, floor, before) if before > floor else None
    if _in_address(text, first):
        return None
    if not sign and first > floor:
        previous = text[first - 1]
        if previous in "._" or (previous < _HAN and previous.isalnum()):
            return None
    begin = sign[1] if sign else first
    currency = sign[0] if sign else shared
    stop, scale, extra, qualifier = _scaled(text, last, end, grammar, currency is not None)
    raw = raw if not extra else float(f"{raw + extra / scale:.12g}")
    unit, factor, kind, per = None, 1.0, "number", None
    if currency:
        kind, unit, factor, per = _read(currency)
    found = _unit(text, stop, end, grammar, currency)
    if found:
        unit, factor, kind, per, stop = found
    elif stop == last and last < end and text[last] < _HAN and text[last].isalpha():
        return None
    if kind == "currency" and unit and "/" not in unit:
        priced = _priced_before(text, floor, begin, grammar)
        if priced:
            unit, kind = f"{unit}/{priced}", "price"
    if kind == "percent" and _signed(text, begin, floor):
        begin -= 1
    elif kind == "percent" and text[max(floor, begin - 2) : begin] in ("+ ", "− "):
        begin -= 2  # "(+ 5 %)"
    if kind == "percent" and text[begin] in "-−+":
        raw = raw if text[begin] == "+" else -raw
    year_like = bool(_YEAR.fullmatch(text, first, last)) and stop == last
    return Part(begin, stop, raw, scale * factor, year_like, unit, kind, per, qualifier)


def _in_address(text: str, at: int) -> bool:
    """Whether a number is part of a web address."""
    word = text[max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1 : at]
    return "://" in word or "www." in word


def _signed(text: str, at: int, floor: int) -> bool:
    """Whether a plus or minus stands before a number, rather than a hyphen or a dash."""
    if at == floor or text[at - 1] not in "-−+":
        return False
    return at < 2 or not (text[at - 2].isalnum() or text[at - 2] in "%％")


def _scaled(
    text: str, at: int, end: int, grammar: NumberGrammar, money: bool
) -> tuple[int, float, float, str | None]:
    """Where the scale words after a number end, their product, what is added, a qualifier."""
    scale, extra, qualifier, stop = 1.0, 0.0, None, at
    mark = grammar.after.at(text, at, end)
    if mark and mark[0] == "more_than" and mark[1] - at == 1:
        qualifier, at, stop = mark[0], mark[1], mark[1]
    while True:
        begin = skip(text, stop, end)
        found = grammar.scales.at(text, begin, end)
        if not found and stop == at:
            found = grammar.short_scales.at(text, begin, end)
            if found and not money:
                unit = _unit(text, found[1], end, grammar, None)
                found = found if unit and unit[2] in ("currency", "mass", "count") else None
        if not found:
            break
        scale, stop = scale * float(found[0]), found[1]
        if text[stop - 1] < _HAN:
            continue
        begin = skip(text, stop, end)
        mark = grammar.after.at(text, begin, end)
        if mark and mark[0] == "more_than" and mark[1] - begin == 1:
            qualifier, stop = mark[0], mark[1]
        # 5만4000톤, 1조 2,000억: the next number goes on where the first scale ends.
        more = grammar.number.match(text, skip(text, stop, end), end)
        if not more:
            continue
        lower = grammar.scales.at(text, more.end(), end)
        value = read_number(more[0], False) * (float(lower[0]) if lower else 1.0)
        last = lower[1] if lower else more.end()
        if value < scale and (lower or _unit(text, last, end, grammar, None)):
            extra, stop = value, last
            break
    return stop, scale, extra, qualifier


def _unit(
    text: str, at: int, end: int, grammar: NumberGrammar, currency: str | None
) -> tuple[str, float, str, str | None, int] | None:
    """The unit at a position: unit, factor, kind, period, end; prices with what they are per."""
    begin = skip(text, at, end)
    found = grammar.units.at(text, begin, end)
    stop = found[1] if found else at
    if not found and (join := grammar.joins.at(text, begin, end)):
        found = grammar.units.at(text, skip(text, join[1], end), end)
        stop = found[1] if found else at
    if not found and not currency:
        begin = at
        for _ in range(2):
            noun = grammar.nouns.at(text, skip(text, begin, end), end)
            if not noun:
                break
            begin = noun[1]
            found = grammar.units.at(text, skip(text, begin, end), end)
            if found:
                stop = found[1]
                break
    if currency and (not found or not found[0].startswith("currency:")):
        found, stop = (currency, 0), at
    if not found:
        return None
    kind, unit, factor, per = _read(found[0])
    if kind == "currency":
        aside = _ASIDE.match(text, stop, end)
        mark = grammar.price.at(text, skip(text, aside.end() if aside else stop, end), end)
        if mark:
            base = grammar.bases.at(text, skip(text, mark[1], end), end)
            if base and base[0].partition(":")[0] in _PRICED:
                return f"{unit}/{_read(base[0])[1]}", factor, "price", None, base[1]
    return unit, factor, kind, per, stop


def _read(value: str) -> tuple[str, str, float, str | None]:
    """`mass:t*1000000/year` -> mass, t, 1e6, year."""
    kind, _, rest = value.partition(":")
    if kind == "density":
        return kind, rest, 1.0, None
    rest, _, per = rest.partition("/")
    unit, _, factor = rest.partition("*")
    return kind, unit, float(factor or 1), per or None


def _priced_before(text: str, floor: int, begin: int, grammar: NumberGrammar) -> str | None:
    """The unit a price is per when it comes first: 每吨15.95万元, 톤당 1만5000달러."""
    for at in range(max(floor, begin - 6), begin):
        lead = grammar.price_before.at(text, at, begin)
        base = grammar.units.at(text, lead[1], begin) if lead else None
        if not base and (mark := grammar.price_mark.at(text, at, begin)):
            head = grammar.units.before(text, floor, at)
            base = (head[0], mark[1]) if head else None
        if base and base[0].partition(":")[0] in _PRICED:
            return _read(base[0])[1]
    return None


def _qualifier(text: str, floor: int, part: Part, limit: int, grammar: NumberGrammar) -> str | None:
    at = skip_back(text, part.start, floor)
    for _ in range(4):
        if found := grammar.before.before(text, floor, at):
            named = lower(text[floor : skip_back(text, found[1], floor)])
            return None if named.endswith(grammar.papers) else found[0]
        filler = grammar.fillers.before(text, floor, at)
        if not filler:
            break
        at = skip_back(text, filler[1], floor)
    mark = grammar.after.at(text, skip(text, part.end, limit), limit)
    return mark[0] if mark else None


def _per(text: str, floor: int, part: Part, limit: int, grammar: NumberGrammar) -> str | None:
    """The period a quantity is per, from the words after it or else before it, in its clause."""
    stop = _STOP.search(text, part.end, limit)
    last = min(stop.start() if stop else limit, part.end + 60)
    for period, pattern_ in grammar.per_after:
        if pattern_.search(text, part.end, last):
            return period
    first = max(floor, part.start - 45)
    for period, pattern_ in grammar.per_before:
        if pattern_.search(text, first, part.start):
            return period
    return None
