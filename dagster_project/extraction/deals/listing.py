"""Deals in tables and lists: one a row or item, the kind or the other party in the words above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from dagster_project.extraction.deals.grammar import PLAYERS, ROLES, Mention, Side
from dagster_project.extraction.deals.parties import Party
from dagster_project.extraction.market_figures.columns import Cell, Table, read_tables
from dagster_project.extraction.model import Hit, Organisation, Sentence
from dagster_project.extraction.page import Page

# What the head of a column calls the parties below it.
_HEADS = (
    (
        "customer",
        re.compile(
            r"buyer|off-?taker|customer|client|purchaser|Abnehmer|Kunde|acheteur|客户|고객", re.I
        ),
    ),
    (
        "supplier",
        re.compile(r"supplier|seller|vendor|producer|Lieferant|fournisseur|供应商|공급", re.I),
    ),
    ("licensee", re.compile(r"licensee|Lizenznehmer", re.I)),
    ("shareholder", re.compile(r"investor|lead\b|Investor|investisseur|投资方|投资者", re.I)),
    ("recycler", re.compile(r"recycler", re.I)),
    (
        "partner",
        re.compile(
            r"partner|counterpart|parties|party|compan|\bwith\b|Unternehmen|société|entreprise|公司|"
            r"合作|회사",
            re.I,
        ),
    ),
)
_LISTED = {
    "supply", "offtake", "tolling", "licence", "mou", "loi", "recycling_service", "partnership",
    "logistics_service", "joint_venture",
}  # fmt: skip
_MANY = re.compile(
    r"s\b|\b(?:two|three|four|five|six|several)\b|träge|Abnehmer|Kunden|Partner", re.I
)
_LEAD = 6
_ITEMS = 20


def listed(page: Page) -> dict[Sentence, list[Mention]]:
    """The deals of each row or item that stands under words for a deal."""
    found: dict[Sentence, list[Mention]] = {}
    for is_row, group in groupby(page.sentences, key=lambda s: s.kind == "row"):
        rows = list(group) if is_row else []
        if len(rows) > 1 and _player(page.sentence_text(rows[0])):
            for table in read_tables(page, rows):
                found.update(_rows(page, table))
    for number, sentence in enumerate(page.sentences[:-1]):
        if page.sentences[number + 1].kind == "bullet" and _heads(page, sentence):
            found.update(_items(page, sentence, number))
    return found


def _heads(page: Page, sentence: Sentence) -> bool:
    """Whether a line announces a list."""
    return sentence.kind == "heading" or page.text[sentence.end - 1] in ":："


def _rows(page: Page, table: Table) -> Iterator[tuple[Sentence, list[Mention]]]:
    cells = _cells(page, table)
    heads = [(number, _player(text)) for number, text in enumerate(cells)]
    columns = [(number, player) for number, player in heads if player]
    above = _above(page, table)
    if not columns or (len(columns) < 2 and above is None):
        return
    for row, parts in table.rows:
        sides = _sides(page, row, parts, columns)
        own = next((h for h in page.hits_in(row, "deal") if h.value in _LISTED), None)
        players = {player for _, player in columns}
        sold = bool(players & {"customer", "supplier"})
        if own is None and above is None and not sold:
            continue
        kind = own.value if own else (above.value if above else "supply")
        trigger = own or Hit(row.start, row.start, "deal", kind)
        sides = _completed(page, row, sides)
        if len(sides) > 1:
            yield row, [Mention(kind, sides, row, trigger, weak=False)]


def _cells(page: Page, table: Table) -> list[str]:
    text = page.sentence_text(table.head.sentence).strip().strip("|")
    return [cell.strip() for cell in text.split("|")]


def _player(head: str) -> str | None:
    return next((player for player, words in _HEADS if words.search(head)), None)


def _above(page: Page, table: Table) -> Hit | None:
    """The kind of deal that a table's head or the words above it name."""
    lines = [table.head.sentence, *(line.sentence for line in reversed(table.caption))]
    hits = (h for line in lines for h in page.hits_in(line, "deal") if h.value in _LISTED)
    return next(hits, None)


def _sides(
    page: Page, row: Sentence, cells: list[Cell], columns: list[tuple[int, str]]
) -> list[Side]:
    mentions = [m for m in page.organisations_in(row) if m.kind == "company"]
    sides: list[Side] = []
    for number, player in columns:
        if number >= len(cells):
            continue
        inside = [m for m in mentions if cells[number].start <= m.start < cells[number].end]
        role = PLAYERS[player][1]
        sides += [
            Side(_party(m, group), role)
            for group, m in enumerate(inside)
            if all(m.name != side.party.name for side in sides)
        ]
    return sides


def _completed(page: Page, row: Sentence, sides: list[Side]) -> list[Side]:
    """A lone party with the company the page is about."""
    main = page.organisations.main_at(row.start)
    if len(sides) != 1 or main is None or main == sides[0].party.name:
        return sides
    own = Party(row.start, row.start, main, "company", None, -1)
    return [Side(own, "partner"), *sides]


def _items(page: Page, head: Sentence, number: int) -> Iterator[tuple[Sentence, list[Mention]]]:
    noun = next((h for h in page.hits_in(head, "deal") if h.value in _LISTED), None)
    player = next(iter(page.hits_in(head, "deal_player")), None)
    told = noun or player
    if told is None or not _MANY.search(page.text, told.start, head.end):
        return
    kind, first, second = PLAYERS[told.value] if told is player else (told.value, *_roles(told))
    following = page.sentences[number + 1 : number + 1 + _ITEMS]
    named = [m for m in page.organisations_in(head) if m.kind == "company"]
    holder = (
        named[0].name
        if len({m.name for m in named}) == 1
        else page.organisations.main_at(head.start)
    )
    if holder is None:
        return
    for item in takewhile(lambda s: s.kind == "bullet", following):
        if page.hits_in(item, "deal", "deal_verb", "deal_moved"):
            continue
        who = next((m for m in page.organisations_in(item) if m.kind == "company"), None)
        if who is None or who.start - item.start > _LEAD or who.name == holder:
            continue
        own = Party(item.start, item.start, holder, "company", None, -1)
        sides = [Side(own, second), Side(_party(who, 0), first)]
        yield item, [Mention(kind, sides, item, told, weak=False)]


def _roles(noun: Hit) -> tuple[str, str]:
    first, second = ROLES.get(noun.value, ("partner", "partner"))
    return second, first


def _party(mention: Organisation, group: int) -> Party:
    return Party(mention.start, mention.end, mention.name, mention.kind, None, group)
