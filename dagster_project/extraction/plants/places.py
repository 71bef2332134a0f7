"""Where mentioned plants stand: which place belongs to which noun."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from dagster_project.extraction.model import Place, Sentence
from dagster_project.extraction.organisations.common import is_coined
from dagster_project.extraction.page import Page
from dagster_project.extraction.places.patterns import patterns
from dagster_project.extraction.plants.model import KINDS, Mention
from dagster_project.extraction.plants.sharing import shared
from dagster_project.extraction.plants.words import is_eastern, is_located, words

# "at Thacker Pass in Humboldt County, Nevada": names between a noun and the area around them.
_NAMES_BETWEEN = re.compile(r"(?:\s(?:[a-zà-ü]{1,4}|[A-ZÀ-Þ][\w’'.-]*))+,\s")
_NUMBERED = re.compile(r"\s\d(?![\d·,、]{0,5}\s?(?:공장|工場|工厂|号))")
_LIST = re.compile(r"\)?[\s,、]*(?:\([^)]*\)|,|and|und|et|y|or|sowie|,? and in|和|及|[\s,、])*")
# Farther away a place belongs to something else.
# "Queens Mine" is called so, not in Queens.
_NAMED_AFTER = frozenset({"mine", "project"})
_IN_TOWN = re.compile(
    r"(?:['’]s (?:\w+ ){0,3}\w+)? (?:in|near|outside|at|bei|à|en) ([A-ZÀ-Þ][a-zà-ÿ-]{3,})"
    r"(?=[ ,.;:)]|$)(?! [A-ZÀ-Þ])"
)
_REACH = 70
_SEATED = 6
# "Northside of Singapore", "die Nordwerk aus Krefeld".
_HAILS = frozenset({" of ", " aus ", " from "})
_OF_REACH = 30
# "usine de batteries de X"
_OF_NAMES = re.compile(
    r"(?:\s(?:of|de|d['’]|von)\s?\w+)*"
    r"\s(?:of\s(?:the\s)?|von\s|del?\s(?:la\s)?|du\s|des\s|d['’]|de l['’])"
)


def usable_places(page: Page, sentence: Sentence) -> list[Place]:
    """Places in a sentence where a plant can stand."""
    places = page.places_in(sentence)
    beside = [b for a, b in pairwise(places) if a.city and _is_near(page.text, a, b)]
    usable = [p for p in places if p not in beside and _is_site(page, sentence, p)]
    usable += _unknown_towns(page, sentence, usable)
    return [_without_area(p) for p in sorted(usable)]


def _unknown_towns(page: Page, sentence: Sentence, known: list[Place]) -> list[Place]:
    """Towns no gazetteer has, right behind a company: "Quorvex in Freienstein shreds"."""
    if sentence.kind not in ("prose", "bullet") or is_eastern(page.text, sentence.start):
        return []
    found = []
    for company in page.organisations.names_between(sentence.start, sentence.end):
        town = _IN_TOWN.match(page.text, company.end, sentence.end)
        if town is None or company.kind != "company":
            continue
        start, end = town.span(1)
        taken = any(p.start < end and start < p.end for p in known)
        dated = any(d.start < end and start < d.end for d in page.dates_in(sentence))
        if not taken and not dated and is_coined(town[1], page.language):
            found.append(Place(start, end, town[1], None, None))
    return found


def _is_near(text: str, town: Place, other: Place) -> bool:
    """Whether the other place only tells where the town lies: "Kellyton, near Birmingham"."""
    return patterns().near.fullmatch(text, town.end, other.start) is not None


def _without_area(place: Place) -> Place:
    """A place without what is wider than a town ("Humboldt County")."""
    wide = place.city is not None and place.city.split(" ")[-1].lower() in words("area")
    return place._replace(city=None) if wide else place


def _is_site(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether a place can be where a plant stands: no dateline, no "Boston-based"."""
    text = page.text
    based = text.startswith("-based ", place.end) and _is_of_plant(page, sentence, place.end)
    if (text[place.end : place.end + 1] in ("-", "$") and not based) or _NUMBERED.match(
        text, place.end
    ):
        return False
    word = text[place.start : place.end].split(",")[0]
    if _is_seat(page, sentence, place):
        return False
    dateline = len(word) > 3 and word.isupper() and not is_eastern(text, place.start)
    if dateline and place.start - sentence.start < 60:
        return False
    return not any(
        o.start <= place.start and place.end <= o.end for o in page.organisations_in(sentence)
    ) or _names_plant(page, sentence, place)


def _is_of_plant(page: Page, sentence: Sentence, end: int) -> bool:
    """Whether "-based" is said of a works, not of a company: "its Dayton-based plant"."""
    works = [h.start for h in page.hits_in(sentence, *KINDS) if 0 < h.start - end < _REACH]
    return bool(works) and not any(
        end < o.start < works[0] for o in page.organisations_in(sentence)
    )


