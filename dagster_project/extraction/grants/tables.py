"""Awards in tables: one recipient and one sum a row, the giver in the words above."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from dagster_project.extraction.grants.actions import told_actions
from dagster_project.extraction.grants.events import ORIGINS, Event, events
from dagster_project.extraction.grants.lists import action_of, program_of
from dagster_project.extraction.grants.memory import Change, date_told, instrument_of
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.market_figures.columns import Cell, Table, read_tables
from dagster_project.extraction.model import Date, Organisation, Quantity, Sentence
from dagster_project.extraction.page import Page

_SPEAKS = ("grant_action", "grant_instrument", "grant_program")


def table_changes(page: Page, order: dict[Sentence, int]) -> list[Change]:
    """One change for each row of the tables that list awards."""
    changes: list[Change] = []
    for is_row, group in groupby(page.sentences, key=lambda s: s.kind == "row"):
        rows = list(group) if is_row else []
        if len(rows) > 1 and (
            any(page.hits_in(row, *_SPEAKS) for row in rows)
            or page.hits_in(rows[0], "grant_receiver")
        ):
            for table in read_tables(page, rows):
                changes += _changes(page, table, order)
    return changes


def _changes(page: Page, table: Table, order: dict[Sentence, int]) -> list[Change]:
    head = Reading(page, table.head.sentence)
    above = [Reading(page, line.sentence) for line in reversed(table.caption)]
    shared = _origin(head, above)
    rows = [(Reading(page, row), cells) for row, cells in table.rows]
    fates = [_fate(row) for row, _ in rows]
    firm = any(not r.is_loose(i) for r in [head, *above] for i in r.instruments)
    told = bool(head.instruments or head.of("grant_program")) and any(fates)
    if not (firm or told or any(r.governments for r in above)):
        return []
    found = []
    for (row, cells), fate in zip(rows, fates, strict=True):
        event, money = fate or shared, _sum(page, row.sentence, cells, table)
        if event and money and not row.of("grant_undecided"):
            said = row if fate else next((r for r in above if r.governments), head)
            change = _change(row, replace(event, amount=money), said, [row, *above, head])
            if change:
                date = _own_date(page, row.sentence, cells) or change.date
                found.append(replace(change, index=order[row.sentence], date=date))
    return found


def _change(row: Reading, event: Event, said: Reading, near: list[Reading]) -> Change | None:
    """What a row tells; what it leaves out stands above the table."""
    who = next((o for o in row.companies if not _is_program(row, o)), None)
    instruments = next((r for r in near if r.instruments), said)
    instrument = instrument_of(instruments, event, [])
    action = action_of(said, event, instrument, [], [])
    if who is None or action is None:
        return None
    return Change(
        action=action,
        sentence=row.sentence,
        event=event,
        recipient=who.name,
        funder=next((r.governments[0].name for r in near if r.governments), None),
        instrument=instrument,
        amount=event.amount,
        date=date_told(said, replace(event, amount=None), [], []),
        program=next((p for p in map(program_of, near) if p), None),
        index=0,
    )


def _is_program(row: Reading, who: Organisation) -> bool:
    return any(h.start < who.end and who.start < h.end for h in row.of("grant_program"))


def _fate(row: Reading) -> Event | None:
    """What a row says of its own award: the last word for an action in it."""
    said = [h for h in told_actions(row)[0] if h.value != "implied"]
    return Event(said[-1].value, said[-1].start, said[-1].end, None) if said else None


def _origin(head: Reading, above: list[Reading]) -> Event | None:
    """What happened to the awards of a table: said in its head, else in the words above."""
    for hit in head.actions:
        if hit.value in ORIGINS:
            return Event(hit.value, hit.start, hit.end, None)
    for reading in above:
        for event in events(reading):
            if event.action in ORIGINS | {"signed"}:
                return Event(event.action, event.start, event.end, None)
    named = next(iter([*head.instruments, *head.of("grant_receiver")]), None)
    return Event("implied", named.start, named.end, None) if named else None


def _own_date(page: Page, row: Sentence, cells: list[Cell]) -> Date | None:
    """The date that is a cell of its own."""
    spans = {(c.start, c.end) for c in cells}
    return next((d for d in page.dates_in(row) if (d.start, d.end) in spans), None)


def _sum(page: Page, row: Sentence, cells: list[Cell], table: Table) -> Quantity | None:
    """The sum of a row: the first money, or a number in a column whose head is in money."""
    quantities = page.quantities_in(row)
    money = next((q for q in quantities if q.kind == "money"), None)
    if money:
        return money
    for cell, column in zip(cells, table.columns, strict=True):
        if column.role == "value" and column.unit and len(column.unit) == 3:
            for q in quantities:
                if cell.start <= q.start < cell.end and q.kind == "number":
                    return q._replace(value=q.value * column.factor, unit=column.unit, kind="money")
    return None
