"""Market figures: prices, volumes, shares and market sizes, from prose and from tables."""

from __future__ import annotations

from dagster_project.extraction.market_changes import Change
from dagster_project.extraction.market_line import Line
from dagster_project.extraction.market_prose import Figure, Memory, read_prose
from dagster_project.extraction.market_tables import read_table
from dagster_project.extraction.model import Frame, Sentence
from dagster_project.extraction.page import Page

_TRIGGERS = ("market_measure", "market_basis", "market_change")
_CONFIDENCE = 0.8


def extract(page: Page) -> list[Frame]:
    """One `market_figure` frame per value and change, in order; a repeated figure comes once."""
    wanted = set(page.sentences_with(_TRIGGERS))
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
        if sentence.kind == "heading":
            _note(page, sentence, memory)
        near = sentence.line - memory.line <= 2
        if (sentence in wanted or near) and page.quantities_in(sentence):
            figures += read_prose(page, sentence, memory)
    if rows:
        figures += read_table(page, rows, memory)
    return _frames(page, figures)


def _note(page: Page, heading: Sentence, memory: Memory) -> None:
    """Remember what a heading says its section is about."""
    line = Line(page, heading)
    dates = [d for d in line.dates if d.on != page.published]
    memory.period = dates[0] if dates else None
    if line.subjects:
        memory.subject = line.subjects[-1].name
        memory.line = heading.line
    if line.measures:
        memory.measure, memory.unit = line.measures[-1].name, None


def _frames(page: Page, figures: list[Figure]) -> list[Frame]:
    frames: list[Frame] = []
    seen: set[tuple[object, ...]] = set()
    for figure in figures:
        for change, said in figure.changes or [(None, figure.line.sentence)]:
            value, period = figure.value, figure.period
            key = (
                (value.value, value.unit, value.high) if value else None,
                period.on if period else None,
                (change.percent, change.basis) if change else None,
                figure.measure if value is None or value.unit == "%" else None,
                figure.subject if value is None or value.unit == "%" else None,
            )
            if key not in seen:
                seen.add(key)
                frames.append(_frame(page, figure, change, said))
    return frames


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
    if future or figure.line.says("forecast"):
        frame.add("is_estimate", sentence, text="true")
    return frame


def _indicator(figure: Figure) -> str:
    """An English name: owner, grade, subject and measure."""
    if figure.measure == "share":
        whole = f"share of {figure.subject} market"
        return f"{figure.owner} {whole}" if figure.owner else f"{figure.subject} market share"
    words = [figure.owner, figure.grade, figure.subject, figure.measure]
    return " ".join(w for w in words if w)
