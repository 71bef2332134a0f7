"""The deals of one sentence: triggers, their parties, and what takes their force away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.deals.completion import (
    further,
    here,
    may_follow,
    may_lack_subject,
    once,
    parts,
    referred,
    the_two,
    with_subject,
)
from dagster_project.extraction.deals.facts import add_facts
from dagster_project.extraction.deals.grammar import RULES, Mention, Side
from dagster_project.extraction.deals.money import (
    contract_follows,
    goods_follow,
    money_or_share,
    output_follows,
    part_bought,
    public_money,
    stock_follows,
    told_as_grant,
    tonnage,
    waste,
    with_money,
    works_sold,
)
from dagster_project.extraction.deals.owners import owners
from dagster_project.extraction.deals.parties import Party, parties_in
from dagster_project.extraction.deals.rules import nearest_sides, sides_of_noun, sides_of_verb
from dagster_project.extraction.deals.sequel import counterpart, lasting, near, opens_told, sequel
from dagster_project.extraction.model import Frame, Hit, Sentence
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
_PUBLIC = {"mou", "loi", "joint_venture", "equity_investment", "framework", "supply", "offtake"}
# One party is enough where money comes from many hands.
_ALONE = {"equity_investment", "loan"}
_MONEY = {"equity_investment", "loan"}
_GOODS = {"supply", "offtake", "tolling", "licence", "recycling_service", "logistics_service"}
_APART = ((_MONEY, _GOODS), (_GOODS, _MONEY))
# "This partnership", "every collaboration": speaks of a deal told elsewhere, or of none.
_RETOLD = re.compile(
    r"\b(?:this|these|such|every|each|any|our|diese\w*|unsere\w*|cette|ces|notre|est[ae]|nuestra)\s"
    r"(?:\w+\s)?$|(?:这一|此次|该|이번|今回の)$",
    re.I,
)
_HOLDER = {"acquirer": "investor"}
# Verbs that leave no doubt about a contract; only who its second party is may be unclear.
_SURE = {"acquire", "merge", "unite", "found"}
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|wurde|wurden|worden|été|est|fue|sido)\s(?:\w+\s)?$"
)
_FORMS = re.compile(
    r"(?:forms?|formed|establish\w*|creat\w+|found(?:ed)?|incorporated?|set up|gründe\w*|gegründet|"
    r"cré\w+)\b",
    re.I,
)
_COMPANY = re.compile(
    r"compan|venture|\bfirm|entity|business|subsidiary|unternehmen|gesellschaft|firma|société|"
    r"entreprise|\bjv\b",
    re.I,
)
_RAISING = re.compile(
    r"round|series|placement|offering|rais|issu|capital|loan|facility|notes?|runde|serie|levée|tour|"
    r"direct investment|injection|"
    r"prêt|darlehen|kredit|融资|투자|증자|유치|대출|調達|増資|ronda|préstamo",
    re.I,
)


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
        for v in page.hits_in(sentence, "deal_verb")
        if not any(n.start <= v.start and v.end < n.end for n in nouns)
    ]
    triggers = [
        h
        for h in nouns + verbs
        if not any(_blocks(block, h) for block in blocked) and not _in_address(page.text, h)
    ]
    again = next((h for h in triggers if h.value == "again"), None)
    if again:
        triggers.remove(again)
    parties = parties_in(page, sentence)
    found: list[Mention] = []
    whole = owners(page, sentence, parties)
    if whole:
        found.append(whole)
    for trigger in sorted(triggers, key=_rank):
        for mention in _mention(page, sentence, trigger, parties, earlier):
            if not any(_same(mention, other) for other in found):
                found.append(mention)
    model = found[-1] if found else earlier
    if again and model and model.trigger.start < again.start:
        told = {side.party.name for mention in found for side in mention.sides}
        fresh = [p for p in parties if p.name not in told or p in (s.party for s in model.sides)]
        found += _like(sentence, again, model, fresh)
    if not found and earlier and near(earlier, sentence):
        more = sequel(page, sentence, earlier, parties)
        found += [more] if more else []
    return sorted(found, key=lambda m: m.trigger.start)


def _like(
    sentence: Sentence, trigger: Hit, earlier: Mention, parties: list[Party]
) -> Iterator[Mention]:
    """For "With X we signed one as well", "X has a similar deal": the earlier deal, with X."""
    known = {s.party.name for s in earlier.sides}
    new = [p for p in parties if p.kind == "company" and p.name not in known]
    if len({p.name for p in new}) != 1 or len(earlier.sides) != 2:
        return
    stays = next((s for s in earlier.sides if s.party.name in {p.name for p in parties}), None)
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
    apart = mention.trigger.end <= other.trigger.start or other.trigger.end <= mention.trigger.start
    if apart and any(mention.type in a and other.type in b for a, b in _APART):
        return False  # "invested in X and agreed to buy its salts": two deals
    return mine <= theirs or theirs <= mine


def _mention(
    page: Page,
    sentence: Sentence,
    trigger: Hit,
    parties: list[Party],
    earlier: Mention | None,
) -> Iterator[Mention]:
    trigger = with_money(page, sentence, trigger)
    verb = trigger.kind == "deal_verb"
    stock = False
    kind = RULES[trigger.value].type if verb else trigger.value
    if trigger.value == "choose":
        tasks = [h.value for h in page.hits_in(sentence, "deal_task") if h.start >= trigger.end]
        if not tasks and not contract_follows(page, sentence, trigger):
            return
        kind = tasks[0] if tasks else "supply"
    if verb:
        goods = goods_follow(page, sentence, trigger)
        if trigger.value == "purchase":
            goods = goods or output_follows(page, sentence, trigger)
        if (trigger.value == "acquire" and goods) or (trigger.value == "purchase" and not goods):
            return
        if trigger.value == "supply" and works_sold(page, sentence, trigger):
            return
        before = page.text[max(sentence.start, trigger.start - 24) : trigger.start]
        infinitive = " to " in page.text[trigger.start : trigger.end]
        passive = not infinitive and _PASSIVE.search(before) is not None
        if passive and trigger.value in ("raise", "invest", "lead"):
            return
        sides = sides_of_verb(page.text, trigger, parties, passive)
        stock = stock_follows(page, sentence, trigger) or part_bought(page, sentence, trigger)
        if kind == "acquisition" and stock:
            kind = "equity_investment"
            sides = [s._replace(role=_HOLDER.get(s.role, s.role)) for s in sides]
    else:
        sides = sides_of_noun(page.text, trigger, parties)
        for more in further(page, sentence, trigger, parties, sides):
            yield Mention(kind, more, sentence, trigger, weak=False)
    if kind == "definitive_agreement" and tonnage(page, sentence):
        kind = "supply"
    if kind in ("offtake", "definitive_agreement") and waste(page, sentence):
        kind = "recycling_service"
    if trigger.value == "jointly" and _FORMS.match(page.text, trigger.start):
        if not _COMPANY.search(page.text, trigger.end, min(sentence.end, trigger.end + 70)):
            return
        kind = "joint_venture"
    weak = kind in ("partnership", "definitive_agreement")
    if weak:
        kind = next((h.value for h in page.hits_in(sentence, "deal_matter")), kind)
    signed = any(h.value == "signed" for h in page.hits_in(sentence, "deal_status"))
    weak = weak or (
        verb and not signed and kind not in ("acquisition", "equity_investment", "joint_venture")
    )
    weak = weak or opens_told(page, sentence) is not None
    if public_money(kind, trigger, parties) or told_as_grant(page, sentence, trigger):
        return
    if kind == "equity_investment" and not (stock or money_or_share(page, sentence)):
        return
    sides = once(
        [
            s
            for s in sides
            if s.party.kind != "government"
            or (kind in _PUBLIC and (kind != "joint_venture" or s.party.link == "with"))
        ]
    )
    retold = kind == "partnership" and _RETOLD.search(
        page.text, max(sentence.start, trigger.start - 24), trigger.start
    )
    if retold and not any(s.party.link in ("with", "between") for s in sides):
        return
    if not sides and not verb:
        sides = referred(page, sentence, trigger)
    if len(sides) < 2 and not verb and page.hits_in(sentence, "deal_two"):
        sides = the_two(page, sentence, parties)
    if len(sides) == 1 and not verb and sides[0].party.link == "with":
        sides = with_subject(page, sentence, kind, sides)
    if not weak and len(sides) < 2 and (not verb or (sides and trigger.value in _SURE)):
        sides = once(nearest_sides(trigger, sides, here(page, sentence, trigger, parties)))
    firm = signed or (bool(sides) and sides[0].role == "buyer" and lasting(page, sentence))
    if len(sides) == 1 and earlier and near(earlier, sentence) and may_follow(trigger, firm):
        sides = counterpart(sentence, earlier, sides)
    if may_lack_subject(trigger, sides, firm):
        sides = once(with_subject(page, sentence, kind, sides))
    roles = {s.role for s in sides}
    if len(sides) > 1 and kind in _GOODS and len(roles) == 1 and roles != {"partner"}:
        return
    raised = verb or _RAISING.search(page.text, trigger.start, trigger.end)
    if len(sides) == 1 and kind in _ALONE and raised:
        frame = Frame("deal")
        add_facts(page, frame, sentence, trigger, kind)
        if frame.get("value") and sides[0].role in ("target", "borrower"):
            yield Mention(kind, sides, sentence, trigger, weak)
    elif len(sides) > 1:
        for part in parts(page, sentence, kind, sides):
            yield Mention(kind, part, sentence, trigger, weak)
