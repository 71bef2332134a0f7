"""Further mentions of plants that the text names only briefly.

"Northside has installed capacity", "Lakeview has a nameplate", "They stand in Arizona and Ohio",
"Its budget had climbed": a name, a town or a pronoun instead of a facility noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dagster_project.extraction.model import Organisation, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.called import plants_by_name
from dagster_project.extraction.plants.labels import ceremony_at, labels
from dagster_project.extraction.plants.mentions import find_mentions
from dagster_project.extraction.plants.model import KINDS, Mention, companies_in, is_spelt
from dagster_project.extraction.plants.names import short_name
from dagster_project.extraction.plants.nouns import is_predicated
from dagster_project.extraction.plants.places import usable_places
from dagster_project.extraction.plants.pointing import brief, pointing_back, runs_it
from dagster_project.extraction.plants.seated import plants_of_seats
from dagster_project.extraction.plants.towns import plants_of_acts, plants_of_places
from dagster_project.extraction.plants.words import (
    is_eastern,
    is_located,
    opens_with_pronoun,
)
from dagster_project.extraction.plants.works import known_works, reviewed

_CODE = re.compile(r"([A-Z][A-Za-z]{1,8}[ -]?)\d{1,2}")
_BESIDE = 12
_PREDICATE = 60
_BEHIND = 6
# "Its plant there".
_JUST_BEHIND = 3
_LINES = frozenset({"production_line", "unit"})
_TELLING = ("stage", "makes", "takes", "capacity", "capex")


def all_mentions(page: Page) -> list[Mention]:
    """All mentions of plants on a page, in order of the text."""
    by_line: dict[Sentence, list[Mention]] = {}
    for sentence in page.sentences_with(KINDS):
        found = [reviewed(page, m) for m in find_mentions(page, sentence)]
        if found:
            by_line[sentence] = found
    names = _names(page, by_line)
    labelled = labels(page)
    towns = {
        m.place.city: m
        for found in by_line.values()
        for m in found
        if m.place and m.place.city and m.founds
    }
    last: Mention | None = None
    placed: Place | None = None
    for sentence in page.sentences:
        label = labelled.get(sentence.line)
        if label is None and sentence in by_line:
            label = ceremony_at(page, sentence)
        found = [_beside(page, m, label or placed) for m in by_line.get(sentence, [])]
        if label:
            found = [
                m if m.place or (m.name and label.city) else replace(m, place=label, founds=True)
                for m in found
            ]
            found = [_of_main(page, m) for m in found]
        extra = [m for m in _named(page, sentence, names) if not _covered(m, found)]
        if last is not None and _is_list(page, sentence, found):
            again = [m for m in found if m.place and m.start <= m.place.start < m.end]
            found = _listed(page, sentence, last) + [m for m in again if m.definite]
        elif not found and not extra:
            extra = _of_town(page, sentence, towns)
            goes_on = last is not None and last.sentence.line == sentence.line
            told = label if label and not goes_on else _place_there(page, sentence)
            extra = extra or (_one_more(page, sentence, last) if last else [])
            extra = extra or plants_of_places(page, sentence, told)
            extra = extra or plants_of_seats(page, sentence) or plants_by_name(page, sentence)
            if not extra and last is not None:
                extra = pointing_back(page, sentence, last)
        extra += plants_of_acts(page, sentence, [*found, *extra])
        extra += known_works(page, sentence, [*found, *extra])
        if found or extra:
            by_line[sentence] = sorted([*found, *extra], key=lambda m: (m.noun, m.start))
            last = by_line[sentence][-1]
            placed = next((m.place for m in reversed(by_line[sentence]) if m.place), placed)
    mentions = [m for sentence in page.sentences for m in by_line.get(sentence, [])]
    about = page.organisations.section_at
    return [replace(m, section=about(m.sentence.start)) for m in mentions]


def _names(page: Page, known: dict[Sentence, list[Mention]]) -> dict[str, Mention]:
    """Names by which plants may be called later; "Foobar One" may be "One"."""
    names: dict[str, Mention] = {}
    for found in known.values():
        for mention in found:
            if not mention.name or not mention.founds:
                continue
            names[mention.name] = mention
            if letters := short_name(page, mention.sentence, mention.end):
                names[letters] = mention
            for owner in mention.owners:
                short = mention.name.removeprefix(page.text[owner.start : owner.end]).strip()
                if len(short) > 2 and short != mention.name:
                    names[short] = mention
    return names


def _beside(page: Page, mention: Mention, placed: Place | None) -> Mention:
    """A plant without a place that stands where the one before it stands."""
    if mention.place or mention.name:
        return mention
    if mention.apart and mention.type in _LINES and not mention.founds and placed:
        # "A second line of the same size is being built": where the first one stands.
        return replace(mention, founds=bool(page.hits_in(mention.sentence, *_TELLING)))
    if _is_nearby(page, mention.sentence):
        works = bool(page.hits_in(mention.sentence, "makes", "takes"))
        return replace(mention, apart=True, founds=mention.founds or works)
    there = page.hits_in(mention.sentence, "there")
    at_once = any(0 < h.start - mention.end < _JUST_BEHIND for h in there)
    if mention.definite is not False and not at_once:
        return mention
    if there:
        before = _town_before(page, mention.sentence)
        place = before[1] if before else placed
        return replace(mention, place=place, founds=mention.founds or (at_once and bool(place)))
    if opens_with_pronoun(page.text, mention.sentence.start):
        return replace(mention, apart=True)
    return mention


def _of_main(page: Page, mention: Mention) -> Mention:
    """A plant of a line that a town heads: the document's own, where the line names nobody."""
    main = page.organisations.main_at(mention.sentence.start)
    if mention.sentence.kind != "bullet" and not is_eastern(page.text, mention.noun):
        return mention
    line = [s for s in page.sentences if s.line == mention.sentence.line]
    before = [o for s in line for o in companies_in(page, s) if o.start < mention.end]
    named = any(is_spelt(page, o) for o in [*before, *mention.owners])
    if main is None or named:
        return mention
    start = mention.sentence.start
    return replace(mention, owners=(Organisation(start, start, main, "company"),))


