"""The page: sections of charts, each with its rows as a table, in one file without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_project.publishing.dashboard.data import Row, read
from dagster_project.publishing.database import swap

TEMPLATE = Path(__file__).with_name("page.html")
# Beyond this a chart and its table hold only the first rows, and the page says so.
MOST_ROWS = 500


@dataclass(frozen=True)
class Part:
    """One query's charts: what is said above them, which columns the table has, what if empty."""

    name: str
    title: str
    words: str
    columns: tuple[str, ...]
    empty: str
    rows_of: str = ""
    is_wide: bool = False


PARTS = (
    Part(
        "capacities",
        "Capacity along the chain",
        "What plants take in and what they make, by link of the chain and, where one is stated, the"
        " year it is planned for. Sides and units are never added; each figure is the largest"
        " current one of its plant or company. The eight units with most figures are drawn.",
        ("subject", "side", "material", "amount", "unit", "qualifier", "kind", "stage", "year"),
        "No document states a capacity whose side, input or output, is clear.",
    ),
    Part(
        "awards",
        "Public money",
        "The committed sum of each award, change by change: blue adds to it, orange takes from it,"
        " a grey mark keeps it. A change that a document only implies is marked as inferred. The"
        " twelve largest awards are drawn.",
        ("award", "action", "change", "committed_after", "disbursed", "qualifier", "funder"),
        "No document tells of a grant or a public loan with its sum.",
    ),
    Part(
        "network",
        "Who deals with whom",
        "A line is a deal, a circle an organisation, the larger the more deals it is party to; at"
        " most forty organisations, the busiest first.",
        (),
        "No deal names two parties.",
        rows_of="deals",
        is_wide=True,
    ),
    Part(
        "deals",
        "Deals over time",
        "By the day on which they were announced or signed.",
        ("announced_on", "deal_type", "between_whom", "status", "binding", "value"),
        "No document tells of a deal with its date.",
    ),
    Part(
        "plants",
        "Plants",
        "Plants whose town a document names. The others are in the table.",
        ("plant", "city", "region", "country", "stage", "products", "run_by"),
        "No document names a plant with a town that the gazetteer knows.",
    ),
    Part(
        "contradictions",
        "Where documents disagree",
        "Each square is one property of one thing of which documents say different things; the"
        " sentence is the one that is believed.",
        ("of_what", "property", "kind", "values_told", "decided_by"),
        "No two documents contradict each other.",
    ),
    Part(
        "drift",
        "Numbers as they are retold",
        "What happened to a number and its qualifier since the telling before.",
        ("claim", "told_on", "value", "drift"),
        "No number is told by more than one dated document.",
    ),
    Part(
        "documents",
        "Coverage",
        "What was read, by publisher and day; the larger, the more statements it makes. Undated"
        " documents are in the table only.",
        ("publisher", "language", "kind", "statements"),
        "No document has a date.",
    ),
    Part(
        "corroboration",
        "What facts rest on",
        "Copies of one text count as one origin. The sentence is an example.",
        ("facts", "support", "number"),
        "There are no facts yet.",
    ),
)


def publish_dashboard(published: Path, target: Path, cache: Path) -> Path:
    """Replace `target` by a page drawn from the `published` file.

    `cache` is a folder for the scripts of the charts, which are the same for every page of one
    version and take two seconds to bundle. The same tables give the same bytes.
    """
    # Slow to import, and only a page whose tables changed needs them.
    from jinja2 import Environment

    from dagster_project.publishing.dashboard import charts

    totals, rows = read(published)
    parts: list[dict[str, Any]] = []
    for part in PARTS:
        found = rows[part.rows_of or part.name]
        shown = found[:MOST_ROWS]
        parts.append(
            {
                "part": part,
                "specs": charts.CHARTS[part.name](shown),
                "rows": [_cells(row, part.columns) for row in shown] if part.columns else [],
                "left_out": len(found) - len(shown),
            }
        )
    specs = [spec for part in parts for spec in part["specs"]]
    # Text of documents is escaped by Jinja in the page and by its own escapes in the script.
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    new.write_text(
        page.render(totals=totals, parts=parts, specs=_script(specs), vega=_vega(cache)),
        encoding="utf-8",
    )
    swap(new, target)
    return target


def _cells(row: Row, columns: Sequence[str]) -> dict[str, str]:
    shown = (*columns, "quote", "document", "published")
    return {name.replace("_", " "): _text(row[name]) for name in shown}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:,.6g}" if isinstance(cell, float) else str(cell)


def _script(data: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _vega(cache: Path) -> str:
    """Vega, Vega-Lite and their embedding as one script; made once per version."""
    name = hashlib.sha256(version("vl-convert-python").encode()).hexdigest()[:12]
    bundle = cache / f"vega-{name}.js"
    if not bundle.exists():
        import vl_convert

        cache.mkdir(parents=True, exist_ok=True)
        new = bundle.with_suffix(".new")
        # Its stub misses that the first argument may be left out.
        script = vl_convert.javascript_bundle()  # type: ignore[call-arg]
        new.write_text(script, encoding="utf-8")
        new.replace(bundle)
    bundled = bundle.read_text(encoding="utf-8")
    assert "</script" not in bundled.lower(), "it would end the element it stands in"
    return bundled
