"""Mentions of places of production: the noun, its words, where it stands, whose it is."""

from __future__ import annotations

import re
from dataclasses import replace

from dagster_project.extraction.model import Hit, Organisation, Place, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.founding import can_found
from dagster_project.extraction.plants.model import AND, Mention, companies_in, headed_by
from dagster_project.extraction.plants.names import each_of, is_numbered, name_of
from dagster_project.extraction.plants.nouns import nouns_in
from dagster_project.extraction.plants.places import (
    is_capital,
    place_mentions,
    usable_places,
)
from dagster_project.extraction.plants.words import (
    follows_preposition,
    is_eastern,
    joins_of,
    words,
)

# "A, whose": so near stands the company that a relative pronoun means.
_RELATIVE = 4
# "The refinery which A and B wanted", "l'usine que A", "das Werk, das A".
_WANTED = re.compile(r",?\s(?:which|that|die|das|den|que|qu['’])\s?(?:the |der |die |la |le )?")
_TOKEN = re.compile(r"\S+")
_GENITIVE = frozenset("의的の")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_EASTERN_STOP = re.compile(r"[，,；;。：:（(、|]|[은는이가에서] ")


def find_mentions(page: Page, sentence: Sentence) -> list[Mention]:
    """Mentions in a sentence, in order; one of several places is one mention per place."""
    nouns = nouns_in(page, sentence)
    if not nouns:
        return []
    companies = companies_in(page, sentence)
    places = usable_places(page, sentence)
    mentions: list[Mention] = []
    floor = sentence.start
    for hit in nouns:
        mention = _mention(page, sentence, floor, hit, companies, places)
        if hit.kind == "facility_part" and not (mention.name and _technical(page, mention)):
            continue
        last = mentions[-1] if mentions else None
        if last and last.loose and not last.name and joins_of(page.text, last.end, hit.start):
            # "Their project of a plant" is the plant.
            mentions.pop()
        if hit.kind == "facility_again":
            if last is None or (not mention.definite and last.founds is False):
                continue
            mention = replace(mention, type=last.type, name=None, owners=(), plural=False)
        mentions.append(mention)
        floor = hit.end
    # "Its Ultra plants" are called after what they make.
    placed = [
        replace(m, name=None)
        if not m.place and ((m.plural and m.type != "mine") or len(each_of(m.name)) > 1)
        else m
        for m in place_mentions(page, mentions, places)
    ]
    placed = [replace(m, name=name) for m in placed for name in each_of(m.name)]
    placed = [replace(m, founds=can_found(page, m)) for m in placed]
    return [m for m in placed if m.founds or not m.loose or _tells(m)]


def _tells(mention: Mention) -> bool:
    """Whether a "site" or "operations" can point back to a plant named before."""
    own = mention.definite or mention.name or mention.place or mention.materials or mention.apart
    return bool(own) or is_eastern(mention.head, 0)


def _mention(
    page: Page,
    sentence: Sentence,
    floor: int,
    hit: Hit,
    companies: list[Organisation],
    places: list[Place],
) -> Mention:
    start, definite = _phrase(page, sentence, floor, hit, companies, places)
    inside = _owners(page.text, companies, start, hit.start)
    opening = page.lowered[max(0, start - 12) : start].rstrip()
    if opening.endswith(tuple(words("whose"))):
        # "A, whose plant": its, not that of who buys from it.
        whose = start - len(opening.rsplit(" ", 1)[-1])
        inside = tuple(o for o in companies if 0 <= whose - o.end <= _RELATIVE)[-1:]
    after = _after(page, sentence, hit.end, companies)
    definite = True if inside else definite
    own = page.lowered[start : hit.end]
    materials = page.hits_in(sentence, "material")
    inside = tuple(_by_label(page, sentence, o) for o in inside)
    if inside and not words("former").isdisjoint(own.split(" ")[:3]):
        inside = _heirs(companies, inside, start)
    if (
        inside
        and start < inside[0].start
        and _points(own)
        and page.text[inside[-1].end] not in "'’"
    ):
        # "Their Northside mine" is called so.
        inside = ()
    name = name_of(page.text, start, hit.start, hit.end, sentence, page)
    label = None if companies else headed_by(page, sentence)
    return Mention(
        sentence,
        start,
        hit.start,
        hit.end,
        hit.value,
        hit.kind in ("facility_loose", "facility_again"),
        any(h.end == hit.end for h in page.hits_in(sentence, "facility_plural")),
        definite,
        name=name,
        owners=after if after and start < hit.start and _points(own) else inside or after,
        head=page.lowered[hit.start : hit.end].split(" ")[-1],
        spoken=page.text[sentence.start].isalpha(),
        apart=(definite is not True and _is_further(own)) or is_numbered(name),
        companies=frozenset(o.name for o in ([label] if label else companies)),
        labelled=label is not None,
        materials=frozenset(h.value for h in materials if start < h.end <= hit.start),
    )


