"""Performance claims: recovery rates, cost and emission cuts, and other gains of a process.

A percentage is a claim when its clause names a metric. Cuts must also say that something gets
less; what a law asks for or what a market does is no claim.
"""

from __future__ import annotations

import re
from functools import cache

from dagster_project.extraction.grammar import Lexicon, lexicon
from dagster_project.extraction.model import Frame, Hit, Quantity, Sentence
from dagster_project.extraction.page import Page

_REACH = 90
# How far from its number "less" or "improves" may stand for a metric of the vaguer kind.
_CLOSE = 45
# A table's cell with fewer words is a heading or a figure.
_STATEMENT = 4
_OTHER_METALS = frozenset(
    ("copper", "aluminium", "steel", "iron", "lead", "zinc", "tantalum", "tungsten")
)
_EASTERN = ("zh", "ko", "ja")
_NEXT = re.compile(r"[,;，；、]|\b(?:and|while|und|et|y)\b|和")
# What stands around the words inside "80%에서 93%".
_BETWEEN = re.compile(r"[\d.,%％\s]+")
_CONFIDENCE = 0.8


def extract(page: Page) -> list[Frame]:
    """One `process_claim` frame per percentage claimed, in order; the same claim comes once."""
    frames: list[Frame] = []
    seen: set[tuple[str, float]] = set()
    for sentence in page.sentences_with(["claim_metric"]):
        told = any(f.slots[0].sentence.line == sentence.line for f in frames)
        for quantity, metric in _claims_in(page, sentence, told):
            value = _claimed(page, sentence, quantity)
            if (metric, value) not in seen:
                seen.add((metric, value))
                frames.append(_frame(page, sentence, quantity, metric, value))
    return frames


def _claims_in(page: Page, sentence: Sentence, told: bool) -> list[tuple[Quantity, str]]:
    """The numbers of a sentence that claim something, each with its metric.

    `told`: the paragraph has made a claim already, so its subject may go unsaid.
    """
    numbers = [q for q in page.quantities_in(sentence) if _can_be_claimed(q)]
    if sentence.kind == "row":
        numbers = [q for q in numbers if _told_in_words(page, sentence, q)]
    metrics: list[str | None] = []
    for index, quantity in enumerate(numbers):
        before = numbers[index - 1] if index else None
        first = before.end if before else sentence.start
        last = numbers[index + 1].start if index + 1 < len(numbers) else sentence.end
        previous = metrics[-1] if metrics else None
        moved = previous is not None and before is not None and _listed(page, before, quantity)
        known = told or any(metrics)
        metric = _metric(page, sentence, quantity, first, last, known, moved)
        if metric is None and before and _goes_on(page, sentence, before, quantity):
            metric = previous
        metrics.append(metric)
    _complete(page, sentence, numbers, metrics)
    return [(q, m) for q, m in zip(numbers, metrics, strict=True) if m is not None]


def _told_in_words(page: Page, row: Sentence, quantity: Quantity) -> bool:
    """Whether the cell around a number is a statement: "recovers 80% of the lithium"."""
    start = max(page.text.rfind("|", row.start, quantity.start) + 1, row.start)
    stop = page.text.find("|", quantity.end, row.end)
    cell = page.text[start : stop if stop >= 0 else row.end]
    return len(cell.split()) >= _STATEMENT


def _complete(
    page: Page, sentence: Sentence, numbers: list[Quantity], metrics: list[str | None]
) -> None:
    """Metrics that only the next number tells: "94% of the lithium and 97% of the nickel …"."""
    barred = bool(page.hits_in(sentence, "claim_exclude"))
    for index in reversed(range(len(numbers) - 1)):
        number, after = numbers[index], numbers[index + 1]
        if _rises_to(page, number, after):
            metrics[index + 1] = metrics[index + 1] or metrics[index]
            metrics[index] = None
        elif metrics[index] is None and metrics[index + 1] == "recovery_rate" and not barred:
            whole = _of().at(page.text, _skip(page.text, number.end), sentence.end)
            if whole and _goes_on(page, sentence, number, after):
                metrics[index] = "recovery_rate"


def _claimed(page: Page, sentence: Sentence, quantity: Quantity) -> float:
    """The number claimed: of "up to 80-90%" and of "80%에서 93%로 높아졌다" the higher end."""
    if quantity.high is None:
        return quantity.value
    inside = _BETWEEN.split(page.text[quantity.start : quantity.end])
    moved = any(h.value == "more" for h in page.hits_in(sentence, "claim_less"))
    risen = moved and any(_rise().whole(word) for word in inside)
    return quantity.high if risen or quantity.qualifier == "up_to" else quantity.value


def _rises_to(page: Page, number: Quantity, after: Quantity) -> bool:
    """Whether a number is only where a rate came from: from 80% to 93%."""
    return _rise().whole(page.text[number.end : after.start].strip())


