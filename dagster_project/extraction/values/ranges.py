"""Numbers that hang together: ranges, and lists that share a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dagster_project.extraction.values.numerals import NumberGrammar

# Numbers that share a unit are not thousands of times apart.
_FAR = 2_000
_DASHES = frozenset("-–—‑~～〜∼")
GAPS = " \u00a0\u202f\u2009\t-\u2011"


@dataclass(frozen=True, slots=True)
class Part:
    """A number on its way to a quantity; `raw` is the number before its scale."""

    start: int
    end: int
    raw: float
    scale: float
    year_like: bool
    unit: str | None
    kind: str
    per: str | None
    qualifier: str | None
    high: float | None = None

    @property
    def value(self) -> float:
        """The number with its scale, free of binary noise."""
        return float(f"{self.raw * self.scale:.12g}")


def join_parts(text: str, start: int, parts: list[Part], grammar: NumberGrammar) -> list[Part]:
    """Ranges become one part; a number before "and 40,000 tonnes" gets the tonnes."""
    joined: list[Part] = []
    for part in reversed(parts):
        after = joined[-1] if joined else None
        pair = None
        if after and after.high is None and not part.year_like:
            how = link(text, start, part, after.start, grammar)
            pair = _pair(part, after) if how else None
        if pair is None:
            joined.append(part)
        elif how == "range" and pair[0].value < pair[1].value:
            low, high = pair
            joined[-1] = replace(low, end=high.end, high=high.value, per=high.per)
        else:
            joined.append(pair[0])
    return joined[::-1]


def link(text: str, start: int, part: Part, following: int, grammar: NumberGrammar) -> str | None:
    """How a number hangs together with the next: as a range, as a list, or not."""
    word = text[part.end : following].strip()
    if " " in word:
        # "11 million and about 2 million units"
        head, _, qualifier = word.partition(" ")
        return "list" if grammar.ands.whole(head) and grammar.before.whole(qualifier) else None
    if len(word) > 8 or not word:
        return None
    if word in _DASHES:
        return "range"
    before = skip_back(text, part.start, start)
    if part.unit and grammar.steps.before(text, start, before):
        return None  # "rose by 1,000 yuan to 49,500 yuan"
    if grammar.ranges.whole(word) and not grammar.betweens.before(text, start, before):
        return "list" if grammar.spans.before(text, start, before) else "range"
    if grammar.ands.whole(word) or grammar.ranges.whole(word):
        return "range" if grammar.betweens.before(text, start, before) else "list"
    return None


def _pair(part: Part, after: Part) -> tuple[Part, Part] | None:
    """Two joined numbers, each with what it shares with the other; None: they share nothing."""
    if part.unit and after.unit and part.unit not in (after.unit, after.unit.partition("/")[0]):
        return None
    if part.unit and after.unit is None and part.kind != "currency":
        return None  # "jumped 29% to 72,779"
    if part.unit is None and part.scale == 1 and part.raw * _FAR < after.raw:
        return None  # "phase 1 and 60,000 tonnes"
    unit, kind = (after.unit, after.kind) if after.unit else (part.unit, part.kind)
    shared = part.scale == 1 and part.raw * after.scale < after.value
    scale = after.scale if shared else part.scale
    return replace(part, unit=unit, kind=kind, scale=scale), replace(after, unit=unit, kind=kind)


def skip(text: str, at: int, end: int) -> int:
    """Past one separator: a space or hyphen between a number and its unit."""
    if at < end and text[at] in GAPS:
        at += 1
    return at


def skip_back(text: str, at: int, floor: int) -> int:
    """Back over the space before a mention."""
    while at > floor and text[at - 1] in " \u00a0\u202f\u2009":
        at -= 1
    return at
