"""What documents say, made harmless where a program would take it for more than text.

HTML has `html.escape`, SQL its parameters. Here: spreadsheets, which run a cell that begins like a
formula, and terminals, which obey control characters.
"""

from __future__ import annotations

import re

from dagster_project.publishing.tables import literal, quoted

# The signs that begin a formula, their full-width forms, and white space that is trimmed first.
_FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]"


def spreadsheet_text(text: str) -> str:
    """The text as a cell that stays text: an apostrophe stands before what begins a formula."""
    return f"'{text}" if re.search(_FORMULA, text) else text


def spreadsheet_column(name: str) -> str:
    """`spreadsheet_text` of a text column as an SQL expression, for COPY … TO a CSV file."""
    column = quoted(name)
    return (
        f"CASE WHEN regexp_matches({column}, {literal(_FORMULA)})"
        f" THEN chr(39) || {column} ELSE {column} END AS {column}"
    )


def terminal_text(text: str) -> str:
    """The text on one line, with control characters and marks of direction as their escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
