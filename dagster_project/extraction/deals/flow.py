"""What moves in a sentence: goods from one to another, works to a new owner, a fee for work."""

from __future__ import annotations

import re

from dagster_project.extraction.deals.money import goods_in
from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page

_REACH = 150
# What a works makes or eats, where no material is named.
_GOODS = re.compile(
    r"\b(?:output|production|offtake|off-take|product|volumes?|tonnage|tonnes|feed|feedstock|"
    r"materials?|cells?|packs?|modules|all of it|all of this|most of it|half|the rest|ore|"
    r"the remainder|two thirds|a third|a quarter|concentrate|sales|Produktion|Mengen?|Hälfte|Rest|"
    r"Rohstoffe?|Ware|Zellen|Erzeugung|Jahresmenge|moitié|reste|tiers|matière|cellules|"
    r"producción|mitad|resto|celdas)\b|\d ?%|per cent",
    re.I,
)
_WORKS = re.compile(
    r"\b(?:plant|works|factory|site|refinery|mine|smelter|line|assets|business|division|unit|"
    r"stake|shares|half|operations|company|estate|Werk|Fabrik|Standort|Anlage|Betrieb|Geschäft|"
    r"Anteile?|Mehrheit|Beteiligung|usine|actifs|activité|parts|planta|fábrica|activos)\b",
    re.I,
)
_WARES = re.compile(
    r"\b(?:hydroxide|carbonate|sul(?:ph|f)ates?|salts?|powder|oxides?|precursors?|cathodes?|"
    r"anodes?|output|"
    r"production|black mass|scrap|concentrate|graphite|cells|packs|batteries)\b",
    re.I,
)
_KNOW_HOW = re.compile(
    r"\b(?:technology|process(?! (?:plant|water))|know-how|patents?|recipe|method|Technologie|"
    r"Technik|Verfahren|Prozess|procédé|technologie|savoir-faire|brevets?|tecnología|proceso)\b[^,;]{0,40}$",
    re.I,
)
_FEE = re.compile(
    r"\b(?:for|against|on|at) (?:an? )?(?:\w+ )?(?:fee|toll)\b|\btoll(?:s|ed|ing)?\b|"
    r"gegen (?:eine )?Gebühr|im Lohn|contre rémunération|à façon|代工|代加工|委托|임가공|委託",
    re.I,
)
_FOR = re.compile(r"\b(?:for|für|pour|para)\s(?:[\w-]+\s){0,3}.?$")
_OUTPUT = re.compile(r"(?:output|production|output of)$", re.I)
_TAKES = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|buy|buys|bought|buying|purchas\w+|sell|sells|sold|contract\w*|"
    r"rights?|"
    r"sign\w*|commit\w*|secur\w+|market\w*|off-?tak\w*|book\w*|reserv\w+|agree\w*|goes|go|customer|"
    r"spoken|deliver\w*|suppl(?:y|ies|ied)|nimmt|nehmen|kauf\w*|abn\w+|achèt\w*|achet\w*|pren\w+|"
    r"enlèv\w*|"
    r"vend\w*|compr\w*)\b",
    re.I,
)
_PARTICIPLE = re.compile(
    r"(?:\w*ge\w+(?:t|en)|be\w+t|ver\w+t|er\w+t|übernommen|erworben|bezogen|vergeben|betrieben)"
)
_PASSIVE = re.compile(r"\b(?:wird|werden|wurden?|worden)\b")
_LETS = re.compile(r"\b(?:lässt|lassen|ließ|ließen)\b")
_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|und|aber|et|mais|y|pero) ")


def goods_before(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether goods are the subject of a verb: "the hydroxide comes from", "half goes to"."""
    start = _start(page.text, sentence, trigger)
    if _GOODS.search(page.text, start, trigger.start):
        return True
    return any(start <= h.start < trigger.start for h in goods_in(page, sentence))


def works_before(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether a works or a business is the subject of a verb: "the plant went to"."""
    start = _start(page.text, sentence, trigger)
    if _WORKS.search(page.text, start, trigger.start):
        return True
    return any(start <= h.start < trigger.start for h in page.hits_in(sentence, "facility"))


def know_how(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether a process and no goods comes from somebody: "the technology comes from"."""
    start = _start(page.text, sentence, trigger)
    return _KNOW_HOW.search(page.text[start : trigger.start]) is not None


def without_party(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether a works, or nobody, is the subject of a verb: "the works goes on supplying X"."""
    lead = page.text[sentence.start : trigger.start]
    if not lead.strip(" *•–-"):
        return True
    start = _start(page.text, sentence, trigger)
    named = page.organisations.names_between(start, trigger.start)
    works = page.hits_in(sentence, "facility", "facility_loose")
    return not named and any(
        start <= h.start < trigger.start and _WORKS.fullmatch(page.text, h.start, h.end)
        for h in works
    )


def works_after(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether a works or a business is what is sold: "sold the business to"."""
    end = min(sentence.end, trigger.end + 30)
    return _WORKS.search(page.text, trigger.end, end) is not None


def for_a_fee(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether work on another's goods is paid: "refines it for a fee"."""
    start, end = max(sentence.start, trigger.start - 40), min(sentence.end, trigger.end + 80)
    return _FEE.search(page.text, start, end) is not None


def goods_sold(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether goods and no works or shares are sold: "sells hydroxide to X"."""
    if page.text[trigger.start] >= "\u2e80":
        works = page.hits_in(sentence, "facility", "facility_loose")
        return not works and bool(goods_in(page, sentence))
    end = min(sentence.end, trigger.end + 40)
    if _WORKS.search(page.text, trigger.end, end):
        return False
    if _WARES.search(page.text, trigger.end, end):
        return True
    return any(trigger.end <= h.start < end for h in goods_in(page, sentence))


def wanted(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """For "taps X for lithium hydroxide": somebody chosen for goods."""
    goods = goods_in(page, sentence)
    text = page.text
    return any(_FOR.search(text, trigger.end, h.start + 1) for h in goods if h.start > trigger.end)


def taken(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """Whether somebody takes the output a sentence speaks of: "cut its output" tells no offtake."""
    if not _OUTPUT.search(page.text, trigger.start, trigger.end):
        return True
    return _TAKES.search(page.text, sentence.start, sentence.end) is not None


def done_by(page: Page, sentence: Sentence, trigger: Hit) -> bool:
    """German passives, whose participle ends the clause: "wird von X beliefert"."""
    if page.language != "de" or not _PARTICIPLE.fullmatch(page.text, trigger.start, trigger.end):
        return (
            _LETS.search(page.text, _start(page.text, sentence, trigger), trigger.start) is not None
        )
    start = _start(page.text, sentence, trigger)
    return _PASSIVE.search(page.text, start, trigger.start) is not None


def _start(text: str, sentence: Sentence, trigger: Hit) -> int:
    """Where the clause of a verb begins."""
    start = max(sentence.start, trigger.start - _REACH)
    ends = [m.end() for m in _CLAUSE.finditer(text, start, trigger.start)]
    return ends[-1] if ends else start
