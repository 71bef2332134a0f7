"""Deals told by what one party is to another: "its partner is X", "X signed on as a customer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.extraction.attachment import VERBAL
from dagster_project.extraction.deals.completion import in_force
from dagster_project.extraction.deals.grammar import PLAYERS, Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_IS = (
    r"(?:is|are|was|were|has been|have been|will be|becomes?|became|remains?|ist|sind|war|waren|"
    r"wird|"
    r"wurde|bleibt|est|sont|sera|seront|était|es|son|será|fue)"
)
_OWN = (
    r"(?:its|their|our|his|ihr\w*|seine?\w?|unsere?\w?|son|sa|ses|leurs?|notre|nos|sus?|nuestro|"
    r"nuestra)"
)
_LED = r"(?:[\w’'.-]+\s){0,4}"
# "Its partner for a plant in Ohio is X", "Offtakers: X and Y".
_AFTER = re.compile(
    rf"(?: (?:for|in|on|at|of|to|from|there|so far|für|bei|pour|dans|en|de|"
    rf"para)\b[^.;:,]{{0,60}}?)?"
    rf"(?:,? so far)?(?::| {_IS}(?: also| auch| aussi| currently| now)?|,? (?:include[sd]?|"
    rf"comprises?))"
    r" (?:the |der |die |le |la |el )?(?:[a-zà-ÿ][\w’'-]* ){0,4}"
)
# "Three customers have committed to its lithium: X, Y and Z".
_LISTED = re.compile(
    r"(?:[^.;:()]{0,110}): (?:the |der |die |le |la |el )?(?:[a-zà-ÿ][\w’'-]* ){0,3}"
)
_LIST_ENDS = re.compile(r"(?:,? (?:Inc|Ltd|plc|Corp)\b)?\s?(?:[.;,(–—]|$)")
_SOME = (
    r"(?:two|three|four|five|six|both|several|zwei|drei|vier|fünf|beide|mehrere|deux|trois|quatre|"
    r"cinq|plusieurs|dos|tres|cuatro|cinco|varios)"
)
_TAKEN = re.compile(
    r"commit|sign\w* (?:up )?for|off-?take|\boutput\b|production|abgenommen|Abnahme|verpflichtet|"
    r"enlèvement|engagé|comprometid",
    re.I,
)
_OPENS = re.compile(
    rf"(?:^|[.;:,(–—-] |\b(?:and|but|und|et|y) )(?:[A-Z][\w’'-]*[’']s? )?(?:(?:the|der|die|das|le|"
    rf"la|les|los|"
    rf"el|an?|ein|une?|one|among|unter|{_OWN}) )*{_LED}$",
    re.I,
)
# "X is a partner", "X signed on as its second customer".
_BEFORE = re.compile(
    rf"(?P<verb>\b(?:{_IS}|as|als|comme|como|en tant que)) (?P<lead>(?:now |also |still |already |"
    rf"again |"
    rf"jetzt |auch |aussi |désormais |ahora )?(?:(?:the|an?|der|die|das|ein|le|la|un|une|el|one of|"
    rf"{_OWN}) )?{_LED})$"
)
_AMONG = re.compile(rf"\b(?:among|unter|parmi|entre) {_OWN} {_LED}$")
_RANKED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|main|sole|exclusive|largest|biggest|only|anchor|launch|"
    r"new|"
    r"erste\w?|zweite\w?|dritte\w?|einzige\w?|größte\w?|neue\w?|premier|deuxième|unique|"
    r"principal|primer|segundo|único)\b",
    re.I,
)
_APPOSED = re.compile(
    r",? (?:the |der |die |le |la )?(?:(?!(?:such|like|as|from|to|of|and|or|with|in|at|for|is|"
    r"are)\b)[a-z-]+ ){0,2}"
)
_CAME = re.compile(
    r"\b(?:came in|comes in|joined|joins|signed(?: up| on)?|signs(?: up| on)?|entered|brought in|"
    r"on board|"
    r"stieg|kam|gewonnen|entré|entre|entró)\b"
)
_POSSESSIVE = re.compile(rf"(?:\.?[’']s?)? {_LED}")
_UNREAL = re.compile(
    r"\b(?:potential|prospective|former|possible|would-be|future|ehemalige\w*|früher\w*|"
    r"mögliche\w*|"
    r"ancien\w*|éventuel\w*|antigu\w*|not|no|nicht|kein\w*|pas)\s(?:\w+\s){0,2}$",
    re.I,
)
_ALL_OF = re.compile(r"\b(?:customers?|clients?|Kunden?|clientes?)\b", re.I)
_PAPER = re.compile(
    r"contract|agreement|deal\b|signed|commit|spoken for|booked|already found|"
    r"verpflichte|gefunden|engagé|comprometid|long-term|order|supply|supplied|Vertr|geschlossen|contrat|"
    r"accord|acuerdo",
    re.I,
)


_EASTERN_OF = re.compile(r"\s?(?:的|의|の)\s?[^,，、。 ]{0,6}\s?")
_EASTERN_END = re.compile(
    r"(?:之一)?\s?(?:이다|다|입니다|だ|である|です)?(?:[,，。.;；]|$|\n|으로|로 )"
)


def by_player(page: Page, sentence: Sentence, parties: Sequence[Party]) -> Iterator[Mention]:
    """The deals of a sentence whose parties are named by what they are to each other."""
    companies = [p for p in parties if p.kind == "company"]
    if not companies:
        return
    text = page.sentence_text(sentence)
    for noun in page.hits_in(sentence, "deal_player"):
        before = page.text[sentence.start : noun.start]
        if _UNREAL.search(before[-40:]):
            continue
        kind, first, second = PLAYERS[noun.value]
        if page.text[noun.start] >= "\u2e80":
            pair = _eastern(page, noun, companies)
            if pair:
                sides = [Side(pair[1], second), Side(pair[0], first)]
                yield Mention(kind, sides, sentence, noun, weak=True)
            continue
        players = _players(page, sentence, noun, companies, before)
        if not players:
            continue
        if noun.value == "customer" and _TAKEN.search(text):
            kind = "offtake"
        names = {p.name for p in players}
        holder = _holder(page, sentence, noun, companies, names)
        if holder is None:
            continue
        apart = first not in ("partner", "investor") or "%" in text
        groups = [[p] for p in players] if apart else [players]
        for group in groups:
            sides = [Side(holder, second), *(Side(p, first) for p in group)]
            yield Mention(kind, sides, sentence, noun, weak=True)


def _eastern(page: Page, noun: Hit, companies: Sequence[Party]) -> tuple[Party, Party] | None:
    """For "X是Y的最大客户", "X는 Y의 고객이다": the player and whose it is."""
    earlier = [p for p in companies if p.end <= noun.start]
    if len(earlier) < 2 or earlier[-1].name == earlier[-2].name:
        return None
    owner = earlier[-1]
    of = _EASTERN_OF.fullmatch(page.text, owner.end, noun.start)
    return (earlier[-2], owner) if of and _EASTERN_END.match(page.text, noun.end) else None


def _players(
    page: Page, sentence: Sentence, noun: Hit, companies: Sequence[Party], before: str
) -> list[Party]:
    """Who is the partner, the customer, the lender."""
    text = page.text
    after = next((p for p in companies if p.start >= noun.end), None)
    opens = _OPENS.search(before) is not None
    later = [p for p in companies if p.start >= noun.end][:2] if opens else []
    # "Shareholders of X include Y": the second name is the one told.
    said = next((p for p in later if _AFTER.fullmatch(text, noun.end, p.start)), None)
    if not said and opens:
        rest = (p for p in companies if p.start >= noun.end)
        said = next((p for p in rest if _LISTED.fullmatch(text, noun.end, p.start)), None)
        if said and not _LIST_ENDS.match(text, _chain(companies, said)[-1].end):
            said = None
    if said:
        told = _ALL_OF.search(text, noun.start, noun.end) is None
        told = told or _PAPER.search(text, sentence.start, sentence.end) is not None
        return _chain(companies, said) if told else []
    owned = re.search(rf"(?:\b(?:{_OWN}|{_SOME})|[’']s?) {_LED}$", before[-60:], re.I)
    owned = owned if owned and not VERBAL.search(owned[0]) else None
    if after and owned and _APPOSED.fullmatch(text, noun.end, after.start):
        return _chain(companies, after)
    earlier = [p for p in companies if p.end <= noun.start]
    among = _AMONG.search(before)
    if among:
        near = [p for p in earlier if p.end - sentence.start <= among.start() and p.name]
        return _chain(companies, near[-1]) if near else []
    copula = _BEFORE.search(before)
    if not copula:
        return []
    at = sentence.start + copula.start("verb")
    left = [p for p in earlier if p.end <= at]
    if not left:
        return []
    if (
        copula["verb"] in ("as", "als", "comme", "como")
        and at - left[-1].end <= 1
        and len(left) > 1
    ):
        return [left[-1]]  # "has X as a customer"
    free = [p for p in left if p.link is None]
    return _chain(companies, free[-1]) if free and _plain(text, free[-1], at) else []


def _plain(text: str, party: Party, at: int) -> bool:
    """Whether nothing between a subject and its verb opens another clause."""
    return not re.search(r"[;:.]|\b(?:that|said|dass|que|says)\b", text[party.end : at])


def _holder(
    page: Page, sentence: Sentence, noun: Hit, companies: Sequence[Party], players: set[str]
) -> Party | None:
    """Whose partner or customer it is: a possessive, an "of Y", else whom the text is about."""
    text = page.text
    before = text[sentence.start : noun.start]
    for party in companies:
        if party.name in players:
            continue
        owns = party.end <= noun.start and _POSSESSIVE.fullmatch(text, party.end, noun.start)
        if owns and (
            party.link == "owner"
            or text[party.end : party.end + 1] in "’'"
            or party.end - party.start < 6
        ):
            return party
    later = [p for p in companies if p.start >= noun.end and p.name not in players]
    first = next((p for p in companies if p.name in players), None)
    if first and first.start > noun.end:
        later = [p for p in later if p.start < first.start]  # "customers of Y: X"
    linked = next((p for p in later if p.link in ("of", "for", "to", "owner")), None)
    if linked:
        return linked
    subject = next((p for p in companies if p.link is None and p.end <= noun.start), None)
    if subject and subject.name not in players:
        return subject
    own = re.search(rf"\b(?:{_OWN}|{_SOME}) {_LED}$", before, re.I) or _RANKED.search(before[-40:])
    opens = _OPENS.search(before) is not None
    if not (own or opens or _CAME.search(before)):
        return None
    name = in_force(page, sentence)
    if name is None or name in players:
        name = page.organisations.main_at(sentence.start)
    if name is None or name in players or page.organisations.kind_of(name) == "government":
        return None
    return Party(sentence.start, sentence.start, name, "company", None, -1)


def _chain(companies: Sequence[Party], party: Party) -> list[Party]:
    return [p for p in companies if p.group == party.group]