def _metric(
    page: Page,
    sentence: Sentence,
    quantity: Quantity,
    first: int,
    last: int,
    told: bool,
    moved: bool,
) -> str | None:
    """What a number measures: the metric named nearest to it, if the words bear it out.

    `told`: the paragraph has made a claim already, so its subject may go unsaid; `moved`: a list
    goes on in which the number before rose or fell.
    """
    start, end = max(first, quantity.start - _REACH), min(last, quantity.end + _REACH)
    near = [h for h in page.hits_in(sentence) if start <= h.start and h.end <= end]
    if any(h.kind == "claim_exclude" for h in near):
        return None
    metrics = [
        h
        for h in near
        if h.kind == "claim_metric" and (h.value == "density") == (quantity.kind == "density")
    ]
    if not metrics:
        return None
    if quantity.kind == "density":
        return "other"
    cycled = page.hits_in(sentence, "claim_cycle")
    if any(h.value == "retention" and _distance(h, quantity) <= _CLOSE for h in metrics):
        return "other" if cycled and 20 <= quantity.value <= 100 else None
    hit = min(metrics, key=lambda h: _rank(page, h, quantity))
    moves = [h for h in near if h.kind == "claim_less"]
    if hit.value == "recovery_rate":
        rated = any(h.kind == "claim_rate" for h in near) or page.language in _EASTERN
        whole = _of().at(page.text, _skip(page.text, quantity.end), sentence.end)
        about = 20 <= quantity.value <= 100 and _is_about(page, sentence)
        return hit.value if about and (rated or whole) else None
    if hit.value == "other":
        close = moved or any(_distance(h, quantity) <= _CLOSE for h in moves)
        listed = told or sentence.kind == "row"
        return hit.value if close and (_has_subject(page, sentence) or listed) else None
    return hit.value if moved or any(h.value == "less" for h in moves) else None


def _can_be_claimed(quantity: Quantity) -> bool:
    return quantity.unit == "%" or quantity.kind == "density"


def _listed(page: Page, before: Quantity, quantity: Quantity) -> bool:
    """Whether two numbers are members of one list, not far apart."""
    gap = page.text[before.end : quantity.start]
    return len(gap) < 60 and bool(_NEXT.search(gap))


def _goes_on(page: Page, sentence: Sentence, before: Quantity, quantity: Quantity) -> bool:
    """Whether a list goes on: recovers 95% of the nickel and 90% of the lithium, 99 for cobalt."""
    whole = _of().at(page.text, _skip(page.text, quantity.end), len(page.text))
    named = any(
        before.end <= h.start and h.end <= quantity.start and h.value not in _OTHER_METALS
        for h in page.hits_in(sentence, "material")
    )
    return _listed(page, before, quantity) and (whole is not None or named)


def _skip(text: str, at: int) -> int:
    return at + (text[at : at + 1] == " ")


@cache
def _rise() -> Lexicon:
    return lexicon("claims", "rise", "en")


@cache
def _of() -> Lexicon:
    return lexicon("claims", "of", "en")


def _has_subject(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence names what performs: a process, a technology, a battery material."""
    hits = page.hits_in(sentence, "material", "claim_subject")
    return any(h.kind == "claim_subject" or h.value not in _OTHER_METALS for h in hits)


def _is_about(page: Page, sentence: Sentence) -> bool:
    """Whether a recovery can be one of battery materials: other metals are another trade."""
    materials = page.hits_in(sentence, "material")
    return not materials or any(h.value not in _OTHER_METALS for h in materials)


def _rank(page: Page, hit: Hit, quantity: Quantity) -> tuple[bool, int, int]:
    """Nearest first; what follows a comma or an "and" belongs to the next statement."""
    between = page.text[quantity.end : hit.start] if hit.start >= quantity.end else ""
    return bool(_NEXT.search(between)), _distance(hit, quantity), hit.start


def _distance(hit: Hit, quantity: Quantity) -> int:
    return max(hit.start - quantity.end, quantity.start - hit.end, 0)


def _frame(page: Page, sentence: Sentence, quantity: Quantity, metric: str, value: float) -> Frame:
    frame = Frame("process_claim", confidence=_CONFIDENCE)
    company = page.organisations.company_of(sentence)
    nouns = page.hits_in(sentence, "claim_subject")
    noun = min(nouns, key=lambda h: (_distance(h, quantity), h.start)).value if nouns else "process"
    frame.add("metric", sentence, text=metric)
    frame.add("subject", sentence, text=f"{company} {noun}" if company else noun)
    if company:
        frame.add("organization", sentence, text=company)
    frame.add(
        "value",
        sentence,
        number=value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        start=quantity.start,
        end=quantity.end,
    )
    return frame
