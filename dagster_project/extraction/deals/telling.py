"""The deals that one trigger of a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.deals.completion import (
    further,
    here,
    may_follow,
    may_lack_subject,
    once,
    owners_before,
    parts,
    referred,
    the_two,
    venture_only,
    with_other,
    with_subject,
)
from dagster_project.extraction.deals.facts import add_facts
from dagster_project.extraction.deals.flow import (
    done_by,
    for_a_fee,
    goods_before,
    goods_sold,
    know_how,
    taken,
    wanted,
    without_party,
    works_after,
    works_before,
)
from dagster_project.extraction.deals.grammar import GOODS, RULES, Mention
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
from dagster_project.extraction.deals.objects import (
    acquirable,
    as_place,
    in_reach,
    owned_after,
    tonnes,
)
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.deals.rules import nearest_sides, sides_of_noun, sides_of_verb
from dagster_project.extraction.deals.sequel import counterpart, lasting, near, opens_told
from dagster_project.extraction.model import Frame, Hit, Sentence
from dagster_project.extraction.page import Page

_PUBLIC = {"mou", "loi", "joint_venture", "equity_investment", "framework", "supply", "offtake"}
# One party is enough where money comes from many hands.
_ALONE = {"equity_investment", "loan"}
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
_TAKES_ON = re.compile(r"übern(?:imm|ahm|omm|ehm)")
_TASK_REACH = 70
_LASTS = re.compile(
    r" (?:it|them|that|this|all of (?:it|them)) (?:for (?:\w+ ){1,2}(?:years?|months?)|until|"
    r"from 20\d\d|"
    r"each (?:year|month)|every|a year|annually|under)\b"
)
# "X lui a confié ses rebuts": to whom the text is about.
_DATIVE = re.compile(r"\b(?:lui|leur) (?:a |ont |avait )?(?:confi|livr|fourni|vend|cèd|céd)\w*$")
_FUND = re.compile(r"\b(?:Partners|Ventures?|Capital|Funds?|Invest\w*|Equity|Bank)\b")
_SERVICES = {"recycling_service", "logistics_service", "operator_contract", "licence"}
_TRADES = {"supply", "purchase"}
_INTO = re.compile(r".*(?:invest\w* in|backed by|backs|backed)$")
# Words of who becomes an owner, though the sentence leaves open of what.
_CAME_IN = re.compile(
    r"\bnew shares\b|\bcame in (?:with|for|as)\b|\bcomes? in (?:with|for|as)\b|\bst(?:ieg|"
    r"eigt)\b.* ein\b|"
    r"eingestiegen|\bentr(?:e|é|ée) au capital\b|\bentr(?:a|ó) en el capital\b|\bsubscribed\b|"
    r"term loan|\b(?:into|in) the (?:[a-z-]+ )?(?:company|firm|project|venture|mine)\b|"
    r"\bshareholder\b"
)
_RAISING = re.compile(
    r"round|series|placement|offering|rais|issu|capital|loan|facility|notes?|runde|serie|levée|"
    r"tour|"
    r"direct investment|injection|"
    r"prêt|darlehen|kredit|融资|투자|증자|유치|대출|調達|増資|ronda|préstamo",
    re.I,
)


def _of_two(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence speaks of "the two"; "the two-year" contract does not."""
    return any(page.text[h.end : h.end + 1] != "-" for h in page.hits_in(sentence, "deal_two"))


