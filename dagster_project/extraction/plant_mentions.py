"""Mentions of places of production: the noun, its words, where it stands, whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dagster_project.extraction.model import Hit, Organisation, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plant_names import name_of
from dagster_project.extraction.plant_words import (
    clause,
    follows_preposition,
    is_eastern,
    is_located,
    joins_of,
    words,
)

KINDS = ("facility", "facility_loose", "facility_part")
_TOKEN = re.compile(r"\S+")
_EASTERN_STOP = re.compile(r"[，,；;。：:（(、|]|[은는이가에서] ")
# "at Thacker Pass in Humboldt County, Nevada": names between a noun and the area around them.
_NAMES_BETWEEN = re.compile(r"(?:\s(?:[a-zà-ü]{1,4}|[A-ZÀ-Þ][\w’'.-]*))+,\s")
_NUMBERED = re.compile(r"\s\d")
_AND = re.compile(r"\s*(?:,|and|und|et|y|&)\s*")
_LIST = re.compile(r"[\s,、]*(?:\([^)]*\)|,|and|und|et|y|or|sowie|,? and in|和|及|[\s,、])*")
# Farther away a place belongs to something else.
_REACH = 70


@dataclass(slots=True, frozen=True)
class Mention:
    """One mention: `text[start:end]` is the noun with its words, the noun starts at `noun`.

    `definite` is None where nothing tells; `owners` are organisations named with the noun;
    `founds` tells whether it can be the first mention of a plant or only one more; `head` is the
    noun's last word; `spoken` is an answer in an interview;
    `apart` is another plant than those before, beside the last one where it has no place;
    `companies` are those of the sentence, `materials` those among the noun's words.
    """

    sentence: Sentence
    start: int
    noun: int
    end: int
    type: str
    loose: bool = False
    plural: bool = False
    definite: bool | None = None
    name: str | None = None
    place: Place | None = None
    owners: tuple[Organisation, ...] = ()
    founds: bool = True
    head: str = ""
    spoken: bool = False
    apart: bool = False
    companies: frozenset[str] = frozenset()
    materials: frozenset[str] = frozenset()


def find_mentions(page: Page, sentence: Sentence) -> list[Mention]:
    """Mentions in a sentence, in order; one of several places is one mention per place."""
    nouns = _nouns(page, sentence)
    if not nouns:
        return []
    companies = companies_in(page, sentence)
    places = usable_places(page, sentence)
    plurals = {h.end for h in page.hits_in(sentence, "facility_plural")}
    mentions = []
    floor = sentence.start
    for hit in nouns:
        start, definite = _phrase(page, sentence, floor, hit, companies, places)
        inside = _owners(page.text, companies, start, hit.start)
        after = tuple(
            _named(page.text, companies, o)
            for o in companies
            if joins_of(page.text, hit.end, o.start) or _is_run_by(page, sentence, hit.end, o)
        )
        mention = Mention(
            sentence,
            start,
            hit.start,
            hit.end,
            hit.value,
            hit.kind == "facility_loose",
            hit.end in plurals,
            True if inside else definite,
            owners=inside or after[:1],
            spoken=page.text[sentence.start].isalpha(),
            materials=frozenset(
                h.value
                for h in page.hits_in(sentence, "material")
                if start < h.end <= hit.start
            ),
            companies=frozenset(o.name for o in companies),
            head=page.lowered[hit.start : hit.end].split(" ")[-1],
        )
        own = page.lowered[mention.start : mention.end]
        if is_eastern(page.text, hit.start):
            apart = own.lstrip().startswith(tuple(words("ordinal")))
        else:
            apart = not words("ordinal").isdisjoint(own.split(" ")[:3])
        mention = replace(mention, apart=apart and definite is not True)
        name = name_of(page.text, mention.start, mention.noun, mention.end, sentence, page)
        if hit.kind == "facility_part" and not (name and _technical(page, mention)):
            continue
        mentions.append(replace(mention, name=name))
        floor = hit.end
    return [replace(m, founds=_founds(page, m)) for m in _placed(page, mentions, places)]


def _founds(page: Page, mention: Mention) -> bool:
    """Whether a mention says enough to be a plant of its own.

    A "site" or "project" needs a name or a material; a heading only repeats.
    """
    if mention.sentence.kind == "heading" or mention.type == "laboratory":
        return False
    if mention.sentence.line == 0 and page.title and page.sentence_text(mention.sentence) in page.title:
        return False
    own = page.hits_in(mention.sentence, "material", "stage")
    made = any(mention.start <= h.start < mention.noun for h in own if h.kind == "material")
    if mention.name and mention.loose:
        settled = mention.type not in ("unit", "production_line", "operation")
        field = page.hits_in(mention.sentence, "field")
        costed = any(q.kind == "money" for q in page.quantities_in(mention.sentence))
        return not mention.plural and (made or settled and bool(mention.place or field or costed))
    if mention.name:
        return True
    place = mention.place
    if place and mention.plural and mention.definite is None and not place.city and not place.region:
        return False
    if place and not place.city and not place.country:
        cues = page.hits_in(mention.sentence, "stage")
        return not mention.loose and any(h.value in ("build", "planned") for h in cues)
    if not mention.loose:
        return True
    if mention.plural or place is None:
        return False
    if made:
        return True
    if mention.type == "unit" or place.city is None:
        return is_eastern(page.text, mention.noun)
    return bool(mention.owners) or mention.definite is False or any(h.kind == "stage" for h in own)


def usable_places(page: Page, sentence: Sentence) -> list[Place]:
    """Places in a sentence where a plant can stand."""
    return [p for p in page.places_in(sentence) if _is_site(page, sentence, p)]


def companies_in(page: Page, sentence: Sentence) -> list[Organisation]:
    """Companies in a sentence; whoever governs or funds runs no plant."""
    return [o for o in page.organisations_in(sentence) if o.kind == "company"]


def _technical(page: Page, mention: Mention) -> bool:
    """Whether the words of a "Center" tell that something is made there."""
    own = page.hits_in(mention.sentence, "material", "makes", "field")
    return any(mention.start <= h.start < mention.end for h in own)


def _owners(
    text: str, companies: list[Organisation], start: int, noun: int
) -> tuple[Organisation, ...]:
    """Companies among the words of a noun; in "A's B plant" B is the plant's name."""
    inside = tuple(
        _named(text, companies, o) for o in companies if start <= o.start and o.end <= noun + 1
    )
    if len(inside) > 1 and text[inside[0].end] in "'’":
        return tuple(o for o in inside if text[o.end] in "'’")
    return inside