def _is_seat(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether a place is where a company, no plant, is at home: "based in Atlanta"."""
    seats = [h for h in page.hits_in(sentence, "seat") if 0 <= place.start - h.end < 5]
    for company in page.organisations_in(sentence):
        # "an organisation in Atlanta": a company that is not called by its name.
        last = page.text[company.start : company.end].split(" ")[-1]
        if last.islower() and 1 < place.start - company.end < _SEATED:
            return True
        if page.text[company.end : place.start] in _HAILS:
            return True
    nouns = page.hits_in(sentence, *KINDS) if seats else []
    return bool(seats) and not any(0 <= seats[0].start - n.end < 3 for n in nouns)


def _names_plant(page: Page, sentence: Sentence, place: Place) -> bool:
    """A place inside a name that ends in a facility word ("Rochester Hub")."""
    return any(
        0 <= hit.start - place.end <= 12 for hit in page.hits_in(sentence, *KINDS)
    ) and is_capital(page.text, place.end + 1)


def place_mentions(page: Page, mentions: list[Mention], places: list[Place]) -> list[Mention]:
    """Mentions with the places that belong to them; several places make several mentions."""
    found: dict[int, list[Place]] = {}
    last: int | None = None
    reach = -1
    for place in places:
        index = _belongs(page, mentions, place)
        goes_on = reach >= 0 and _LIST.fullmatch(page.text, reach, place.start)
        if index is None and last is not None and goes_on:
            index = last
        if index is not None:
            found.setdefault(index, []).append(place)
            last, reach = index, place.end
    result: list[Mention] = []
    for index, mention in enumerate(mentions):
        near = sorted(found.get(index, []), key=lambda p: (p.end <= mention.start, p.start))
        result += _spread(page, mention, near)
    return shared(page, result)


def _belongs(page: Page, mentions: list[Mention], place: Place) -> int | None:
    text = page.text
    for index, mention in enumerate(mentions):
        if mention.start <= place.start and place.end <= mention.end:
            named = mention.type in _NAMED_AFTER and is_capital(text, mention.noun)
            return None if named else index
    left = [i for i, m in enumerate(mentions) if m.end <= place.start]
    right = [i for i, m in enumerate(mentions) if place.end <= m.start]
    if is_eastern(text, place.start):
        return right[0] if right else (left[-1] if left else None)
    ends = mentions[left[-1]].end if left else -_REACH
    near = place.start - ends
    if left and near == 2 and text[place.start - 2] in ",(:":
        return left[-1]
    if left and near < _REACH and _NAMES_BETWEEN.fullmatch(text, ends, place.start):
        return left[-1]
    if mentions and mentions[0].sentence.kind == "row":
        return left[-1] if left else (right[0] if right else None)
    gap = text[ends : place.start] if left else ""
    if "; " in gap and not mentions[left[-1]].plural:
        left, near = [], _REACH
    if gap == " ":
        # "Den Standort Itzehoe": a town right behind its noun.
        return left[-1]
    if left and near < _OF_REACH and (place.city or place.country) and _OF_NAMES.fullmatch(gap):
        return left[-1]
    chosen = page.hits_in(mentions[0].sentence, "sited") if right else []
    if any(0 < place.start - h.end < _OF_REACH for h in chosen):
        return right[0]
    if not is_located(text, place.start):
        host = right and not left and place.start == mentions[0].sentence.start
        hosts = page.hits_in(mentions[0].sentence, "hosting", "copula") if host else []
        return right[0] if any(0 <= h.start - place.end < _OF_REACH for h in hosts) else None
    if left and right and "," in gap and mentions[right[0]].start - place.end < _SEATED:
        # "A plant for cells, in Reno a pilot line".
        return right[0]
    if left and near < _REACH:
        return left[-1]
    if right and (not left or mentions[right[0]].start - place.end < near):
        return right[0]
    return left[-1] if left and mentions[left[-1]].plural else None


def _spread(page: Page, mention: Mention, places: list[Place]) -> list[Mention]:
    if not places:
        return [replace(mention, place=_adjective(page, mention))]
    merged: list[Place] = []
    # "The only one in North America" tells less than where it stands.
    for place in [p for p in places if p.city or p.country] or places:
        for at, known in enumerate(merged):
            if _refines(known, place):
                merged[at] = Place(
                    known.start,
                    known.end,
                    known.city or place.city,
                    known.region or place.region,
                    known.country or place.country,
                )
                break
        else:
            merged.append(place)
    if len(merged) > 1 and not mention.plural and not is_eastern(mention.head, 0):
        first, second = merged[:2]
        called = first.start < mention.noun and not first.region
        called = called and second.start - mention.end < _OF_REACH
        if called and not is_capital(page.text, mention.noun) and second.city:
            # "Its Riverdale works in Akron": the works is called so.
            name = mention.name or page.text[first.start : first.end]
            beside = page.hits_in(mention.sentence, "nearby")
            apart = any(mention.end <= h.start and h.end <= second.start for h in beside)
            return [replace(mention, place=second, name=name, apart=apart)]
        merged = merged[:1]
    return [replace(mention, place=place) for place in merged]


def _adjective(page: Page, mention: Mention) -> Place | None:
    """The place that an adjective tells: "its Canadian refinery"."""
    named = page.organisations_in(mention.sentence)
    for hit in page.hits_in(mention.sentence, "place_adjective"):
        if any(o.start <= hit.start < o.end for o in named):
            continue
        if mention.start <= hit.start < mention.noun:
            country = hit.value if len(hit.value) == 2 else None
            return Place(hit.start, hit.end, None, None if country else hit.value, country)
    return None


def _refines(known: Place, place: Place) -> bool:
    """Whether two places of one mention are one: "Ohio … Springfield"."""
    # A county told without its state is filled by the state that follows.
    blank = not any(known[2:]) or not any(place[2:])
    if known.country != place.country and not blank:
        return False
    if known.city and place.city and known.city != place.city:
        return False
    if known.region and place.region and known.region != place.region:
        return False
    return bool(known.city or known.region) != bool(place.city or place.region) or (
        (known.city is None) != (place.city is None) or known == place
    )


def is_capital(text: str, at: int) -> bool:
    """Whether a word begins with a capital."""
    return at < len(text) and text[at].isupper()
