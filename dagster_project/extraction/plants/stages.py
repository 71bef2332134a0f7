"""How far a plant is: stage words, read with tense, modality and negation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.model import Date, Hit, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import KINDS, Mention
from dagster_project.extraction.plants.words import clause, is_eastern, words

# What is said of a whole plant beats what is said of a step towards it.
ORDER = (
    "cancelled",
    "paused",
    "closed",
    "commissioning",
    "completed",
    "under_construction",
    "operating",
    "planned",
)
# Output that is still to come: a plan, unless the plant is already something else.
LATER = "later"
_ENDS = frozenset({"paused", "cancelled"})
_OVER = frozenset({"paused", "cancelled", "closed"})
# "Closed a loan", "einen Vertrag über … geschlossen": so near stands what is ended or concluded.
_CONCLUDED = 30
_PARTICIPLE = 70
_FAR = 110
# "A grant towards a plant": public money stands so close before what it is for.
_MONEY = 60
_OTHER_CLAUSE = 70
_BESIDE = 3
_LISTED = re.compile(
    r",?\s?(?:,|and|as well as|und|sowie|et|ainsi que|y|así como)\s(?:in |at |à |en )?"
)
_PASSIVE = frozenset({"wird", "werden"})
_GERMAN_PARTICIPLE = re.compile(r"(?:\w*ge\w+|ver\w+|zer\w+|be\w+|pro\w+|\w+ier)t|gewonnen")
# The clause a German modal opens reaches so far.
_CLAUSE_END = 160
# A date so close to a verb tells when it happens.
_DATED = 14
_COPULA = 7


def stages_in(page: Page, sentence: Sentence, mentions: Sequence[Mention]) -> list[set[str]]:
    """The stages that a sentence states, for each of its mentions."""
    found: list[set[str]] = [set() for _ in mentions]
    cues = page.hits_in(sentence, "stage")
    future = page.hits_in(sentence, "future") if cues else []
    for cue in cues:
        if cue.value == "none":
            continue
        stage = _resolve(page, sentence, cue, future)
        for index in _meant(page, sentence, cue, mentions):
            if cue.value in _ENDS and _ends_money(page, mentions[index], cue):
                continue
            if cue.value in _OVER and _ends_deal(page, sentence, cue):
                continue
            # A sentence that only goes on says little by "planned".
            named = mentions[index].end > mentions[index].start
            found[index].add(stage if named or stage != "planned" else LATER)
    for index, mention in enumerate(mentions[1:], 1):
        other = mentions[index - 1]
        alike = mention.definite is False and other.definite is False
        if found[index]:
            continue
        if (alike and _is_joined(page, other, mention)) or _goes_on(page, other, mention):
            found[index] |= found[index - 1]
    for index, mention in reversed(list(enumerate(mentions[:-1]))):
        # "A's works makes this, B's that": the verb at the end is said of both.
        last = mentions[index + 1]
        if found[index] or last.noun == mention.noun:
            continue
        eastern = is_eastern(page.text, mention.noun)
        if _is_subject(page, mention) if eastern else _goes_on(page, mention, last):
            found[index] |= found[index + 1]
    towns = [i for i, m in enumerate(mentions) if m.place and m.noun == m.place.start]
    for index in towns:
        # "In A and in B they are building": towns of one predicate.
        found[index] = found[index] or set().union(*(found[i] for i in towns))
    for verb in page.hits_in(sentence, "makes", "takes"):
        if any(_governs(page, f, verb) for f in page.hits_in(sentence, "future")):
            for index in _meant(page, sentence, verb, mentions):
                if not _only_there(mentions[index], verb):
                    found[index].add(LATER)
    for index, mention in enumerate(mentions[1:], 1):
        if any(0 <= mention.start - h.end < 3 for h in page.hits_in(sentence, "including")):
            found[index] |= found[index - 1]
    if sentence.kind == "row":
        # What a row says is said of all it names.
        found = [stages or set().union(*found) for stages in found]
    return found


def _only_there(mention: Mention, verb: Hit) -> bool:
    """Whether a plant is only where something will be done: "will treat it at its plant in A"."""
    return mention.definite is True and bool(mention.owners) and verb.end <= mention.start


def _ends_money(page: Page, mention: Mention, cue: Hit) -> bool:
    """Whether what ends is a grant for a plant, not the plant: "a grant for its plant was axed"."""
    if cue.start < mention.end:
        return False
    money = page.hits_in(mention.sentence, "grant_instrument")
    return any(0 < mention.start - h.end < _MONEY and h.value != "none" for h in money)


def _ends_deal(page: Page, sentence: Sentence, cue: Hit) -> bool:
    """Whether what ends, or is closed, is a contract or a loan: "closed a $9 million loan"."""
    papers = page.hits_in(sentence, "deal", "grant_instrument")
    works = page.hits_in(sentence, *KINDS)

    def between(first: int, last: int) -> bool:
        return any(first <= w.start < last for w in works)

    if any(0 <= p.start - cue.end < _CONCLUDED and not between(cue.end, p.start) for p in papers):
        return True
    if not page.lowered.startswith(("geschlossen", "closed"), cue.start):
        return False
    first, _ = clause(page.text, sentence.start, sentence.end, cue.start)
    return any(
        first <= p.start and cue.start - p.end < _PARTICIPLE and not between(p.end, cue.start)
        for p in papers
        if p.end <= cue.start
    )


def _is_joined(page: Page, first: Mention, second: Mention) -> bool:
    """Whether two mentions stand in one clause: "a factory for A as well as a refinery"."""
    sentence = first.sentence
    return clause(page.text, sentence.start, sentence.end, first.noun)[1] > second.noun


def _goes_on(page: Page, first: Mention, second: Mention) -> bool:
    """Whether nothing but "and", "as well as" stands between two plants with their places."""
    reach = max(first.end, first.place.end if first.place else 0)
    return _LISTED.fullmatch(page.text, reach, second.start) is not None


def _is_subject(page: Page, mention: Mention) -> bool:
    return page.text[mention.end : mention.end + 1] in ("이", "가", "은", "는", "が", "は")


def _meant(page: Page, sentence: Sentence, cue: Hit, mentions: Sequence[Mention]) -> list[int]:
    """The mentions a cue speaks of: the nearest, with others at the same noun.

    A clause of its own ("; both are running") speaks of all mentions before it.
    """
    first, last = clause(page.text, sentence.start, sentence.end, cue.start)
    if page.lowered[cue.start : cue.end].rsplit(" ", 1)[-1] in words("indefinite"):
        # "Has a" tells of the noun right beside it and of no other.
        return [
            i
            for i, m in enumerate(mentions)
            if cue.start < m.start <= cue.end + 1 or 0 <= cue.start - m.end < _BESIDE
        ]
    if page.text[first - 2 : first - 1] == ";" and not any(
        first <= m.noun < last for m in mentions
    ):
        return [i for i, m in enumerate(mentions) if m.noun < first]

    def distance(mention: Mention) -> int:
        gap = max(mention.start - cue.end, cue.start - mention.end, 0)
        inside = first <= mention.noun < last or mention.noun == sentence.start
        ahead = 25 if mention.start > cue.end and not inside else 0
        return gap + ahead + (0 if inside else _OTHER_CLAUSE)

    gaps = [distance(m) for m in mentions]
    best = min(gaps)
    if best > _FAR + _OTHER_CLAUSE:
        return []
    nearest = mentions[gaps.index(best)]
    return [
        i
        for i, m in enumerate(mentions)
        if gaps[i] == best or (m.noun == nearest.noun and m.end == nearest.end)
    ]


def _resolve(page: Page, sentence: Sentence, cue: Hit, future: list[Hit]) -> str:
    ahead = any(_governs(page, f, cue) for f in future) or _dated_ahead(page, sentence, cue)
    match cue.value:
        case "built":
            return "planned" if ahead else "completed"
        case "build":
            return "planned"
        case "unfinished":
            return "under_construction"
        case "completed" if ahead:
            return "under_construction"
        case "operating" | "commissioning" | "under_construction" | "able":
            return "planned" if ahead else cue.value
        case "paused" | "cancelled" | "closed" if _is_negated(page, sentence, cue):
            return "planned"
        case _:
            return cue.value


def _dated_ahead(page: Page, sentence: Sentence, cue: Hit) -> bool:
    """Whether a day to come stands beside a cue: "starts in 2027", "2027年投产"."""
    for date in page.dates_in(sentence):
        after = date.start - cue.end
        eastern = is_eastern(page.text, cue.start)
        before = cue.start - date.end if eastern else -1
        if eastern and cue.value == "under_construction" and before < 0:
            # "짓고 있는 공장을 2026년": the day tells when it starts.
            continue
        if 0 <= max(after, before) < _DATED and (after >= 0 or before >= 0):
            return is_ahead(page, date)
    return False


def is_ahead(page: Page, date: Date) -> bool:
    """Whether a date lies after the day of the document."""
    return page.published is not None and date.on > page.published


def _is_negated(page: Page, sentence: Sentence, cue: Hit) -> bool:
    return any(0 <= cue.start - h.end < 12 for h in page.hits_in(sentence, "negation"))


def is_to_come(page: Page, sentence: Sentence, first: int, last: int) -> bool:
    """Whether a clause speaks of what is to come; "wird dort hergestellt" is said of today."""
    modals = [h for h in page.hits_in(sentence, "future") if first <= h.start < last]
    if not modals:
        return False
    done = [h for h in page.hits_in(sentence, "makes", "takes", "stage") if first <= h.start < last]
    return any(not any(_is_passive(page, m, verb) for verb in done) for m in modals)


def _is_passive(page: Page, modal: Hit, verb: Hit) -> bool:
    """Whether a German "wird" makes a passive of a verb behind it, with no "werden" to follow."""
    return (
        modal.end <= verb.start
        and page.lowered[modal.start : modal.end] in _PASSIVE
        and _GERMAN_PARTICIPLE.fullmatch(page.lowered, verb.start, verb.end) is not None
        and not page.lowered.startswith(" werden", verb.end)
    )


def _governs(page: Page, modal: Hit, cue: Hit) -> bool:
    """Whether a modal word ("will", "soll", "예정") puts a cue into the future."""
    if is_eastern(page.text, cue.start):
        around = max(0, cue.start - _FAR), min(len(page.text), cue.end + _FAR)
        first, last = clause(page.text, *around, cue.start)
        if not first <= modal.start < last:
            return False
        return modal.start - cue.end < 30 and cue.start - modal.end < 20
    if page.lowered.startswith((" werden", " zu werden"), cue.end):
        # "Sollen von 2026 an jährlich 30.000 Tonnen verarbeitet werden".
        return 0 <= cue.start - modal.end < _CLAUSE_END
    if _is_passive(page, modal, cue):
        return False
    between = page.text[cue.end : modal.start] if 0 <= modal.start - cue.end < _COPULA else "-"
    if between.strip() in ("", "is", "are", "ist", "sind", "est", "sont"):
        return modal.value == "plan" or cue.value in ("commissioning", "under_construction")
    return 0 <= cue.start - modal.end < 45