def _heirs(
    companies: list[Organisation], gone: tuple[Organisation, ...], start: int
) -> tuple[Organisation, ...]:
    """Who is in "the former Northside works" now: another company before it, else behind it."""
    left = [o for o in companies if o.name not in {g.name for g in gone}]
    before = [o for o in left if o.end <= start]
    return tuple(before[-1:] or left[:1])


def _by_label(page: Page, sentence: Sentence, company: Organisation) -> Organisation:
    """Whom "its" means in a line that a company heads."""
    pronoun = page.lowered[company.start : company.end] in words("pronoun")
    heading = headed_by(page, sentence) if pronoun else None
    return company._replace(name=heading.name) if heading else company


def _is_further(own: str) -> bool:
    """Whether the words of a noun count on: "a second plant"."""
    if is_eastern(own, -1):
        return own.lstrip().startswith(tuple(words("ordinal")))
    return not words("ordinal").isdisjoint(own.split(" ")[:3])


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
    if len(inside) > 1 and is_eastern(text, noun):
        return tuple(o for o in inside if text[o.end : o.end + 1] in _GENITIVE)[-1:] or inside
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


def _points(own: str) -> bool:
    """Whether the words of a noun begin with "its", "their"."""
    return own.split(" ")[0] in words("pronoun")


def _after(
    page: Page, sentence: Sentence, end: int, companies: list[Organisation]
) -> tuple[Organisation, ...]:
    """Companies after a noun that own it: "the plant of A", "operated by A and B"."""
    owners: list[Organisation] = []
    for company in companies:
        if owners and AND.fullmatch(page.text, owners[-1].end, company.start):
            owners.append(company)
        elif not owners and (
            joins_of(page.text, end, company.start)
            or _WANTED.fullmatch(page.text, end, company.start)
            or _is_run_by(page, sentence, end, company)
        ):
            owners.append(_named(page.text, companies, company))
    return tuple(owners)


def _is_run_by(page: Page, sentence: Sentence, end: int, company: Organisation) -> bool:
    """Whether the words after a noun say who runs it: "operated by", "that belonged to"."""
    return any(
        0 <= h.start - end < 60 and 0 <= company.start - h.end < 6
        for h in page.hits_in(sentence, "run_by")
    )


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
    # "A" is an article before it is a number.
    counted = [q for q in page.quantities_in(sentence) if q.unit or q.value != 1]
    spans += [(q.start, q.end) for q in counted]
    begin = noun.start
    if noun.kind == "facility_again":
        # "One in Mesa, the other in": the words before tell of the plant before.
        return begin, False
    for token in reversed(list(_TOKEN.finditer(text, max(floor, noun.start - 140), noun.start))):
        within = [s for s in spans if s[0] < token.end() and token.start() < s[1]]
        if within and token[0].lower() in words("definite") and not is_capital(text, token.start()):
            # "Its", "the company's" is a company as well, the one it stands for.
            return max(floor, min(s[0] for s in within)), True
        if within:
            begin = min(begin, max(floor, min(s[0] for s in within)))
            owner = any(o.start <= token.start() < o.end < token.end() for o in companies)
            if owner and text[token.end() - 1] in "s'’":
                return begin, True
            continue
        word = token[0].lower().strip("“\"'(*_‘")
        if word in words("definite") or token[0].lower() in words("definite"):
            return token.start(), True
        # "A's second plant" is A's.
        owned = text[: token.start()].endswith(("'s ", "’s ", "s' ", "s’ "))
        if word in words("indefinite") and not owned:
            return token.start(), False
        joined = any(p.start <= token.end() + 1 <= p.end for p in places) and any(
            0 <= token.start() - p.end <= 1 for p in places
        )
        if joined and AND.fullmatch(token[0]):
            continue
        ends = word[-1:] in ",.;:)—–" and not _INITIALS.fullmatch(token[0])
        if word in words("stop") or ends or not word:
            break
        if word.endswith(("'s", "’s")):
            return token.start(), True
        begin = token.start()
    return begin, None
