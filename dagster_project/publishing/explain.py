"""Why a value is there: a fact, the sentences behind it, what disagreed and what decided."""

from __future__ import annotations

import datetime as dt
import itertools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.escaping import terminal_text
from dagster_project.publishing.tables import PublishedTable, literal, published_tables, quoted
from dagster_project.warehouse.store import CONNECTION_CONFIG

Row = Mapping[str, Any]

# As many characters of an id as tell it from the others, like a commit's.
SHORTEST_PREFIX = 4
WIDTH = 100
# A precision finer than which a date says nothing.
DATE_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


class UnknownFactError(Exception):
    """No fact has this id, or several have ids that begin like this."""


def explain(published: Path, fact_id: str) -> str:
    """A page for a person about the fact whose id is or begins with `fact_id`.

    Raises UnknownFactError with a sentence that says what was looked for.
    """
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        connection.execute("USE ledger")
        table, fact = find_fact(connection, fact_id)
        key = fact[table.columns[0].name]
        evidence = _rows(connection, "FROM marts.explain_fact(?)", key)
    lines = [f"{table.reference.replace(chr(34), '')}  {key}", ""]
    lines += [f"  {name:<30}{_shown(value)}" for name, value in fact.items() if value is not None]
    if not evidence:
        lines += ["", "No sentence stands behind it: it comes from a data set or a reviewed file."]
    sentences = _numbered(evidence)
    for name, group in itertools.groupby(evidence, lambda row: row["property"]):
        lines += ["", *_property(name, list(group), sentences)]
    rows = {_sentence(row): row for row in evidence}
    for sentence, number in sentences.items():
        row = rows[sentence]
        lines += ["", f"[{number}] {_source(row)}"]
        lines += textwrap.wrap(
            _in_context(row), WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4
        )
    return "\n".join(lines)


def find_fact(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[PublishedTable, Row]:
    """The one row of facts, plants or awards whose key, its first column, begins with `wanted`.

    The published file is attached as `ledger`. Raises UnknownFactError.
    """
    if len(wanted) < SHORTEST_PREFIX:
        raise UnknownFactError(f"give at least {SHORTEST_PREFIX} characters of the fact's id")
    found = [
        (table, row)
        for table in published_tables(connection, "ledger")
        if table.name.startswith("fct_") or table.name in ("dim_plants", "dim_awards")
        for row in _rows(
            connection,
            f"FROM {table.reference} WHERE starts_with({quoted(table.columns[0].name)}, ?)",
            wanted,
        )
    ]
    if not found:
        raise UnknownFactError(
            f"no deal, plant, capacity, grant, figure or claim has the id {wanted!r};"
            " ids are the first column of marts.fct_… and dim_plants, dim_awards"
        )
    if len(found) > 1:
        begun = ", ".join(sorted(str(next(iter(row.values()))) for _, row in found)[:5])
        raise UnknownFactError(f"{len(found)} ids begin with {wanted!r}: {begun} …")
    return found[0]


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameter: str) -> list[Row]:
    result = connection.execute(query, [parameter])
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _sentence(row: Row) -> tuple[str, str]:
    """What makes a sentence one: its document and its words."""
    return row["document_id"], row["quote"]


def _numbered(evidence: Sequence[Row]) -> dict[tuple[str, str], int]:
    """Sentences in the order in which they are first referred to."""
    return {sentence: n for n, sentence in enumerate(dict.fromkeys(map(_sentence, evidence)), 1)}


def _property(
    name: str, statements: Sequence[Row], sentences: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    first = statements[0]
    decided = ""
    if first["disagreement"]:
        decided = f"   ({_words(first['disagreement'])}; decided by: {_words(first['decided_by'])})"
    yield f"{_words(name)}{decided}"
    values: dict[tuple[bool, str], list[str]] = {}
    for row in statements:
        references = values.setdefault((row["is_winning"], row["value"]), [])
        references.append(f"[{sentences[_sentence(row)]}]")
    for (is_winning, value), references in values.items():
        mark = "believed" if is_winning else "overruled"
        yield f"  {mark:<10}{terminal_text(value)}  {''.join(dict.fromkeys(references))}"


def _in_context(statement: Row) -> str:
    """The quote between the words around it, which are told apart by the brackets."""
    before, quote, after = (
        " ".join(terminal_text(part).replace("\\n", " ").split())
        for part in (statement["text_before"], statement["quote"], statement["text_after"])
    )
    return f"… {before} [{quote}] {after} …".replace("…  ", "… ").replace("  …", " …")


def _source(statement: Row) -> str:
    document = statement["title"] or statement["file_path"]
    told = ", ".join(filter(None, (document, statement["publisher"])))
    return f"{terminal_text(told)}, {_date(statement)}"


def _date(statement: Row) -> str:
    published, precision = statement["published_on"], statement["published_precision"]
    if published is None:
        return f"undated, known by {statement['known_from']}"
    if precision == "quarter":
        return f"{published.year}-Q{(published.month + 2) // 3}"
    return str(published.strftime(DATE_FORMATS[precision]))


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
    return value.isoformat() if isinstance(value, dt.date) else terminal_text(str(value))


def _words(code: str) -> str:
    return code.replace("_", " ")