def _is_nearby(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells of a plant beside another: "next door", no "near Reno"."""
    towns = [p.start for p in page.places_in(sentence)]
    return any(
        not any(0 <= start - h.end < _BEHIND for start in towns)
        for h in page.hits_in(sentence, "nearby")
    )


def _town_before(page: Page, sentence: Sentence) -> tuple[Sentence, Place] | None:
    """The last town named in the sentence before, in the same paragraph."""
    before = [s for s in page.sentences if s.line == sentence.line and s.start < sentence.start]
    towns = [(s, p) for s in before[-1:] for p in usable_places(page, s) if p.city]
    return towns[-1] if towns else None


def _place_there(page: Page, sentence: Sentence) -> Place | None:
    """The town that "there" means."""
    before = _town_before(page, sentence) if page.hits_in(sentence, "there") else None
    return before[1] if before else None


def _covered(mention: Mention, found: list[Mention]) -> bool:
    return any(m.start < mention.end and mention.start < m.end for m in found) or any(
        m.name == mention.name for m in found
    )


def _named(page: Page, sentence: Sentence, names: dict[str, Mention]) -> Iterator[Mention]:
    """Mentions by a name given elsewhere, or by the next number of such a name."""
    text = page.text
    stems = {code[1]: m for name, m in names.items() if (code := _CODE.fullmatch(name))}
    for name, mention in names.items():
        at = text.find(name, sentence.start, sentence.end)
        if at >= 0 and not text[at + len(name) : at + len(name) + 1].isalnum():
            found = brief(mention, sentence, at, at + len(name), mention.name or name)
            yield _set_in_place(page, found)
    if stems:
        for code in _CODE.finditer(text, sentence.start, sentence.end):
            if code[1] in stems and code[0] not in names:
                found = brief(stems[code[1]], sentence, code.start(), code.end(), code[0])
                yield _set_in_place(page, replace(found, type="plant", founds=True))


def _set_in_place(page: Page, mention: Mention) -> Mention:
    """A brief mention with the place right after it: "ACT 3, a plot in Plymouth"."""
    for place in usable_places(page, mention.sentence):
        if 0 <= place.start - mention.end < 40 and is_located(page.text, place.start):
            return replace(mention, place=place)
    return mention


def _is_list(page: Page, sentence: Sentence, found: list[Mention]) -> bool:
    """Whether a sentence says where plants named before stand; it names none before that."""
    located = page.hits_in(sentence, "located")
    again = page.hits_in(sentence, "facility_again")
    if again and again[0].start == sentence.start:
        # "The other stands in Mesa" is one more.
        return False
    if not located or any(m.noun < located[0].start or (m.founds and m.place) for m in found):
        return False
    return bool(page.places_in(sentence))


def _listed(page: Page, sentence: Sentence, last: Mention) -> list[Mention]:
    """One mention per place in "They stand in …"; none where the sentence has its own plant."""
    located = page.hits_in(sentence, "located")[0]
    if last.type in ("project", "operation") or last.place is not None:
        return []
    if sentence.line - last.sentence.line > 1:
        return []
    places = [p for p in usable_places(page, sentence) if p.start >= located.end - 1]
    stop = page.text.find(";", located.end, sentence.end)
    places = [p for p in places if stop < 0 or p.start < stop]
    if not last.plural:
        places = places[:1]
    owners = last.owners or runs_it(page, sentence)
    return [
        replace(_at_place(last, sentence, place, founds=last.plural), owners=owners)
        for place in places
    ]


def _at_place(like: Mention, sentence: Sentence, place: Place, founds: bool) -> Mention:
    found = brief(like, sentence, place.start, place.end, None)
    return replace(found, place=place, founds=founds, type=like.type)


def _of_town(page: Page, sentence: Sentence, towns: dict[str, Mention]) -> list[Mention]:
    """A town that stands for the plant in it, where the sentence tells something of a plant."""
    if sentence.kind == "heading" or not page.hits_in(sentence, *_TELLING):
        return []
    return [
        _at_place(towns[place.city], sentence, place, founds=False)
        for place in usable_places(page, sentence)
        if place.city in towns
    ]


def _one_more(page: Page, sentence: Sentence, last: Mention) -> list[Mention]:
    """Plants like the ones before in a sentence of their own: "The other, at B, also shreds"."""
    if sentence.line - last.sentence.line > 1:
        return []
    places = usable_places(page, sentence)
    found = []
    for hit in page.hits_in(sentence, "facility_again"):
        reach = _PREDICATE if hit.value == "next" and hit.start == sentence.start else _BESIDE
        near = (p for p in places if 0 <= p.start - hit.end < reach)
        place = next(near, None)
        if place and (hit.value != "next" or is_predicated(page, sentence, hit)):
            like = replace(_at_place(last, sentence, place, founds=True), owners=last.owners)
            found.append(replace(like, definite=False, apart=not last.plural))
    return found