def _named(text: str, companies: list[Organisation], company: Organisation) -> Organisation:
    """Whom "its" means: the subject of its own sentence, if that names one."""
    if any(c.isupper() for c in text[company.start : company.end]):
        return company
    before = [
        o
        for o in companies
        if o.end <= company.start
        and any(c.isupper() for c in text[o.start : o.end])
        and not follows_preposition(text, o.start)
    ]
    names = {o.name for o in before}
    return company if not before or company.name in names else before[-1]


def _is_run_by(page: Page, sentence: Sentence, end: int, company: Organisation) -> bool:
    """Whether the words after a noun say who runs it: "operated by", "that belonged to"."""
    return any(
        0 <= h.start - end < 60 and 0 <= company.start - h.end < 6
        for h in page.hits_in(sentence, "run_by")
    )


def _nouns(page: Page, sentence: Sentence) -> list[Hit]:
    hits = page.hits_in(sentence, *KINDS)
    if not hits:
        return []
    others = [(h.start, h.end) for h in page.hits_in(sentence, "facility_not")]
    others += [(q.start, q.end) for q in page.quantities_in(sentence)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.kind, h.start)):
        if any(start <= hit.start and hit.end <= end for start, end in others):
            continue
        if _in_address(page.text, hit.start):
            continue
        if not any(k.start < hit.end and hit.start < k.end for k in kept):
            kept.append(hit)
    return sorted(kept)


def _in_address(text: str, at: int) -> bool:
    """Whether a word is part of a web address."""
    return "/" in text[max(text.rfind(" ", 0, at), at - 200) + 1 : at]


def _is_site(page: Page, sentence: Sentence, place: Place) -> bool:
    """Whether a place can be where a plant stands: no dateline, no "Boston-based"."""
    text = page.text
    if text[place.end : place.end + 1] in ("-", "$") or _NUMBERED.match(text, place.end):
        return False
    word = text[place.start : place.end].split(",")[0]
    dateline = len(word) > 3 and word.isupper() and not is_eastern(text, place.start)
    if dateline and place.start - sentence.start < 60:
        return False
    return not any(
        o.start <= place.start and place.end <= o.end for o in page.organisations_in(sentence)
    ) or _names_plant(page, sentence, place)


def _names_plant(page: Page, sentence: Sentence, place: Place) -> bool:
    """A place inside a name that ends in a facility word ("Rochester Hub")."""
    return any(
        0 <= hit.start - place.end <= 12 for hit in page.hits_in(sentence, *KINDS)
    ) and text_is_capital(page.text, place.end + 1)


def text_is_capital(text: str, at: int) -> bool:
    """Whether a word begins with a capital."""
    return at < len(text) and text[at].isupper()


