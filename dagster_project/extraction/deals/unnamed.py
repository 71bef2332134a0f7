"""Deals with one named party: a round, a loan or a takeover whose other side stays unnamed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.extraction.deals.completion import in_force
from dagster_project.extraction.deals.facts import add_facts
from dagster_project.extraction.deals.grammar import Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.model import Frame, Hit, Sentence
from dagster_project.extraction.page import Page

# Who gives money or buys, without a name.
_SOMEBODY = re.compile(
    r"\b(?:investors?|shareholders|backers|owners|buyer|consorti(?:um|a)|"
    r"family office|"
    r"(?:private equity|unnamed|investment|infrastructure|pension) (?:fund|firm)|management|"
    r"Investoren|Investor|Gesellschafter|Aktionäre|Eigentümer|Geldgeber|Käufer|Auffanggesellschaft|"
    r"investisseurs?|actionnaires|repreneur|inversor(?:es)?|accionistas|socios|compradores?)\b|"
    r"股东|投资者|投资方|财团|투자자|주주|투자사|株主|投資家",
    re.I,
)
_ROUND = re.compile(
    r"round|series|seed|placement|offering|capital increase|increase of capital|share issue|"
    r"rights issue|runde|kapitalerhöhung|tour|levée|augmentation de capital|ronda|ampliación|"
    r"融资|增资|定增|투자 유치|유상증자|시리즈|増資|調達",
    re.I,
)
_BANKS = re.compile(
    r"\bbank|\bgreen loan\b|\blenders\b|syndicat|consorti|Konsorti|banques|bancos|银团|은행|银行",
    re.I,
)
_PUBLIC = re.compile(
    r"grant|subsid|Zuschuss|Förder|subvention|ministry|department|government|state\b|Bund\b|État|"
    r"补贴|보조금|補助",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:plan\w*|hop\w+|seek\w*|aim\w*|want\w*|need\w*|would|could|may|might|target\w*|will|"
    r"soll\w*|will|geplant|prévoi\w+|prévu\w*|espère|quiere|prevé)\b|计划|拟|계획|予定",
    re.I,
)
_WORKS = re.compile(
    r"\b(?:it|what (?:remained|was left|is left)|company|firm|business|plants?|works|factory|site|"
    r"assets|estate|operations|"
    r"Unternehmen|Firma|Werk|Fabrik|Betrieb|entreprise|société|usine|empresa|planta)\b",
    re.I,
)
_BY = re.compile(r"\b(?:by|to|von|an|par|à|por|a)\s(?:[\w’'-]+\s){0,4}$")


def unnamed(
    page: Page, sentence: Sentence, triggers: Sequence[Hit], parties: Sequence[Party]
) -> Mention | None:
    """The deal of a sentence that names one side of it, or leaves even that to the text before."""
    text = page.sentence_text(sentence)
    if _PUBLIC.search(text) or any(p.kind == "government" for p in parties):
        return None
    named = list({p.name: p for p in parties if p.kind == "company"}.values())
    if len(named) > 1:
        return None
    for trigger in triggers:
        kind = _kind(page, sentence, trigger)
        if kind is None:
            continue
        party = named[0] if named else _topic(page, sentence)
        works = _WORKS.search(text) is not None
        if party is None or (kind == "acquisition" and not (named or works)):
            return None
        role = "borrower" if kind == "loan" else "target"
        mention = Mention(kind, [Side(party, role)], sentence, trigger, weak=False)
        return mention if kind == "acquisition" or _dated(page, mention) else None
    return None


def _kind(page: Page, sentence: Sentence, trigger: Hit) -> str | None:
    """What a trigger tells without a second name: a round, a loan of banks, a takeover."""
    words = page.text[trigger.start : trigger.end]
    before = page.text[sentence.start : trigger.start]
    after = page.text[trigger.end : sentence.end]
    if trigger.kind == "deal":
        if trigger.value == "equity_investment" and _ROUND.search(words):
            return "equity_investment"
        banks = trigger.value == "loan" and _BANKS.search(page.sentence_text(sentence))
        return "loan" if banks else None
    somebody = _SOMEBODY.search(before[-60:])
    if trigger.value == "invest":
        return "equity_investment" if somebody else None
    if trigger.value == "acquire" and somebody:
        return "acquisition"
    if trigger.value in ("acquire", "pass", "sell"):
        by = _SOMEBODY.search(after[:60])
        return "acquisition" if by and _BY.search(after[: by.start()]) else None
    return None


def _topic(page: Page, sentence: Sentence) -> Party | None:
    name = in_force(page, sentence)
    if name is None or page.organisations.kind_of(name) == "government":
        return None
    return Party(sentence.start, sentence.start, name, "company", None, -1)


def _dated(page: Page, mention: Mention) -> bool:
    """Whether money has moved: a sum with a day or a word of its completion, and no mere plan."""
    frame = Frame("deal")
    add_facts(page, frame, mention.sentence, mention.trigger, mention.type)
    planned = _PLANNED.search(page.sentence_text(mention.sentence)) is not None
    status = frame.texts("status")
    done = frame.get("announced_on") is not None or bool({"closed", "signed"} & {*status})
    return frame.get("value") is not None and done and not planned