def told_by(
    page: Page,
    sentence: Sentence,
    trigger: Hit,
    parties: list[Party],
    earlier: Mention | None,
) -> Iterator[Mention]:
    """The deals a trigger tells: mostly one, more where one party contracts with several."""
    trigger = with_money(page, sentence, trigger)
    if trigger.kind == "deal_verb":
        parties = in_reach(page, sentence, trigger, parties)
        if trigger.value == "acquire" and _LASTS.match(page.text, trigger.end):
            return  # "buys it for eighteen months": goods, whichever they are
        if trigger.value == "purchase" and works_after(page, sentence, trigger):
            # "has agreed to buy the line": no goods
            goods = goods_follow(page, sentence, trigger) or output_follows(page, sentence, trigger)
            trigger = trigger if goods else trigger._replace(value="acquire")
        if trigger.value == "supply" and works_sold(page, sentence, trigger):
            trigger = trigger._replace(value="sell")
    verb = trigger.kind == "deal_verb"
    stock = passive = False
    kind = RULES[trigger.value].type if verb else trigger.value
    if trigger.value == "sell" and goods_sold(page, sentence, trigger):
        kind = "supply"
    if trigger.value == "choose":
        told = page.hits_in(sentence, "deal_task")
        german = page.language == "de"  # whose verb may end the clause
        tasks = [h.value for h in told if h.start >= trigger.end or german]
        goods = contract_follows(page, sentence, trigger) or wanted(page, sentence, trigger)
        if not tasks and not goods:
            return
        kind = tasks[0] if tasks else "supply"
    if trigger.value == "acquire" and _TAKES_ON.match(page.text, trigger.start, trigger.end):
        # "übernimmt den Transport": a task and no company is taken over.
        for task in page.hits_in(sentence, "deal_task"):
            if task.value != "supply" and abs(task.start - trigger.start) < _TASK_REACH:
                kind = task.value
    if verb:
        goods = goods_follow(page, sentence, trigger)
        if trigger.value == "purchase":
            goods = goods or output_follows(page, sentence, trigger)
        if (trigger.value == "acquire" and goods) or (trigger.value == "purchase" and not goods):
            return
        licensed = trigger.value == "come" and know_how(page, sentence, trigger)
        kind = "licence" if licensed else kind
        moved = trigger.value in ("promise", "come") and not licensed
        if moved and not goods_before(page, sentence, trigger):
            return
        if trigger.value == "pass" and not works_before(page, sentence, trigger):
            return
        before = page.text[max(sentence.start, trigger.start - 24) : trigger.start]
        infinitive = " to " in page.text[trigger.start : trigger.end]
        passive = not infinitive and _PASSIVE.search(before) is not None
        passive = passive or done_by(page, sentence, trigger)
        passive = passive or (
            kind == "recycling_service" and page.text.endswith(" by", 0, trigger.end)
        )
        if passive and trigger.value in ("raise", "invest", "lead"):
            return
        sides = sides_of_verb(page.text, trigger, parties, passive)
        stock = stock_follows(page, sentence, trigger) or part_bought(page, sentence, trigger)
        if kind == "acquisition" and stock:
            kind = "equity_investment"
            sides = [s._replace(role=_HOLDER.get(s.role, s.role)) for s in sides]
    else:
        if trigger.value == "offtake" and not taken(page, sentence, trigger):
            return
        if trigger.value == "joint_venture" and as_place(page, sentence, trigger, parties):
            return
        sides = sides_of_noun(page.text, trigger, parties)
        for more in further(page, sentence, trigger, parties, sides):
            yield Mention(kind, more, sentence, trigger, weak=False)
    trades = any(h.value in _TRADES for h in page.hits_in(sentence, "deal_verb"))
    if kind == "definitive_agreement" and tonnage(page, sentence):
        kind = "supply"
    if kind == "partnership" and not verb and trades and tonnes(page, sentence):
        kind = "supply"
    if kind == "recycling_service" and for_a_fee(page, sentence, trigger):
        kind = "tolling"
    if kind in ("offtake", "definitive_agreement") and waste(page, sentence):
        kind = "recycling_service"
    if trigger.value == "jointly" and _FORMS.match(page.text, trigger.start):
        if not _COMPANY.search(page.text, trigger.end, min(sentence.end, trigger.end + 70)):
            return
        kind = "joint_venture"
    weak = kind in ("partnership", "definitive_agreement")
    if weak:
        kind = next((h.value for h in page.hits_in(sentence, "deal_matter")), kind)
    if kind == "definitive_agreement":
        tasks = [h.value for h in page.hits_in(sentence, "deal_task") if h.start >= trigger.end]
        kind = next((t for t in tasks if t in _SERVICES), kind)
    signed = any(h.value == "signed" for h in page.hits_in(sentence, "deal_status"))
    weak = weak or (
        verb and not signed and kind not in ("acquisition", "equity_investment", "joint_venture")
    )
    weak = weak or opens_told(page, sentence) is not None
    if public_money(page, kind, trigger, parties) or told_as_grant(page, sentence, trigger):
        return
    direct = verb and len(sides) > 1 and _INTO.match(page.text, trigger.start, trigger.end)
    if kind == "equity_investment" and not (stock or direct or money_or_share(page, sentence)):
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
    if trigger.value == "joint_venture" and venture_only(page, sentence, trigger, sides):
        sides = owners_before(page, sentence, earlier) or sides
    named = page.organisations.names_between(sentence.start, sentence.end)
    if not verb and (len(sides) < 2 or not named) and _of_two(page, sentence):
        sides = the_two(page, sentence, parties, earlier) or sides
    if len(sides) == 1 and not verb and sides[0].party.link == "with":
        sides = with_subject(page, sentence, kind, sides)
    if not weak and len(sides) < 2 and (not verb or (sides and trigger.value in _SURE)):
        sides = once(nearest_sides(trigger, sides, here(page, sentence, trigger, parties)))
    if not acquirable(page, sentence, trigger):
        return
    eastern = verb and page.text[trigger.start] >= "\u2e80"
    alone = len(sides) == 1 and sides[0].role == "acquirer"
    if verb and alone and not eastern and not owned_after(page, sentence, trigger):
        return
    buys = bool(sides) and sides[0].role == "buyer"
    firm = (
        signed
        or (buys and (lasting(page, sentence) or output_follows(page, sentence, trigger)))
        or kind == "tolling"
        or (buys and trigger.value == "purchase" and tonnage(page, sentence))
        or (eastern and trigger.value in _TRADES and goods_follow(page, sentence, trigger))
        or (eastern and trigger.value in _TRADES and bool(sides) and sides[0].party.link == "to")
    )
    vague = kind == "definitive_agreement" and bool(sides) and sides[0].party.link is None
    follows = earlier is not None and near(earlier, sentence) and may_follow(trigger, firm)
    if len(sides) == 1 and earlier and follows and not vague:
        sides = counterpart(sentence, earlier, sides)
    roles = {s.role for s in sides}
    if kind in _ALONE and len(roles) == 1 and roles <= {"lender", "investor"}:
        came = _CAME_IN.search(page.text, sentence.start, sentence.end) is not None
        if len(sides) > 1 or came or kind == "loan" or _FUND.search(sides[0].party.name):
            sides = once(with_other(page, sentence, sides))
    parted = trigger.value == "sell" and works_after(page, sentence, trigger)
    headless = trigger.value in ("supply", "sell") and not passive and len(sides) == 1
    parted = parted or (headless and without_party(page, sentence, trigger))
    parted = parted or _DATIVE.search(page.text, sentence.start, trigger.end) is not None
    if parted or may_lack_subject(trigger, sides, firm):
        sides = once(with_subject(page, sentence, kind, sides))
    roles = {s.role for s in sides}
    if len(sides) > 1 and kind in GOODS and len(roles) == 1 and roles != {"partner"}:
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
