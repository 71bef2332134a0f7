"""What a plant is called: "the Lakeview Engine Plant", "known as Works 1", "Unit 2, a line"."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.words import (
    follows_preposition,
    is_eastern,
    is_located,
    words,
)

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]*|\d{1,2}[A-Z]?\b)"
_NAME = rf"{_CAPITAL}(?:[ -]{_CAPITAL}){{0,4}}"
_BEFORE = re.compile(rf"(?<![\w-])({_NAME})((?:\s[a-z][\w-]*){{0,3}}\s?)$")
_QUOTED = re.compile(r"[\s,(]*(?:the )?[“\"«‘„]([^”\"»’“]{2,40})[”\"»’“]")
_PLAIN = re.compile(rf"[\s,(]*(?:the )?({_NAME})")
# "its facility in Springfield, Ohio (Works 1)"
_BRACKET = re.compile(
    rf"(?:\s(?:in|at|near|outside|im|bei|à|en)\s[A-ZÀ-Þ][^()]{{2,50}}?)?"
    rf"\s?\((?:the )?[“\"]?({_NAME})[”\"]?\)"
)
_AT = re.compile(rf"\s(?:at|of)\s(?:its |the )?({_NAME})")
_APPOSED = re.compile(rf"({_NAME}),\s(?:an?\s|the\s|its\s|their\s)?$")
_FOLLOWS = re.compile(rf"(?:\s(?:in|at)\s{_NAME}(?:, {_NAME})?)?,\s({_NAME}),")
_LATIN = re.compile(r"([A-Z][A-Za-z0-9-]{2,}(?: [A-Z0-9][\w-]*)*)")
# "제2공장", "2号工厂", "Werk 2": a number tells the plants of one site apart.
_EASTERN_NUMBER = re.compile(r"(?:제|第)?(?:\d{1,2}[·,、~])?\d{1,2}\s?(?:号)?$")
_PAIR = re.compile(r"(\d{1,2})[·,、~](\d{1,2})(\D.*)")
_NUMBERED = re.compile(r"(?:제|第)?\d{1,2}\s?(?:号)?(?:공장|工場|工厂)|Werk (?:\d{1,2}|I+|IV)")
_GERMAN_NUMBER = re.compile(
    r"\s(?:Nr\.?\s)?(?:\d{1,2}|I{1,3}|IV)(?![\w%]|[.,]\d)(?!\s(?:[a-z]{1,2}\b|Mi|Pro|To|Ki))"
)
_EASTERN_WORD = re.compile(r"(?<![一-鿿ァ-ヿ])(?:[一-鿿]{2,4}|[ァ-ヿ]{3,6})$")
# Languages that put the name behind the noun.
_NAME_LAST = frozenset({"fr", "es", "pt", "it"})
_AFTER = re.compile(rf"\s(?:[«\"“]\s?)?({_NAME})")
_CODE = re.compile(r"[A-Za-z]+[ -]?\d{1,2}|[A-Z]{2,}[- ]?\d?")
_NOUNS = ("facility", "facility_loose", "facility_part")
# How far before its noun a name in apposition can begin.
_BESIDE = 60
# So short are "in the", "dans le" that open a sentence.
_OPENING = 10
_COMMON = re.compile(
    r"(?:EV|EVs|R&D|US|U\.S|UK|EU|LFP|NMC|NCM|NCA|CAM|DLE|DMS|HPAL|SX|CEO|America|Phase|First|Second|New|The|This|Our)\b"
)


def name_of(
    text: str, start: int, noun: int, end: int, sentence: Sentence, page: Page
) -> str | None:
    """The proper name of the plant whose noun stands at `noun:end`, or None."""
    if sentence.kind == "heading":
        return None
    if is_eastern(text, noun):
        found = _LATIN.search(text, start, noun)
        # "青石材料(Qingshi Materials)": the company's name in Latin letters.
        if found and text[found.start() - 1] not in "(（":
            return _checked(page, sentence, text, found.start(1), found.end(1))
        return _eastern_name(page, sentence, noun, end)
    if page.language == "de" and (number := _GERMAN_NUMBER.match(text, end, sentence.end)):
        return text[noun : number.end()]
    spans = [_given(page, sentence, end)]
    after = _match(_AFTER, text, end, sentence.end) if page.language in _NAME_LAST else None
    # "le projet Emili": what follows the noun names the plant, even where it looks a company.
    if after and (name := _checked(page, sentence, text, *after, apposed=True)):
        return name
    # In German every noun is capitalised.
    if page.language != "de":
        spans += [_within(text, start, noun, end), _match(_AT, text, end, sentence.end)]
    for span in spans:
        if span and (name := _checked(page, sentence, text, *span)):
            return name
    span = _apposed(text, start, noun, end, sentence.end) if page.language != "de" else None
    return _checked(page, sentence, text, *span, apposed=True) if span else None


def is_numbered(name: str | None) -> bool:
    """Whether a plant is called by a number, beside others of its site: "2공장", "Werk 2"."""
    return name is not None and _NUMBERED.fullmatch(name) is not None


def each_of(name: str | None) -> list[str | None]:
    """The names in "1·2공장"; one name otherwise."""
    pair = _PAIR.fullmatch(name or "")
    return [pair[1] + pair[3], pair[2] + pair[3]] if pair else [name]


def _eastern_name(page: Page, sentence: Sentence, noun: int, end: int) -> str | None:
    """A short word right before the noun that is neither place nor material: 磯浦工場."""
    number = _EASTERN_NUMBER.search(page.text, max(sentence.start, noun - 8), noun)
    if number:
        return page.text[number.start() : end]
    found = _EASTERN_WORD.search(page.text, max(sentence.start, noun - 6), noun)
    if not found or page.text[noun] >= "가":
        return None
    known = page.hits_in(sentence)
    known_spans = [(h.start, h.end) for h in known]
    known_spans += [(p.start, p.end) for p in page.places_in(sentence)]
    known_spans += [(o.start, o.end) for o in page.organisations_in(sentence)]
    if any(start < noun and found.start() < stop for start, stop in known_spans):
        return None
    return page.text[found.start() : end]


def _given(page: Page, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """A name that the text introduces: "known as “Works 1”", "(Works 1)"."""
    for hit in page.hits_in(sentence, "naming"):
        if 0 <= hit.start - end < 60:
            for shape in (_QUOTED, _PLAIN):
                span = _match(shape, page.text, hit.end, sentence.end)
                if span:
                    return span
    span = _match(_BRACKET, page.text, end, sentence.end)
    return None if span and _abbreviates(page.text, *span) else span


def short_name(page: Page, sentence: Sentence, end: int) -> str | None:
    """The letters in brackets right after a noun that stand for it: "Pilot Test Plant (PTP)"."""
    span = _match(_BRACKET, page.text, end, sentence.end)
    return page.text[slice(*span)] if span and _abbreviates(page.text, *span) else None


def _abbreviates(text: str, start: int, end: int) -> bool:
    letters = text[start:end]
    words_before = text[max(0, start - 80) : start].rstrip(' (“"').split(" ")
    return letters.isupper() and letters == "".join(w[:1] for w in words_before[-len(letters) :])


def _within(text: str, start: int, noun: int, end: int) -> tuple[int, int] | None:
    """Capitalised words before the noun; with the noun when that is capitalised too."""
    found = _BEFORE.search(text, start, noun)
    if not found:
        return None
    if text[noun].isupper() and not found[2].strip():
        return found.start(1), end
    return found.start(1), found.end(1)


def _apposed(text: str, start: int, noun: int, end: int, last: int) -> tuple[int, int] | None:
    """A name beside the noun and its words, set off by a comma."""
    first = max(0, start - _BESIDE)
    article = text.find(" ", start, noun) + 1
    found = _APPOSED.search(text, first, start) or _APPOSED.search(text, first, article or start)
    if found:
        return found.start(1), found.end(1)
    return _match(_FOLLOWS, text, end, last)


def _match(shape: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int] | None:
    found = shape.match(text, start, end)
    return (found.start(1), found.end(1)) if found else None


def _checked(
    page: Page, sentence: Sentence, text: str, start: int, end: int, apposed: bool = False
) -> str | None:
    """The name, unless it is a company, a place, a date word or a mere term.

    "Northside, the recycling plant" names the plant even where it looks like a company.
    """
    # "Dans le Nord, l'usine": where the sentence begins, no name.
    opens = start - sentence.start < _OPENING and is_located(text, start)
    if apposed and (opens or follows_preposition(text, start)):
        return None
    for organisation in page.organisations_in(sentence):
        if organisation.start <= start < organisation.end and not (
            apposed and organisation.end == end
        ):
            owner = text[organisation.end] in "'’" or organisation.end >= end
            start = organisation.end + 2 if owner else start
    start += len(text[start:end]) - len(text[start:end].lstrip(" -"))
    name = text[start:end].strip(" -'’“”\"")
    first = name.split(" ")[0].lower() if name else ""
    if first in words("definite") | words("indefinite") | words("stop"):
        name = name[len(first) :].strip()
        start = end - len(name)
    if name.endswith(("’s", "'s")):
        name, end = name[:-2], end - 2
    if len(name) < 3 or name.isdigit() or _COMMON.match(name) or name.endswith("-based"):
        return None
    if any(h.start <= start and end <= h.end for h in page.hits_in(sentence, *_NOUNS)):
        return None
    if any(p.start <= start and end <= p.end for p in page.places_in(sentence)):
        return None
    if any(h.start <= start and end <= h.end for h in page.hits_in(sentence, "place_adjective")):
        return None
    if any(d.start < end and start < d.end for d in page.dates_in(sentence)):
        return None
    if any(q.start <= start and end <= q.end for q in page.quantities_in(sentence)):
        return None
    if start == sentence.start and " " not in name and not _CODE.fullmatch(name) and not apposed:
        return None
    if apposed and name.endswith("ly") and " " not in name:
        return None  # "Additionally, the plant"
    return name
