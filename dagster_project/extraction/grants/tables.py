"""Awards in tables: one recipient and one sum a row, the giver in the words above."""

from __future__ import annotations

from itertools import groupby

from dagster_project.extraction.grants.events import ORIGINS, Event, events
from dagster_project.extraction.grants.lists import action_of, program_of
from dagster_project.extraction.grants.memory import Change, date_told, instrument_of
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.market_figures.columns import Cell, Table, read_tables
from dagster_project.extraction.model import Quantity, Sentence
from dagster_project.extraction.page import Page


def table_changes(page: Page, order: dict[Sentence, int]) -> list[Change]:
    """One change for each row of the tables that list awards."""
    changes: list[Change] = []
    for is_row, group in groupby(page.sentences, key=lambda s: s.kind == "row"):
        rows = list(group) if is_row else []
        if len(rows) > 1 and page.hits_in(rows[0], "grant_action", "grant_instrument"):
            for table in read_tables(page, rows):
                changes += _rows(page, table, order)
    return changes


def _rows(page: Page, table: Table, order: dict[Sentence, int]) -> list[Change]:
    head = Reading(page, table.head.sentence)
    above = [Reading(page, line.sentence) for line in reversed(table.caption)]
    giving = next((r for r in above if r.governments), None)
    firm = any(not r.is_loose(i) for r in [head, *above] for i in r.instruments)
    origin = _origin(head, above)
    if origin is None or not (giving or firm):
        return []
    said = giving or (above[0] if above else head)
    date = date_told(said, origin, [], []) if giving else None
    changes = []
    for row, cells in table.rows:
        who = next((o for o in page.organisations_in(row) if o.kind == "company"), None)
        money = _sum(page, row, cells, table)
        if who is None or money is None:
            continue
        instrument = instrument_of(said, origin, [])
        action = action_of(said, origin, instrument, [], [])
        if action:
            changes.append(
                Change(
                    action=action,
                    sentence=row,
                    event=Event(origin.action, origin.start, origin.end, money),
                    recipient=who.name,
                    funder=giving.governments[0].name if giving else None,
                    instrument=instrument,
                    amount=money,
                    date=date,
                    program=program_of(said),
                    index=order[row],
                )
            )
    return changes


def _origin(head: Reading, above: list[Reading]) -> Event | None:
    """What happened to the awards of a table: said in its head, else in the words above."""
    for hit in head.actions:
        if hit.value in ORIGINS:
            return Event(hit.value, hit.start, hit.end, None)
    for reading in above:
        for event in events(reading):
            if event.action in ORIGINS | {"signed"}:
                return Event(event.action, event.start, event.end, None)
    named = next(iter(head.instruments), None)
    return Event("implied", named.start, named.end, None) if named else None


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
