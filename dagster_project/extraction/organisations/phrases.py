"""Capitalised phrases: where a name may begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.organisations.common import is_coined
from dagster_project.extraction.organisations.names import HANGUL_WORD, function_words, words

# Where entries of the vocabulary begin: their kinds and ends.
Opens = dict[int, list[tuple[str, int]]]
# "Now to X", "As for X": a name that the next sentences are about.
TOPIC = re.compile(
    r"(?:(?:and )?now (?:to|for)|on to|over to|next to|as for|as to|turning to|what of|back to|"
    r"moving to|(?:und )?nun zu[rm]?|weiter (?:mit|zu)|zurück zu[rm]?|was .{0,12} betrifft|"
    r"passons à|quant à|venons-en à|en cuanto a|pasemos a|vamos con) (?:the |la |le |der |den )?",
    re.I,
)
# Latin letters and digits: Han and Hangul are letters to `\w`, too.
_L = "A-Za-z0-9À-ɏ"
_TOKEN = (
    rf"(?:S\.p\.A|S\.r\.l|(?:[A-Z]\.){{2,}}|[A-ZÀ-ÖØ-ÞŠŽČŁŚ](?:[{_L}]|[-&+](?=[{_L}])|['’](?!s\b)(?=[{_L}])"
    rf"|\.(?=[A-Za-z]{{2}}))*|\d+[A-Z][A-Za-z]*|(?<![{_L}])[a-z]{{1,2}}[A-Z][{_L}]+)"
)
_RUN = re.compile(
    rf"(?<![A-Za-z0-9À-ɏ@/#]){_TOKEN}(?: (?:(?:&|\+|of|of the|for|de|du|des|für|et) )?{_TOKEN})*"
    r"(?:(?:(?<=Co)\.)?,? "
    r"(?:Inc|Corp|Ltd|LLC|L\.P|Co|S\.A|N\.V|B\.V|plc|PLC|GmbH|AG|Pty|Limited|KG)\b\.?)*"
)
_DOT = re.compile(r"\.(?=[\s,;:)(]|$)")
_OF = re.compile(r" (?:of|of the|for|de|du|des|für|et) ")
# "Batterierecycler Quorvex": a trade before a name.
TRADE = re.compile(
    r"(?:[Hh]ersteller|[Rr]ecycler|[Kk]onzern|[Uu]nternehmen|[Bb]auer|[Pp]roduzent|[Ff]irma|spezialist|"
    r"[Zz]ulieferer|[Ee]ntwickler|[Hh]ändler|[Bb]etreiber|riese|[Tt]ochter|[Gg]ruppe|start-up)$"
)
_ENDED = re.compile(r"(?<= )(?:GmbH|AG|mbH|KG|Inc\.?|Ltd\.?|LLC|plc|PLC|Oyj?|ASA|B\.V\.|N\.V\.)$")
_GOES_ON = re.compile(r"(?:&|Co\b|KG|GmbH|mbH|AG|SE|Inc|Ltd|Limited)")
_AFTER_VENTURE = frozenset({"partners", "capital", "fund", "funds", "group", "holdings"})
# "L'allemand Rheinsalz"
_ELIDED = re.compile("[LD]['’][a-zà-ÿ]")
# "Two Rivers Partners", "First Lithium Corp".
_NUMBERS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "first", "second"})
_OF_PLACE = re.compile(r" of (?:North |South |Latin )?(?:America|Europe|Asia|Canada|Africa)$")


def phrases(text: str, opens: Opens) -> list[tuple[int, int]]:
    """Spans of the phrases of a text, in order; what `opens` holds divides headlines."""
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        if HANGUL_WORD.match(text, run.end()):
            continue  # half of a name that goes on in Hangul
        if text.startswith("://", run.end()):
            continue
        spans += _cut(text, run.start(), run.end(), opens)
    return spans


def _cut(text: str, start: int, end: int, opens: Opens) -> list[tuple[int, int]]:
    """A run of capitals without the words that belong to no name; a title divides it."""
    for joint in _OF.finditer(text, start, end):
        left = text[start : joint.start()].rsplit(" ", 1)[-1].casefold()
        place = joint[0] == " of " and _OF_PLACE.search(text[start:end])
        if left not in words().takes_of and not place:
            return _cut(text, start, joint.start(), opens) + _cut(text, joint.end(), end, opens)
    spans = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    parts: list[list[tuple[int, int]]] = [[]]
    for number, (first, last) in enumerate(spans):
        here = opens.get(first, ())
        kinds = {k for k, _ in here}
        if any(k == "deal_verb" and " " in text[first:stop] for k, stop in here):
            kinds.add("org_verb")  # "X and Y Team Up"
        following = spans[number + 1 : number + 2]
        opens_name = number == 0 and "org_verb" in kinds and _begins_name(text, following)
        trade = following and TRADE.search(text[first:last])
        # "Cactus Venture Partners": what follows shows the noun to be a part of the name.
        goes_on = bool(following) and text[slice(*following[0])].casefold() in _AFTER_VENTURE
        # "Die Northside GmbH Altbatterien": a legal form ends a name.
        ended = number > 0 and _is_over(text, start, spans[number - 1][1], first)
        if (
            opens_name
            or trade
            or ended
            or (not goes_on and _divides(text[first:last], kinds, number))
        ):
            parts.append([])
        else:
            parts[-1].append((first, last))
    return [span for part in parts for span in _trim(text, part)]


def _divides(token: str, kinds: set[str], number: int) -> bool:
    low = token.casefold().strip(".,")
    if token[0].islower():
        return False
    if _ELIDED.match(token):
        return True
    if low in words().title:
        return True
    if low in words().company or low in words().government or low in words().legal:
        return False
    # Headlines capitalise verbs and prepositions, German every noun.
    if "org_noun" in kinds:
        return True
    return number > 0 and (
        bool(kinds & {"org_verb", "org_with"}) or low in words().starter or low == "and"
    )


def _is_over(text: str, start: int, end: int, following: int) -> bool:
    """Whether a name ends with its legal form at `end`, and the next word is no part of that."""
    form = _ENDED.search(text, start, end)
    return form is not None and not _GOES_ON.match(text, following)


def _begins_name(text: str, following: Sequence[tuple[int, int]]) -> bool:
    """Whether a name begins after a verb: "Acquire Quorvex"."""
    return bool(following) and is_coined(text[slice(*following[0])])


def _trim(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lists = words()
    tokens = [text[a:b].casefold().strip(".,") for a, b in spans]
    first, last = 0, len(tokens)
    while first < last and tokens[first] in lists.nothing:
        # "American Battery Technology": a name may begin with a common word.
        begins = tokens[first] in lists.generic or tokens[first] in _NUMBERS
        if begins and _ends_as_name(tokens[first + 1 : last]):
            break
        if tokens[first] in lists.takes_of and tokens[first + 1 : first + 2] in (["of"], ["for"]):
            break
        first += 1
    while last > first and tokens[last - 1] in function_words():
        written = text[slice(*spans[last - 1])]
        if written.isupper() and tokens[last - 1] in lists.legal:
            break  # "Quorvex SA": no French "sa"
        last -= 1
    if first == last or tokens[last - 1] in lists.plant:
        return []
    start, end = spans[first][0], spans[last - 1][1]
    if tokens[last - 1] in lists.legal and _DOT.match(text, end):
        end += 1
    return [(start, end)]


def _ends_as_name(tokens: Sequence[str]) -> bool:
    if not tokens:
        return False
    lists, last = words(), tokens[-1]
    return last in lists.legal or last in lists.company or last in lists.government
