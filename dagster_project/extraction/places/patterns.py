"""What stands beside a place: prepositions, facilities, regions, lists. Words are vocabulary."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dagster_project.extraction.grammar import entries, pattern
from dagster_project.extraction.organisations.common import is_person
from dagster_project.extraction.organisations.names import plain_words, words
from dagster_project.extraction.places.names import PlaceNames, country_of, fold

WORD = re.compile(r"(?<![\w@/.])[A-ZÀ-ÖØ-ÞŁŚŻČŠŽİ][\w’'.-]*")
ADJECTIVE = re.compile(r"(?<=\bi[mn] )[a-zäöü-]{5,}(?:ischen|schen)\b")
# What towns are called in several languages: enough where a preposition stands before the name.
_TOWN = re.compile(
    r"(?:\w (?:Bay|City|Falls|Springs|Heights|Beach|Harbou?r|Creek|Valley|Grove|Rapids|Township|"
    r"Island|Point|Junction|Hills|County)|[a-zäöüéè]{2}(?:bourg|burg|ville|dorf|heim|stadt|hausen|"
    r"borough|bury|shire|port|haven|hafen|kirchen|mouth))$"
)
PART_OF_NAME = re.compile(
    r"(?:University|Bank|State|Commonwealth|Province|Ministry|Government|Institute|College|"
    r"Department|Embassy|Geological Survey|Republic|Motors) of (?:the )?$"
)
CAPITAL_NEXT = re.compile(r" [A-ZÀ-Þ]\w")
# "At Northside Park in Reno": what stands in a town is none.
IN_NEXT = re.compile(r",? (?:in|à|en|im) (?!the |den |la )[A-ZÀ-Þ]")
# What tells a text in German, where every noun has a capital: "in Krefeld Batterien".
GERMAN = re.compile(r" (?:und|der|das|wird|dem|auf|zerlegt|schreddert|seit) (?!and\b)")
TOWN_NEXT = re.compile(r" (?:Chemiepark |Industriepark |Gewerbegebiet )?([A-ZÄÖÜ][\w-]+)\b")
ABBREVIATED = re.compile(
    r"^(?:[A-Z]\. ?[A-Z][a-z]?\.(?:A\.)?|[A-Z][A-Za-z]{0,4}\.|[A-Z]{2,4}(?!\w))"
)
AREA_END = re.compile(r"[^\W\d_](?=['’]s\b|[^\w’'-]|$)")
# "East Liberty Auto Plant": the rest of a name that is a town and its works.
WORKS_NEXT = re.compile(
    r" (?:[A-ZÀ-Þ][\w&-]+ ){0,3}?(?:Hub|Plant|Refinery|Works|Gigafactory|Site|Campus|Complex|"
    r"Factory|Facility|Smelter|Mill|Port|Werk|Spoke)s?\b"
)
_CAPITAL_BEFORE = re.compile(r"(?<![\w.])([A-ZÀ-Þ][\w&-]+) $")
_CELL = re.compile(r"\s?\|\s")
_DATELINE = re.compile(r"(?:\.(?= )|,? ?\(|\s?[-–—]+\s| ?/ ?|, \d|, [A-Z][a-z]+\.? \d|:)")
_LINE_END = re.compile(r"[ *#]*(?:\n|$)")
_HEADING_END = re.compile(r"\)?(?: (?:and|und|et|y|&) [A-ZÀ-Þ][\w-]+)?[ *#]*(?:\n|$)")
# "Candiac is the only plant of its kind": a town that opens a sentence about a works.
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s|\n)[“\"(]?$")
_LINE_START = re.compile(r"(?:^|\n)[\s*#\[(]*$")
# "**Northside Metals, Reno**": the entry of a list.
_BOLD = re.compile(r"\*\*[^*\n]{2,50}[,/(] ?$")
# "2) Northside Metals, Reno", "Northside (Reno)": the end of a heading.
_HEADED = re.compile(r"(?:^|\n)(?:\d{1,2}[.)] )?[^\n.!?|;:]{2,56}(?:, |[/(] ?| [–—-] )$")
# "1. Northside Metals, Reno: ", "- **Northside** (Reno) – ": the head of an item.
_ITEM = re.compile(
    r"(?:^|\n)(?:[-*•] |\d{1,2}[.)] |\*\*)(?:\*\*)?[^\n.!?|;:]{2,48}?(?:\*\*)?(?:, | \()$"
)
_ITEM_END = re.compile(r"(?:, [A-Z][\w. ]{1,20})?\)?(?:\*\*)?(?::| [–—-] |\. )")
# "Muskogee first.", "South to Atoka.", "And Lawton.": the next town of a round.
_ROUND = re.compile(
    r"(?:^|\n)(?:(?:And|Now|On|South|North|East|West|Over|Back|Next|Then|Off|Down|Up|Finally|Last|First|"
    r"Nun|Weiter|Zuletzt|Puis|Enfin|to|in|on|nach)[ ,]+){0,4}$"
)
_ROUND_END = re.compile(r"(?: (?:first|next|then|last|again|too|now|zuerst|zuletzt))?\. ")
_CELL_BEFORE = re.compile(r"(?:^|\n|\|) ?$")


# "Im sächsischen Zwickau".
_IN_THE = re.compile(r" i[mn] [a-zäöüß-]+schen $")
# "Das Zwickauer Werk": a town's adjective before a works.
OF_TOWN = re.compile(
    r"([A-ZÄÖÜ][a-zäöüß]{2,})er (?:[a-zäöüß-]+ ){0,2}"
    r"(?:[A-ZÄÖÜ][\w-]*)?(?i:werk|fabrik|anlage|standort|raffinerie|hütte|produktion|betrieb|mine|"
    r"linie|fertigung|gigafactory|lager)(?:e[ns]?|s|n|en)?\b"
)
_TAIL = re.compile(
    r"\b(?:Ridge|Pass|Flats|Lake|River|Mountain|Creek|Center|Centre|District|Basin|Park|Area|Region|"
    r"Belt|Triangle|Province|Corridor|Conference|Show|Expo|Summit|Valley|Trend|Camp|Shear|Zone)\.?$"
)
# What may stand before a preposition: brackets, quotation marks, bold type.
_MARKS = str.maketrans(dict.fromkeys("\n(*“„«»\"'‘", " "))
_WORKS_OF_TOWN = re.compile(
    r"\b(?:usine|raffinerie|fonderie|planta|fábrica|refinería|fundición) (?:de |d['’])$", re.I
)
_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "central", "upper", "lower", "new", "old", "saint", "st"]
)
_ARTICLES = frozenset(["de", "la", "le"])


class Patterns(NamedTuple):
    """The compiled words of `grammar/places.yaml` of all languages."""

    locative: tuple[str, ...]
    leading: frozenset[str]
    facility: re.Pattern[str]
    bridge: re.Pattern[str]
    near: re.Pattern[str]
    region: tuple[str, ...]
    region_after: re.Pattern[str]
    joint: re.Pattern[str]
    listed: re.Pattern[str]
    before: re.Pattern[str]
    works: re.Pattern[str]
    works_of: re.Pattern[str]
    hosts: re.Pattern[str]
    towns: tuple[str, ...]
    articles: tuple[str, ...]


def _surfaces(name: str) -> set[str]:
    return {surface.lower() for surface, _ in entries("places", name, "en")}


def _group(name: str) -> str:
    return f"(?i:{pattern(surface for surface, _ in entries('places', name, 'en'))})"


@cache
def patterns() -> Patterns:
    """The patterns, compiled once per process."""
    articles = rf"(?:(?:{_group('article')})\s+)?"
    bridge, near, state = _group("bridge"), _group("near"), _group("state_of")
    joint, also, never = _group("joint"), _group("and"), _group("not_between")
    of = pattern(surface for surface, _ in entries("determiners", "of", "en"))
    direction = r"(?:(?:north|south|east|west|central|upstate|nörd|süd|öst)[\w-]* )?"
    return Patterns(
        tuple(f" {w} " for w in sorted(_surfaces("locative"))),
        frozenset(s.lower() for s, _ in entries("places", "locative", "en") if s.istitle()),
        re.compile(rf"[ -](?:(?!(?:{never}) )[a-z-]+ ){{0,3}}(?:{_group('facility')})"),
        re.compile(
            rf"(?:\s?\(|,\s+|\s?\|\s|,?\s(?:{bridge})\s)(?:(?:{bridge}|{state})[ ]?)?"
            rf"{articles}(?:u\.?s\.? )?(?:(?:{state}) )?{direction}"
        ),
        re.compile(rf",?\s(?:just )?(?:{near})(?:\s|(?<=['’]))"),
        tuple(sorted(_surfaces("region_noun"))),
        re.compile(rf" {_group('region_after')}(?!\w)"),
        re.compile(rf" (?:(?:{joint}) ){{0,2}}"),
        re.compile(rf"(?:\s?\([^()\n]{{0,60}}\))?(?:,? (?:{also}) {articles}|, | ?/ ?)"),
        re.compile(
            rf"(?:(?P<in>{_group('locative')}) (?:the )?)?(?<!\w)(?P<word>[^\W\d_][\w.-]+)"
            rf"(?P<of>['’]s)? (?:(?P<town>{_group('town_noun')}) )?$"
        ),
        re.compile(
            rf"(?<!\w)(?:{_group('facility')})(?: (?:{of}) ?[a-zà-ÿ-]+){{0,3}},? "
            rf"(?:{_group('locative')}) $"
        ),
        re.compile(
            rf"(?<!\w)(?:{_group('facility')})(?: (?:{of}) ?[a-zà-ÿ-]+){{0,3}} (?:(?:{of}) |d['’])$"
        ),
        re.compile(
            rf" (?:{_group('is_site')}) (?:[\w’'-]+ ){{0,7}}?(?:{_group('facility')})(?!\w)"
        ),
        tuple(f" {w} " for w in sorted(_surfaces("town_noun"))),
        tuple(f" {w} " for w in sorted(_surfaces("article"))),
    )


def is_located(text: str, start: int) -> bool:
    """Whether a locative preposition stands before a position: "near", "à", "plant in the"."""
    before = " " + text[max(0, start - 40) : start].lower()
    if before.endswith((" d'", " d’")) or _IN_THE.search(before):
        return True
    before = before.translate(_MARKS)
    for article in patterns().articles:
        if before.endswith(article):
            before = before[: 1 - len(article)]
            break
    return before.endswith(patterns().locative)


def leads(text: str, word: re.Match[str]) -> bool:
    """Whether a capitalised word only leads up to a place: "Standort Krefeld", "Werk Aue"."""
    follows = CAPITAL_NEXT.match(text, word.end())
    return follows is not None and word[0].lower() in patterns().leading


def says_region(before: str) -> bool:
    """Whether words end by saying that a region follows: "in the province of"."""
    return before.rstrip().lower().endswith(patterns().region)


def follows_works(text: str, start: int) -> bool:
    """Whether the words before a name are a works and a preposition: "a plant at", "usine à"."""
    return patterns().works.search(text, max(0, start - 48), start) is not None


def belongs_to_works(text: str, start: int) -> bool:
    """Whether the words before a name are a works and "of": "usine de batteries de"."""
    before = text[max(0, start - 48) : start]
    return before.endswith((" de ", " of ", " von ", "'", "’")) and bool(
        patterns().works_of.search(before)
    )


def called_after(text: str, start: int) -> bool:
    """Whether a works in French or Spanish is called after a town: "l'usine de"."""
    return _WORKS_OF_TOWN.search(text, max(0, start - 24), start) is not None


def is_told(text: str, start: int) -> bool:
    """Whether the word before may say of which country a place is: a quick look."""
    before = text[max(0, start - 30) : start]
    if not before.endswith(" ") or not before.strip():
        return False
    word = before.rsplit(None, 1)[-1]
    if word.endswith(("'s", "’s")) or country_of(word):
        return True
    return before.lower().endswith(patterns().towns)


def is_town(name: str) -> bool:
    """Whether a name is made like a town's: "Arno Bay", "Lauterbourg"."""
    return _TOWN.search(name) is not None


