"""The queries of docs/cookbook.md and their answers: `make cookbook` writes the answers anew."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

import duckdb

from dagster_project.settings import Settings

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
# A query with the answer that follows it, if there is one.
RECIPE = re.compile(
    r"```sql\n(?P<query>.*?)\n```\n(?:\n```text\n(?P<answer>.*?)\n```\n)?", re.DOTALL
)


def answered(text: str, published: Path) -> str:
    """The page with every answer as the published file gives it now."""
    with duckdb.connect(published, read_only=True) as connection:
        return RECIPE.sub(
            lambda recipe: (
                f"```sql\n{recipe['query']}\n```\n\n"
                f"```text\n{_shown(connection, recipe['query'])}\n```\n"
            ),
            text,
        )


def _shown(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        connection.sql(query).show(max_width=140, max_rows=40, null_value="")
    return "\n".join(line.rstrip() for line in shown.getvalue().splitlines()).strip()


def main() -> int:
    COOKBOOK.write_text(answered(COOKBOOK.read_text(), Settings().published_path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
