"""Towns that open a line or head a section: where what is told there stands."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Place, Sentence
from dagster_project.extraction.organisations.sections import is_heading
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.patterns import is_station

DATELINE = re.compile(r"[A-ZÀ-Þ][^—–]{2,70}(?: [—–]| --?) ?")
LABEL = re.compile(r"[\s*_#•▪|–-]*")
# A heading that names only a town is no longer; one label alone is a dateline.
_SHORT = 48
_LABELS = 2
_NUMBER = re.compile(r"\d{1,2}[.)]\s|\[[^\]\n]{3,20}\]\s")
_LABEL_ENDS = re.compile(r"[^.:：;,，*|]{0,12}[*_.]*(?:[:：]|\*\*|__)")


def labels(page: Page) -> dict[int, Place]:
    """By line, the place that opens it as a label, or the town that heads its section.

    "**Windsor, Ont.** …", "阿根廷:…", "LAWTON. …"; one label alone is a dateline.
    """
    found: dict[int, Place] = {}
    headed: dict[int, Place] = {}
    section: Place | None = None
    for sentence in page.sentences:
        if sentence.end - sentence.start < _SHORT and sentence.kind != "row":
            alone = _alone(page, sentence)
            if is_heading(sentence, page.text):
                section = alone
            elif alone:
                found.setdefault(sentence.line, alone)
        if section and sentence.kind != "heading":
            headed[sentence.line] = section
        if sentence.line in found or sentence.kind in ("heading", "row"):
            continue
        if not _has_label(page.text, sentence):
            continue
        opening = LABEL.match(page.text, sentence.start)
        for place in page.places_in(sentence)[:1]:
            first = opening is not None and place.start == opening.end()
            if first and _LABEL_ENDS.match(page.text, place.end, sentence.end):
                found[sentence.line] = place
    if len({p.start for p in (*found.values(), *headed.values())}) < _LABELS:
        return {}
    return headed | found


def ceremony_at(page: Page, sentence: Sentence) -> Place | None:
    """The town of a dateline where a ceremony for a works is told right behind it."""
    dateline = DATELINE.match(page.text, sentence.start, sentence.end)
    if dateline is None or not page.hits_in(sentence, "ceremony"):
        return None
    towns = [p for p in page.places_in(sentence) if p.city]
    if "/" in dateline[0]:
        return None
    inside = [p for p in towns if p.end <= dateline.end()]
    return inside[0] if len(inside) == len(towns) == 1 else None


def _alone(page: Page, sentence: Sentence) -> Place | None:
    """The town that a heading, or the first words of a paragraph, are made of and nothing else."""
    places = page.places_in(sentence)
    shout = page.text[sentence.start : sentence.end].isupper()
    if places and places[0].city and is_station(page.text, places[0].start, places[0].end):
        return places[0]
    named = places and (places[0].region or sentence.kind == "bullet")
    if sentence.kind != "heading" and not (shout or named):
        return None
    names = [(o.start, o.end) for o in page.organisations_in(sentence)]
    for place in places:
        spans = sorted([*names, (place.start, place.end)])
        starts = [sentence.start, *(end for _, end in spans)]
        ends = [*(start for start, _ in spans), sentence.end]
        gaps = [page.text[a:b] for a, b in zip(starts, ends, strict=True)]
        rest = _NUMBER.sub("", gaps[0]) + "".join(gaps[1:])
        settled = place.city or (place.region and sentence.kind == "bullet")
        if settled and not any(c.isalnum() for c in rest):
            return place
    return None


def _has_label(text: str, sentence: Sentence) -> bool:
    head = text[sentence.start : min(sentence.start + 50, sentence.end)]
    return ":" in head or "：" in head or head.startswith(("**", "__"))
