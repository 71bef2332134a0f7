"""Market figures: prices, volumes, shares and market sizes, from prose and from tables."""

from __future__ import annotations

import re

from dagster_project.extraction.market_figures.captions import stated_unit
from dagster_project.extraction.market_figures.changes import Change
from dagster_project.extraction.market_figures.headed import percent_alone
from dagster_project.extraction.market_figures.line import RATIO, Line
from dagster_project.extraction.market_figures.prose import read_prose
from dagster_project.extraction.market_figures.scene import Figure, Memory, regions_in
from dagster_project.extraction.market_figures.tables import read_table
from dagster_project.extraction.model import Frame, Sentence
from dagster_project.extraction.page import Page

_TRIGGERS = ("market_measure", "market_basis", "market_change", "market_region")
# A price needs no word: "nickel sulphate 27,430 yuan/t".
_PRICED = re.compile(
    r"\d[^|\n]{0,24}?(?:/|\b(?:per|a|je|la|el) )(?:metric |dry )?"
    r"(?:t|mt|ton|lb|kg|kWh|pound|Tonne)"
    r"|元/(?:吨|千克|公斤)|[一每](?:吨|公斤)|당 ?\d"
)
_CONFIDENCE = 0.8


def extract(page: Page) -> list[Frame]:
    """One `market_figure` frame per value and change, in order; a repeated figure comes once."""
    wanted = set(page.sentences_with(_TRIGGERS))
    wanted |= {
        s
        for s in page.sentences_with(("material",))
        if s not in wanted and _PRICED.search(page.text, s.start, s.end)
    }
    figures: list[Figure] = []
    memory = Memory()
    rows: list[Sentence] = []
    for sentence in page.sentences:
        if sentence.kind == "row":
            rows.append(sentence)
            continue
        if rows:
            figures += read_table(page, rows, memory)
            rows = []
        if _is_heading(page, sentence):
            _note(page, sentence, memory)
        memory.priced_in = stated_unit(Line(page, sentence)) or memory.priced_in
        near = sentence.line - memory.line <= 2 or memory.priced_in is not None
        if (sentence in wanted or near) and (
            page.quantities_in(sentence) or percent_alone(Line(page, sentence))
        ):
            figures += read_prose(page, sentence, memory)
        elif sentence in wanted and sentence.kind == "prose":
            _introduce(page, sentence, memory)
    if rows:
        figures += read_table(page, rows, memory)
    return _frames(page, figures)


def _is_heading(page: Page, sentence: Sentence) -> bool:
    """Whether a line heads a section; "II. Where we are now" is a bullet to the splitter."""
    if sentence.kind == "bullet" and sentence.end - sentence.start < 80:
        closed = page.text[sentence.end - 1] in ".!?;:。！？"
        return not closed and not any(q.unit for q in page.quantities_in(sentence))
    return sentence.kind == "heading"


def _note(page: Page, heading: Sentence, memory: Memory) -> None:
    """Remember what a heading says its section is about."""
    line = Line(page, heading)
    dates = [d for d in line.dates if d.on != page.published]
    memory.period = dates[0] if dates else None
    if line.subjects:
        memory.subject = line.subjects[-1].name
        memory.line = heading.line
    if line.measures and line.measures[-1].name not in RATIO:
        memory.measure, memory.unit = line.measures[-1].name, None


def _introduce(page: Page, sentence: Sentence, memory: Memory) -> None:
    """Remember the market a sentence without a figure speaks of, for the one that counts it."""
    line = Line(page, sentence)
    if line.subjects and any(m.name == "market" for m in line.measures):
        memory.subject, memory.line = line.subjects[-1].name, sentence.line
        regions = regions_in(line)
        memory.region = regions[-1].name if regions else memory.region


def _frames(page: Page, figures: list[Figure]) -> list[Frame]:
    frames: list[Frame] = []
    for figure in _merged(figures):
        if not figure.changes:
            frames.append(_frame(page, figure, None, figure.line.sentence))
        for change, said in figure.changes:
            frames.append(_frame(page, figure, change, said))
    return frames