def _phrase(
    page: Page,
    sentence: Sentence,
    floor: int,
    noun: Hit,
    companies: list[Organisation],
    places: list[Place],
) -> tuple[int, bool | None]:
    """Where the words of a noun begin, and whether it is "the" or "a" one."""
    text = page.text
    if is_eastern(text, noun.start):
        first = max(floor, noun.start - 40)
        for stop in _EASTERN_STOP.finditer(text, first, noun.start):
            first = stop.end()
        head = text[first : noun.start].strip()
        definite = True if head.startswith(tuple(words("definite"))) else None
        return first, False if head.startswith(tuple(words("indefinite"))) else definite
    spans = [(o.start, o.end) for o in companies] + [(p.start, p.end) for p in places]
    spans += [(q.start, q.end) for q in page.quantities_in(sentence)]
    begin = noun.start
    for token in reversed(list(_TOKEN.finditer(text, max(floor, noun.start - 140), noun.start))):
        within = [s for s in spans if s[0] < token.end() and token.start() < s[1]]
        if within:
            begin = min(begin, max(floor, min(s[0] for s in within)))
            owner = any(o.start <= token.start() < o.end for o in companies)
            if owner and text[token.end() - 1] in "s'’":
                return begin, True
            continue
        word = token[0].lower().strip("“\"'(*_‘")
        if word in words("definite"):
            return token.start(), True
        if word in words("indefinite"):
            return token.start(), False
        joined = any(p.start <= token.end() + 1 <= p.end for p in places) and any(
            0 <= token.start() - p.end <= 1 for p in places
        )
        if joined and _AND.fullmatch(token[0]):
            continue
        if word in words("stop") or word[-1:] in ",.;:)—–" or not word:
            break
        if word.endswith(("'s", "’s")):
            return token.start(), True
        begin = token.start()
    return begin, None


def _placed(page: Page, mentions: list[Mention], places: list[Place]) -> list[Mention]:
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
    return _shared(page, result)


def _is_pair(page: Page, before: Mention, mention: Mention) -> bool:
    """ "Its mine and refinery in Nevada"."""
    return _AND.fullmatch(page.text, before.end, mention.start) is not None


def _restates(page: Page, before: Mention, mention: Mention) -> bool:
    """ "…, making it its second plant", "…, a $500 million project"."""
    reach = max(before.end, before.place.end if before.place else 0)
    if mention.definite is False and page.text[reach : mention.start] == ", ":
        return True
    copulas = page.hits_in(mention.sentence, "copula")
    return any(before.end <= h.start and h.end <= mention.start + 1 for h in copulas)


def _shared(page: Page, mentions: list[Mention]) -> list[Mention]:
    """ "At its site in X, Y is building a pilot plant": the place is the pilot plant's too.

    So is that of a plant it stands beside ("near the Kentucky facility").
    """
    result: list[Mention] = []
    for mention in mentions:
        before = result[-1] if result else None
        if before and (_restates(page, before, mention)):
            mention = replace(mention, definite=True, owners=(), place=mention.place or before.place)
        if before and mention.place is None and mention.definite is False and before.place:
            ends = clause(page.text, mention.sentence.start, mention.sentence.end, mention.noun)
            if ends[0] <= before.noun:
                mention = replace(mention, place=before.place)
                vague = before.loose or before.type == "plant" and not before.owners
                if vague and not before.name:
                    result.pop()
        elif before and before.place is None and mention.place and _is_pair(page, before, mention):
            result[-1] = replace(before, place=mention.place)
        elif before and before.place is None and mention.place and before.definite is False:
            beside = page.hits_in(mention.sentence, "nearby")
            if any(before.end <= h.start and h.end <= mention.start + 1 for h in beside):
                result[-1] = replace(before, place=mention.place)
        result.append(mention)
    return result


def _belongs(page: Page, mentions: list[Mention], place: Place) -> int | None:
    text = page.text
    for index, mention in enumerate(mentions):
        if mention.start <= place.start and place.end <= mention.end:
            return index
    left = [i for i, m in enumerate(mentions) if m.end <= place.start]
    right = [i for i, m in enumerate(mentions) if place.end <= m.start]
    if is_eastern(text, place.start):
        return right[0] if right else (left[-1] if left else None)
    near = left and place.start - mentions[left[-1]].end
    if left and near == 2 and text[place.start - 2] in ",(":
        return left[-1]
    if left and near < _REACH and _NAMES_BETWEEN.fullmatch(text, mentions[left[-1]].end, place.start):
        return left[-1]
    if not is_located(text, place.start):
        return None
    if left and near < _REACH:
        return left[-1]
    if right and (not left or mentions[right[0]].start - place.end < near):
        return right[0]
    return left[-1] if left and mentions[left[-1]].plural else None


def _spread(page: Page, mention: Mention, places: list[Place]) -> list[Mention]:
    if not places:
        return [replace(mention, place=_adjective(page, mention))]
    merged: list[Place] = []
    for place in places:
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
    if len(merged) > 1 and not mention.plural:
        merged = merged[:1]
    return [replace(mention, place=place) for place in merged]


def _adjective(page: Page, mention: Mention) -> Place | None:
    """The place that an adjective tells: "its Canadian refinery"."""
    for hit in page.hits_in(mention.sentence, "place_adjective"):
        if mention.start <= hit.start < mention.noun:
            country = hit.value if len(hit.value) == 2 else None
            return Place(hit.start, hit.end, None, None if country else hit.value, country)
    return None


def _refines(known: Place, place: Place) -> bool:
    """Whether two places of one mention are one: "Kentucky … Hopkinsville"."""
    if known.country != place.country:
        return False
    if known.city and place.city and known.city != place.city:
        return False
    if known.region and place.region and known.region != place.region:
        return False
    return bool(known.city or known.region) != bool(place.city or place.region) or (
        (known.city is None) != (place.city is None) or known == place
    )