def no_town(name: str) -> bool:
    """Whether a name is made like something else's: a mine's, a company's, an event's."""
    tokens = name.casefold().replace(".", "").split()
    lists = words()
    if len(tokens) > 4 or _TAIL.search(name) or "’s " in name or "'s " in name:
        return True
    return any(
        t in plain_words() or t in lists.legal or t in lists.plant
        for t in tokens
        if t not in _DIRECTIONS and t not in _ARTICLES
    )


def is_new(names: PlaceNames, name: str) -> bool:
    """Whether a name can be that of a town no gazetteer knows."""
    return (
        name[0].isupper()
        and not any(word.isupper() for word in name.split(" "))
        and fold(name) not in names.not_cities
        and not no_town(name)
    )


def is_of_person(text: str, start: int, name: str) -> bool:
    """Whether a name is a person's: "Senator Moran", "Mr. Peters", "Ann Holm"."""
    if is_person(name):
        return True
    before = text[max(0, start - 16) : start].split()[-1:]
    named = {w.casefold().strip(".") for w in (*before, *name.split())}
    return not named.isdisjoint(words().title)


def set_apart(text: str, start: int, end: int) -> bool:
    """Whether a name stands alone: in a table's cell, on a line, as a dateline before one."""
    before = max(0, start - 5)
    if _CELL.match(text, end) and _CELL_BEFORE.search(text, before, start):
        return True
    if text.startswith("**", end) and _BOLD.search(text, max(0, start - 60), start):
        return True
    if _HEADING_END.match(text, end) and _HEADED.search(text, max(0, start - 64), start):
        return True
    if is_station(text, start, end):
        return True
    if _ITEM_END.match(text, end) and _ITEM.search(text, max(0, start - 64), start):
        return True
    if _SENTENCE_START.search(text, before, start) and patterns().hosts.match(text, end):
        return True
    ends = _DATELINE.match(text, end) or _LINE_END.match(text, end)
    return bool(ends and _LINE_START.search(text, before, start))


def is_station(text: str, start: int, end: int) -> bool:
    """Whether a town is all that the first sentence of a paragraph names: "And Lawton"."""
    return bool(_ROUND_END.match(text, end) and _ROUND.search(text, max(0, start - 24), start))


def in_cell(text: str, start: int) -> bool:
    """Whether a name begins a table's cell."""
    return _CELL_BEFORE.search(text, max(0, start - 4), start) is not None


def inside_name(text: str, start: int) -> bool:
    """Whether a capitalised word goes before, so that the word is the end of a longer name."""
    before = _CAPITAL_BEFORE.search(text, max(0, start - 24), start)
    lists = words()
    word = before[1].casefold() if before else ""
    return bool(word) and word not in lists.nothing and word not in lists.title
