"""What speaks for a phrase's being an organisation where it stands: the words beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from dagster_project.extraction.organisations.phrases import TRADE, Opens
from dagster_project.extraction.places.names import country_of, fold, place_names

_APPOSITION = re.compile(
    r",? (?:[-–—] )?(?:an?|the|one of|ein|eine|einer|der|die|das|un|une|le|la|l[’']|el|una)\b", re.I
)
_ABOUT = re.compile(r"(?:^|\n)[#*\s]*(?:About|Über|À propos de|A propos de|Acerca de) $")
_SAID = re.compile(r"\b(?:said|says|added|sagte|sagt|dijo|explains|explained) $")
_PREPOSITION = re.compile(r"\b(?:[Ww]ith|by|from|between|[Mm]it|von|[Aa]vec|par|[Cc]on|chez)\s$")
_PHRASE_END = re.compile(
    r"[,.;)]|\s(?:and|to|in|on|for|under|at|with|as|we|it|they|the|und|zu|et|pour|y|para)\b"
)
_ARTICLE = re.compile(
    r"\b(?:[Tt]he|[Dd]er|[Dd]ie|[Dd]as|de[mns]|[Ee]ine?[mnrs]?|i[nm]|am|zu[mr]) $"
)
_PLACED = re.compile(r"\b(?:in|near|outside|around|its|their|our|his|her) $")
_ATTACHED = re.compile(
    r"(?:\b(?:to|by|from|with|between|for|of|and|into|is|are|was|that|which|"
    r"von|mit|bei|an|durch|für|aus|und|zwischen|neben|ist|sind|firma|chez|avec|par|pour|de|et|entre|"
    r"société|groupe|con|por|para|y|del|empresa) |\bd[’'])$",
    re.I,
)
_OF_SITE = re.compile(
    r"(?:usine|site|parc|port|ville|mine|projet|planta|fábrica|ciudad|region|région|ministère|"
    r"ministerio) (?:de |del |d[’']|von )$"
)
# "fournira à X", "a elegido a X".
_TOLD_TO = re.compile(r"\b(?:à|a|al) $")
# "X has", "X's", "X, backed by", "X and Y", "X / Y".
_GOES_ON = re.compile(
    r"(?:['’]s?|,? (?:and|&|und|et|y)|,| /)? (?:[A-Z]|(?:has|have|had|is|are|was|were|will|would|"
    r"may|can|to|now|also|hat|haben|hatten?|ist|sind|wird|werden|will|wollen|soll|a|ont|avait|est|sont|"
    r"va|se|ha|han|backed|owned|hold|holds|took|takes|as|last|this|in|on)\b)|['’]s? |:"
)
_BEGINS = re.compile(r"(?:^|[\n!?:;•|*-]|(?<!St)\.|\d\.)[\s\"“„]*$")
_SITE = re.compile(
    r" (?:[a-z-]+ )?(?:sites?|plants?|mines?|project|facilit(?:y|ies)|factory|works|campus|"
    r"refinery|smelter|hub|deposit)\b"
)
_IN_AREA = re.compile(r", ([A-ZÀ-Þ][\w.-]+(?: [A-ZÀ-Þ][\w-]+)?)")
# ", maker of", "**, which will make": said of a name with no article before the trade.
_MARKS = re.compile(r"[*_”\"’]{0,3}")
_BARE = re.compile(r", (?=[a-z-]+ (?:of|for|behind)\b)")
_RELATIVE = re.compile(
    r", (?:which|who|whose|die|der|das|welche[rs]?|qui|dont|que|cuy[oa]s?) "
    r"|,? (?:of|from|aus|de) (?:the )?([A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)?)"
)
_WHERE = re.compile(r"\b([A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)?)(?:['’]s|['’]) $")
# "Backers of A include B and C", "its customers are D".
_INCLUDES = re.compile(
    r"\b(?:backers|investors|shareholders|owners|partners|customers|clients|offtakers|suppliers|"
    r"bidders|buyers|lenders|Investoren|Gesellschafter|Kunden|Partner|Abnehmer|actionnaires|clients|"
    r"partenaires|socios|clientes)\b[^.;:\n]{0,34}?\s"
    r"(?:include|includes|including|are|were|sind|gehören|comptent|sont|incluyen|son)\s$",
    re.I,
)
# "the Norwegian A", "l'allemand B".
_NATION = re.compile(r"(?:^|[\s'’])([^\W\d_]{4,})\s$")
_REACH = 120
_NEAR = re.compile(r"[^.;:,\n(]{0,34}")


@dataclass
class Candidate:
    """A phrase at its places in the text, with the votes for its being an organisation."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    evidence: dict[str, float] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    person: bool = False
    about: bool = False

    def vote(self, reason: str, weight: float) -> None:
        """A reason counts once, however often the text gives it."""
        self.evidence[reason] = max(weight, self.evidence.get(reason, weight))

    @property
    def votes(self) -> float:
        """The sum of the evidence."""
        return sum(self.evidence.values())


class Around(NamedTuple):
    """The hits of the vocabulary by where they open and close, and where words for deals begin."""

    opens: Opens
    closes: dict[int, str]
    deals: list[int]


