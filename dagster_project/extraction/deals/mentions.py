"""The deals of one sentence: triggers, their parties, and what takes their force away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.deals.grammar import GOODS, RULES, Mention, Side, apart
from dagster_project.extraction.deals.owners import owners
from dagster_project.extraction.deals.parties import Party, parties_in
from dagster_project.extraction.deals.players import by_player
from dagster_project.extraction.deals.sequel import near, sequel
from dagster_project.extraction.deals.split import split_verbs
from dagster_project.extraction.deals.stakes import by_stake
from dagster_project.extraction.deals.telling import told_by
from dagster_project.extraction.deals.unnamed import unnamed
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

# What a sentence is about when several words fit: the most specific first.
_ORDER = (
    "mou",
    "loi",
    "framework",
    "licence",
    "joint_venture",
    "offtake",
    "tolling",
    "logistics_service",
    "recycling_service",
    "operator_contract",
    "supply",
    "loan",
    "equity_investment",
    "acquisition",
    "asset_sale",
    "partnership",
    "definitive_agreement",
)
_ADJECTIVE = re.compile(
    r"\b(?:local|domestic|secure|stable|reliable|steady|regional|long-term|more|less|the|of|in|for|"
    r"its|their|"
    r"own|future|annual|sufficient|enough|additional|european|american|chinese|western)\s$",
    re.I,
)
# What may be is no deal yet.
_MAY = re.compile(
    r"\b(?:could|might|may|(?:would like|hopes?|wants?|wanted|tried|failed|refused) to|"
    r"könnten?|pourrai(?:t|ent)|podrían?)\s(?:\w+\s){0,3}$|"
    r"\b(?:would like|hopes?|wants?|wanted|tried|failed|refused)\s$"
)
_DOUBT = 60
_SHARE_IN = re.compile(
    r"(?:share|stake|half|holding|interest|%|per ?cent|Anteil\w*|Hälfte|parts?|moitié|"
    r"participación)"
    r"\s(?:in|of|an|am|der|des|dans|de|du|en)\s(?:[\w’']+\s){0,4}$",
    re.I,
)
_NEW_CLAUSE = re.compile(r"[,;，；、]|\b(?:and|und|et|y)\b")


def mentions_in(page: Page, sentence: Sentence, earlier: Mention | None = None) -> list[Mention]:
    """The deals a sentence tells, in order; none is part of another.

    `earlier` is the deal told before, for "X signed one as well".
    """
    blocked = page.hits_in(sentence, "deal_not")
    if any(b.value == "credit" for b in blocked) or page.text[sentence.end - 1] in "?？":
        return []
    nouns = page.hits_in(sentence, "deal")
    verbs = [
        v
        for v in _verbs(page, sentence)
        if not any(n.start <= v.start and v.end < n.end for n in nouns)
    ]
    triggers = [
        h
        for h in nouns + verbs
        if not any(_blocks(block, h) for block in blocked) and not _in_address(page.text, h)
    ]
    again = next((h for h in triggers if h.value == "again"), None)
    bought = [h for h in triggers if _venture_bought(page.text, h, verbs)]
    triggers = [h for h in triggers if h.value != "again" and h not in bought]
    parties = parties_in(page, sentence)
    found: list[Mention] = []
    whole = None if bought else owners(page, sentence, parties)
    if whole:
        found.append(whole)
    for trigger in sorted(triggers, key=_rank):
        theirs = _without_follower(page.text, parties, trigger, again)
        for mention in told_by(page, sentence, trigger, theirs, earlier):
            known = _told_jointly(mention, found) or _within(mention, whole)
            if not known and not any(_same(mention, other) for other in found):
                found.append(mention)
    stake = by_stake(page, sentence, parties)
    players = [m for m in by_player(page, sentence, parties) if not _doubted(blocked, m.trigger)]
    listed = {m.sides[-1].party.name for m in players if m.type in GOODS}
    # "Two customers, X and Y, have signed": not with each other.
    found = [m for m in found if not (m.weak and {s.party.name for s in m.sides} <= listed)]
    if earlier and earlier.type == "equity_investment" and near(earlier, sentence):
        # "X and Y were the main buyers": of the round told before.
        players = [m for m in players if not page.hits_in(sentence, "deal_round")]
    for mention in [*players, *([stake] if stake else [])]:
        if not any(_covers(other, mention) for other in found):
            found.append(mention)
    found = [
        m for m in found if len(m.sides) > 1 or not any(o is not m and _covers(o, m) for o in found)
    ]
    model = found[-1] if found else earlier
    if again and model and model.trigger.start < again.start:
        told = {side.party.name for mention in found for side in mention.sides}
        fresh = [p for p in parties if p.name not in told or p in (s.party for s in model.sides)]
        found += _like(sentence, again, model, fresh)
    if not found and earlier and near(earlier, sentence):
        more = sequel(page, sentence, earlier, parties)
        found += [more] if more else []
    if not found:
        alone = unnamed(page, sentence, triggers, parties)
        found += [alone] if alone else []
    return sorted(found, key=lambda m: m.trigger.start)


def _verbs(page: Page, sentence: Sentence) -> list[Hit]:
    """The verbs of a sentence that tell deals."""
    moved = [h._replace(kind="deal_verb") for h in page.hits_in(sentence, "deal_moved")]
    text = page.text
    hits = page.hits_in(sentence, "deal_verb")
    verbs = [
        h
        for h in hits
        if not _is_noun(text, h) and not _MAY.search(text[max(0, h.start - 40) : h.start])
    ]
    return [*verbs, *moved, *split_verbs(page, sentence)]


def _is_noun(text: str, verb: Hit) -> bool:
    """Whether "supply" is a thing: "want local supply"."""
    bare = text[verb.start : verb.end].lower() == "supply"
    return bare and _ADJECTIVE.search(text[max(0, verb.start - 24) : verb.start]) is not None


def _told_jointly(mention: Mention, found: list[Mention]) -> bool:
    """Whether "A and B hold contracts with C" seems to tell a deal of A and B besides."""
    names = {side.party.name for other in found for side in other.sides}
    mine = {s.party.name for s in mention.sides}
    venture = any(o.type == "joint_venture" and _within(mention, o) for o in found)
    return mention.trigger.value == "jointly" and (mine <= names or venture)


def _within(mention: Mention, whole: Mention | None) -> bool:
    """Whether a venture is the one whose owners the sentence names."""
    owners_of = {side.party.name for side in whole.sides} if whole else set()
    return mention.type in ("joint_venture", "partnership") and any(
        side.party.name in owners_of for side in mention.sides
    )


def _covers(mention: Mention, other: Mention) -> bool:
    """Whether the parties of another mention are told in one already."""
    if apart(mention.type, other.type):
        return False  # "takes 30% of X and half of its output"
    return {s.party.name for s in other.sides} <= {s.party.name for s in mention.sides}


def _venture_bought(text: str, noun: Hit, verbs: list[Hit]) -> bool:
    """For "acquired X's 75 percent share in their joint venture": the end of a venture."""
    bought = [v for v in verbs if v.value == "acquire" and v.end <= noun.start]
    if noun.value != "joint_venture" or not bought:
        return False
    return _SHARE_IN.search(text[bought[-1].end : noun.start]) is not None


def _without_follower(
    text: str, parties: list[Party], trigger: Hit, again: Hit | None
) -> list[Party]:
    """For "X signed a contract in May, Y followed suit": no Y in the contract of X."""
    if again is None or again.start < trigger.end:
        return parties
    between = [p for p in parties if trigger.end < p.start and p.end <= again.start]
    if not between or not _NEW_CLAUSE.search(text, trigger.end, between[-1].start):
        return parties
    return [p for p in parties if p.group != between[-1].group]


def _like(
    sentence: Sentence, trigger: Hit, earlier: Mention, parties: list[Party]
) -> Iterator[Mention]:
    """For "With X we signed one as well", "X has a similar deal": the earlier deal, with X."""
    known = {s.party.name for s in earlier.sides}
    fresh = [p for p in parties if p.kind == "company" and p.name not in known]
    new = [p for p in fresh if p.link != "other"] or fresh
    if len({p.name for p in new}) != 1 or len(earlier.sides) != 2:
        return
    # Whom the earlier deal left unsaid is whom the text is about.
    unsaid = next((s for s in earlier.sides if s.party.group < 0), None)
    named = {p.name for p in parties}
    stays = unsaid or next((s for s in earlier.sides if s.party.name in named), None)
    if stays is None:
        free = new[0].link is None
        stays = next(
            (s for s in earlier.sides if (s.party.link is None) != free), earlier.sides[free]
        )
    gone = next(s for s in earlier.sides if s is not stays)
    kept = stays.party._replace(start=sentence.start, end=sentence.start, group=-1)
    sides = [Side(kept, stays.role), Side(new[0], gone.role)]
    yield Mention(earlier.type, sides, sentence, trigger, weak=False)


def _in_address(text: str, trigger: Hit) -> bool:
    """Whether a trigger is a piece of a web address."""
    start = max(text.rfind(" ", 0, trigger.start), text.rfind("\n", 0, trigger.start)) + 1
    return "://" in text[start : trigger.start]


def _doubted(blocked: list[Hit], noun: Hit) -> bool:
    """Whether "hopes to", "in talks" and the like stand before what one is to the other."""
    return any(b.value == "hypothetical" and abs(b.start - noun.start) < _DOUBT for b in blocked)


def _blocks(block: Hit, trigger: Hit) -> bool:
    """Whether "in talks", "supply chain" and the like take the force from a trigger."""
    reach = 50 if block.value == "hypothetical" else 0
    return block.start - reach < trigger.end and trigger.start < block.end + reach


def _rank(trigger: Hit) -> tuple[int, int]:
    kind = trigger.value if trigger.kind == "deal" else RULES[trigger.value].type
    return _ORDER.index(kind) + (0 if trigger.kind == "deal" else 1), trigger.start


def _same(mention: Mention, other: Mention) -> bool:
    mine, theirs = {s.party.name for s in mention.sides}, {s.party.name for s in other.sides}
    new = any(s.party.link == "with" and s.party.name not in theirs for s in mention.sides)
    if mention.type == "definitive_agreement" and mine & theirs and not new:
        return True  # "signed a supply agreement": the nouns have said it already
    if len(other.sides) == 1 < len(mention.sides) and mention.type != other.type:
        return False  # a lone borrower is no reason to drop who buys
    first, second = sorted((mention.trigger, other.trigger))
    if first.end <= second.start and apart(mention.type, other.type):
        return False  # "invested in X and agreed to buy its salts": two deals
    return mine <= theirs or theirs <= mine
