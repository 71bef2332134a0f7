"""What Dagster's UI shows of a table. Nothing a document says becomes markup here.

Belongs here: plain data to Dagster's metadata. Does not belong here: asking the database
(warehouse/profile, warehouse/lineage), drawing (warehouse/drawing).
"""

import base64
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

import dagster as dg

from dagster_project.warehouse.drawing import bars
from dagster_project.warehouse.lineage import Column
from dagster_project.warehouse.profile import Profile, Source

RUNS_SHOWN = 12
QUOTE_CHARACTERS = 160
# An address that can end neither the link nor the table cell it stands in.
LINKABLE = re.compile(r"https?://[^\s<>()|\\\"]+")


def described(profile: Profile, descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Row count, columns and first rows; `descriptions` of columns by their name."""
    columns = [
        dg.TableColumn(name, kind, description=descriptions.get(name))
        for name, kind in profile.columns
    ]
    metadata: dict[str, Any] = {
        "dagster/row_count": profile.rows,
        "dagster/column_schema": dg.TableSchema(columns),
    }
    if profile.first_rows:
        metadata["preview"] = preview(profile.first_rows)
    return metadata


def preview(rows: Sequence[Mapping[str, str]]) -> dg.TableMetadataValue:
    """Rows, of which there is at least one; the UI shows each cell as plain text."""
    return dg.MetadataValue.table(
        [dg.TableRecord(dict(row)) for row in rows],
        dg.TableSchema([dg.TableColumn(name) for name in rows[0]]),
    )


def check_metadata(failing: int, first_rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """How many rows failed a check, and the first of them: that is where one begins to look."""
    return {
        "failing_rows": failing,
        **({"first_failing_rows": preview(first_rows)} if first_rows else {}),
    }


def column_lineage(columns: Mapping[str, Iterable[Column]]) -> dg.TableColumnLineage:
    """Each column with the columns it is computed from."""
    return dg.TableColumnLineage(
        {
            name: [dg.TableColumnDep(dg.AssetKey([o.schema, o.table]), o.name) for o in origins]
            for name, origins in columns.items()
        }
    )


def made_of(columns: Mapping[str, Iterable[Column]]) -> dg.MarkdownMetadataValue:
    """The same as a table with links: Dagster's own web server draws no column lineage."""
    lines = ["| column | made of |", "|---|---|"]
    for name, origins in columns.items():
        links = [
            f"[{plain(f'{o.schema}.{o.table}')}](/assets/{o.schema}/{o.table})\\.{plain(o.name)}"
            for o in origins
        ]
        lines.append(f"| {plain(name)} | {', '.join(links)} |")
    return dg.MetadataValue.md("\n".join(lines))


def documents_behind(documents: Sequence[Source]) -> dg.MarkdownMetadataValue:
    """The documents a table rests on: a link where one is known, and a sentence of each."""
    lines = ["| document | file | facts | says |", "|---|---|---|---|"]
    for document in documents:
        title = plain(document.title or document.file_path)
        if document.url and LINKABLE.fullmatch(document.url):
            title = f"[{title}](<{document.url}>)"
        quote = plain(shorten(document.quote, QUOTE_CHARACTERS, placeholder=" …"))
        lines.append(f"| {title} | {plain(document.file_path)} | {document.facts} | {quote} |")
    return dg.MetadataValue.md("\n".join(lines))


def chart(counts: Sequence[tuple[str, int]]) -> dg.MarkdownMetadataValue:
    """Counts by label as a picture, with the same in words for who cannot see it."""
    picture = base64.b64encode(bars(counts).encode()).decode()
    told = ", ".join(f"{label}: {count}" for label, count in counts)
    return dg.MetadataValue.md(f"![{plain(told)}](data:image/svg+xml;base64,{picture})")


def per_run(instance: dg.DagsterInstance, key: dg.AssetKey, rows: int) -> dg.MarkdownMetadataValue:
    """How many rows a table had after each of the last runs and this one, oldest first."""
    counts = [("this run", rows)]
    for record in instance.fetch_materializations(key, limit=RUNS_SHOWN - 1).records:
        materialization = record.asset_materialization
        value = materialization and materialization.metadata.get("dagster/row_count")
        if value is not None:
            at = dt.datetime.fromtimestamp(record.timestamp, dt.UTC)
            counts.append((f"{at:%Y-%m-%d %H:%M}", int(str(value.value))))
    return chart(counts[::-1])


def plain(text: str) -> str:
    """Text that Markdown shows as it is: on one line, every sign of it escaped."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
