"""Changes to their values: the one a change leads to, the last before it, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from dagster_project.extraction.market_figures.changes import Change
from dagster_project.extraction.market_figures.line import (
    VALUE,
    VOLUME,
    Line,
    first_after,
    last_before,
)
from dagster_project.extraction.market_figures.periods import basis_between, compared, period_of
from dagster_project.extraction.market_figures.scene import (
    INDUSTRY,
    Figure,
    Memory,
    grade_of,
    owner_of,
    region_of,
    subject_of,
)

_IN_THE = 12
_COMMA = re.compile(r"[;；。，、|]|,(?!\d)")


def attach(line: Line, figures: list[Figure], moves: list[Change], memory: Memory) -> None:
    """Give each change to its value: the one it leads to, the last before it, or none."""
    primary = [f for f in figures if not f.prior and f.value and f.measure not in ("share",)]
    for index, move in enumerate(moves):
        start, end = move.quantity.start, move.quantity.end
        ahead = next((f for f in primary if f.value and f.value.start >= end), None)
        target = None
        if ahead and ahead.value:
            gap = line.page.text[end : ahead.value.start]
            leads = line.says("to", end, ahead.value.start) and not _COMMA.search(gap)
            close = len(gap) <= 8 and any(end <= h.start < ahead.value.start for h in line.moves)
            if (len(gap) < 60 and leads) or close:
                target = ahead
        behind = [f for f in primary if f.value and f.value.end <= start]
        if target is None and line.says("respectively") and len(behind) > 1:
            group = [m for m in moves[index:] if m.basis == move.basis]
            waiting = [f for f in behind if not f.changes]
            if len(waiting) >= len(group):
                target = waiting[-len(group)]
        target = target or (behind[-1] if behind else None)
        if target is None and ahead and not last_before(line.subjects, start):
            target = ahead
        if target:
            move.basis = move.basis or basis_between(line, move.quantity, target.period)
            target.changes.append((move, line.sentence))
        elif not primary:
            _alone(line, move, figures, memory)


def _alone(line: Line, move: Change, figures: list[Figure], memory: Memory) -> None:
    """A change without a value in its sentence: of the value before, or on its own."""
    quantity = move.quantity
    last = memory.last
    if not line.subjects:
        near = last is not None and line.sentence.line - memory.line <= 1
        owner = owner_of(line, quantity, last.measure) if last else None
        other = last is not None and owner is not None and owner != last.owner
        compares = not line.measures and all(compared(line, d) for d in line.dates)
        fresh = last is not None and (not last.changes or (bool(line.dates) and compares))
        if near and last and last.value and fresh and not other:
            move.basis = move.basis or basis_between(line, quantity, last.period)
            last.changes.append((move, line.sentence))
        elif near and last and (line.dates or line.measures):
            said = last_before([m for m in line.measures if m.name in VOLUME], quantity.start)
            figures.append(
                replace(
                    last,
                    line=line,
                    measure=said.name if said else last.measure,
                    owner=owner or last.owner,
                    value=None,
                    period=period_of(line, quantity, last.period),
                    changes=[(move, line.sentence)],
                )
            )
        return
    measures = [m for m in line.measures if m.name in VOLUME | VALUE | {"price"}]
    after = first_after(measures, quantity.end, line.sentence.end)
    measure = last_before(measures, quantity.start) or after
    moved = next((h for h in line.moves if h.start >= quantity.end), None)
    if after and moved and moved.start - quantity.end <= 2 and after.start - moved.end <= _IN_THE:
        measure = after  # "the 75% decline in the price of lithium"
    subject = subject_of(line, quantity, memory)
    if not measure or not subject:
        return
    figure = Figure(
        line, measure.name, subject.name, grade_of(line, quantity),
        owner_of(line, quantity, measure.name), region_of(line, quantity, memory),
        None, period_of(line, quantity, None), False, [(move, line.sentence)],
    )  # fmt: skip
    supposed = line.says("supposed")
    priced = measure.name == "price" and figure.owner is None and not supposed
    macro = figure.region or move.basis or figure.period or priced
    company = line.says("unnamed") or (measure.name in INDUSTRY and line.says("plant"))
    if macro and not company:
        figures.append(figure)