def vote(text: str, candidate: Candidate, start: int, end: int, around: Around) -> None:
    """Add what stands beside a phrase at one of its places."""
    opens, closes = around.opens, around.closes
    before = text[max(0, start - 26) : start]
    if _ABOUT.search(before) and text[end : end + 1] in ("\n", "", ":", " "):
        candidate.about = True
        candidate.vote("about", 4)
    if _ARTICLE.search(before):
        candidate.vote("article", -1.5)
    kind = closes.get(start - 1)
    if TRADE.search(before[:-1]):
        kind = "org_noun"
    if kind == "org_title" or _SAID.search(before):
        candidate.person = True
    elif kind == "org_noun":
        candidate.vote("noun", 3)
        candidate.described.add(before.rstrip().rsplit(" ", 1)[-1].casefold())
    elif kind == "org_with":
        candidate.vote("with", 2)
    elif kind in ("deal_verb", "org_verb") and "coined" in candidate.evidence:
        candidate.vote("object", 1)
    elif _PREPOSITION.search(before) and _PHRASE_END.match(text, end):
        candidate.vote("with", 1)
    if "coined" in candidate.evidence:
        _vote_slot(text, candidate, start, end, around)
    if _INCLUDES.search(text, max(0, start - 60), start):
        candidate.vote("with", 2)
    if "coined" in candidate.evidence and (nation := _NATION.search(before)):
        candidate.vote("nation", 1.5 if country_of(nation[1]) else 0)
    told = "coined" in candidate.evidence or " " in candidate.name
    if told and _is_at_home(text, start, end):
        candidate.vote("at home", 1.5)
    linked = re.search(r" (?:of|at|for|bei|von|der|de|d['’]|del|from) (?:the )?$", before)
    if linked and closes.get(start - len(linked[0])) == "org_title":
        candidate.vote("officer", 3)
    possessive = text[end : end + 2] in ("'s", "’s") or (
        text[end : end + 1] in "'’" and text[end - 1 : end] == "s"
    )
    after = end + (2 if possessive else 0)
    if any(k == "org_title" for k, _ in opens.get(after + 1, ())):
        candidate.vote("officer", 3)
    if possessive:
        candidate.vote("possessive", 1)
    near = _NEAR.match(text, after)
    verbs = {"org_verb", "deal_verb"} if "coined" in candidate.evidence else {"org_verb"}
    for position in range(after + 1, near.end() if near else after + 1):
        kinds = {k for k, _ in opens.get(position, ())}
        if kinds & verbs and not any(c.isupper() for c in text[after:position]):
            inner = start > 0 and text[start - 1] == " " and text[start - 2] not in '.!?:”"'
            candidate.vote("verb", 2 if inner and position == after + 1 else 1)
            break
    _vote_apposition(text, candidate, end, opens)


def _vote_slot(text: str, candidate: Candidate, start: int, end: int, around: Around) -> None:
    """For "a contract ... to X", "X's ... contract": where a deal's parties stand."""
    if text.startswith(("™", "®"), end):
        candidate.vote("product", -3)
    elif _PLACED.search(text, max(0, start - 10), start) or _SITE.match(text, end):
        candidate.vote("place", -1)
    elif (area := _IN_AREA.match(text, end)) and fold(area[1]) in place_names().areas:
        candidate.vote("place", -3)
    elif (
        (
            _ATTACHED.search(text, max(0, start - 12), start)
            and not _OF_SITE.search(text, max(0, start - 20), start)
        )
        or (_TOLD_TO.search(text, max(0, start - 4), start) and _after_verb(text, start, around))
        or text.startswith(("'s ", "’s "), end)
        or (_BEGINS.search(text[max(0, start - 4) : start]) and _GOES_ON.match(text, end))
    ):
        near = bisect_left(around.deals, start - _REACH)
        if near < len(around.deals) and around.deals[near] < end + _REACH:
            candidate.vote("slot", 1)


def _after_verb(text: str, start: int, around: Around) -> bool:
    return around.closes.get(text.rfind(" ", 0, start - 1)) in ("deal_verb", "org_verb")


def _is_at_home(text: str, start: int, end: int) -> bool:
    """Whether a name is told with where it sits or what it does: "Norway's X", "X of Leeds"."""
    places = place_names()
    owner = _WHERE.search(text, max(0, start - 40), start)
    told = _RELATIVE.match(text, _MARKS.match(text, end).end())  # type: ignore[union-attr]
    if told and not told[1]:
        return True
    near = [owner[1] if owner else None, told[1] if told else None]
    return any(n and (fold(n) in places.cities or fold(n) in places.areas) for n in near)


def _vote_apposition(
    text: str,
    candidate: Candidate,
    end: int,
    opens: Opens,
) -> None:
    end = _MARKS.match(text, end).end()  # type: ignore[union-attr]
    if text[end : end + 1] not in (",", " ", "("):
        return
    for position in range(end + 1, min(len(text), end + 46)):
        char = text[position]
        if char in ".;\n":
            break
        if text[end] == "," and any(k == "org_title" for k, _ in opens.get(position, ())):
            if not _APPOSITION.match(text, end) or position - end < 12:
                candidate.person = True
                return
            break
    apposition = _APPOSITION.match(text, end) or _BARE.match(text, end)
    if not apposition or text[end : end + 2] not in (", ", " –", " —", " -"):
        return
    for position in range(apposition.end(), min(len(text), end + 150)):
        if text[position] in ".;\n":
            break
        for kind, stop in opens.get(position, ()):
            told = "coined" in candidate.evidence or text[apposition.end() : position].strip()
            if kind == "org_noun" and told:
                candidate.vote("apposition", 3)
                phrase = text[apposition.end() : stop].casefold()
                candidate.described.update(re.findall(r"[\w-]{3,}", phrase))
                return