def _merged(figures: list[Figure]) -> list[Figure]:
    """Figures without their repetitions (headline, lead, body), whose changes they take over."""
    kept: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        first = kept.setdefault(_identity(figure), figure)
        said = {(c.percent, c.basis) for c, _ in first.changes}
        if first is not figure:
            first.changes += [c for c in figure.changes if (c[0].percent, c[0].basis) not in said]
            first.period = first.period or figure.period
    return [f for f in kept.values() if not _is_rounding(f, list(kept.values()))]


def _identity(figure: Figure) -> tuple[object, ...]:
    """What makes two mentions the same figure.

    A volume hardly ever comes twice; a price or a percentage can in another period.
    """
    value, period = figure.value, figure.period
    if value and value.kind not in ("percent", "price"):
        return (value.value, value.high, "units" if value.unit == "EV" else value.unit)
    change = figure.changes[0][0].percent if figure.changes and not value else None
    when = period.on if period else None
    number = (value.value, value.high, value.unit) if value else None
    return (number, when, change, figure.subject, figure.measure if value is None else None)


def _is_rounding(figure: Figure, figures: list[Figure]) -> bool:
    """Whether a headline's "more than 1,400" is the body's 1,412.5."""
    value = figure.value
    if value is None or value.qualifier == "exact" or figure.line.sentence.kind != "heading":
        return False
    return any(
        f.value is not None
        and f is not figure
        and f.value.unit == value.unit
        and abs(f.value.value - value.value) <= 0.05 * value.value
        for f in figures
    )


def _frame(page: Page, figure: Figure, change: Change | None, said: Sentence) -> Frame:
    frame = Frame("market_figure", confidence=_CONFIDENCE)
    sentence, value, period = figure.line.sentence, figure.value, figure.period
    frame.add("indicator", sentence, text=_indicator(figure))
    if figure.region:
        frame.add("geography", sentence, text=figure.region)
    if period:
        frame.add("period", sentence, on=period.on, precision=period.precision)
        if period.until:
            frame.add("period_end", sentence, on=period.until, precision="day")
    if value:
        unit = "units" if value.unit == "EV" else value.unit
        place = {"qualifier": value.qualifier, "start": value.start, "end": value.end}
        frame.add("value", sentence, number=value.value, unit=unit, **place)
        if value.high is not None:
            frame.add("value_high", sentence, number=value.high, unit=unit, **place)
    if change:
        frame.add(
            "change_pct", said, number=change.percent, unit=change.basis,
            qualifier=change.quantity.qualifier,
            start=change.quantity.start, end=change.quantity.end,
        )  # fmt: skip
    future = bool(period and page.published and period.on > page.published)
    said_from = figure.line.previous_end(value) if value else sentence.start
    if future or figure.line.says("forecast", said_from, value.end if value else sentence.end):
        frame.add("is_estimate", sentence, text="true")
    return frame


def _indicator(figure: Figure) -> str:
    """An English name: owner, grade, subject and measure."""
    if figure.measure == "share":
        whole = f"share of {figure.subject} market"
        return f"{figure.owner} {whole}" if figure.owner else f"{figure.subject} market share"
    if figure.measure == "payable":
        return _payable(figure)
    measure = "market size" if figure.measure == "market" else figure.measure
    words = [figure.owner, figure.grade, figure.subject, measure]
    named = " ".join(w for w in words if w)
    return named.removesuffix(f" {measure}") if named.endswith(f"{measure} {measure}") else named


def _payable(figure: Figure) -> str:
    """Which metal in which black mass a payable is for."""
    names = [t.name for t in figure.line.subjects]
    mass = next((n for n in names if "black mass" in n), None)
    metal = figure.subject
    if "black mass" in metal:
        metal = next((n for n in names if "black mass" not in n), "")
    return " ".join(w for w in (mass or figure.grade, metal, "payable") if w)
