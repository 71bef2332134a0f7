"""What the charts share: colours, tooltips, axes of time, and the way to a specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from dagster_project.publishing.dashboard.data import Row

Spec = dict[str, Any]

# Okabe and Ito's colours, told apart by colour-blind people; the lightest are left out.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#7b4173", "#8c6d00", "#56606b", "#c2185b", "#00695c")
UP, DOWN, SAME = "#0072b2", "#d55e00", "#56606b"
TEXT = "#24292f"
# The same in every chart; the two last say what is not known.
STAGES = {
    "announced": "#7b4173",
    "planned": "#0072b2",
    "under construction": "#8c6d00",
    "commissioning": "#00695c",
    "operating": "#009e73",
    "paused": "#d55e00",
    "cancelled": "#c2185b",
    "closed": "#24292f",
    "stage not stated": "#56606b",
    "no plant named": "#8a939c",
}
EVIDENCE = ("quote", "document", "published")
NUMBERS = frozenset({"amount", "change", "committed_after", "disbursed", "deals", "number"})
CONFIG = alt.Config(
    font="system-ui, sans-serif",
    background="white",
    axis=alt.AxisConfig(
        labelColor=TEXT, titleColor=TEXT, labelFontSize=12, titleFontSize=12, labelLimit=175
    ),
    legend=alt.LegendConfig(orient="bottom", labelColor=TEXT, titleColor=TEXT, labelFontSize=12),
    title=alt.TitleConfig(color=TEXT, anchor="start", fontSize=14),
    view=alt.ViewConfig(stroke=None),
    range=alt.RangeConfig(category=list(PALETTE)),
)


def chart(rows: Iterable[Row]) -> alt.Chart:
    """A chart that carries its own rows."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def tooltip(*fields: str) -> list[alt.Tooltip]:
    """The mark's own fields, then the sentence it rests on, its document and its day."""
    return [
        alt.Tooltip(
            field=name,
            type="quantitative" if name in NUMBERS else "nominal",
            format=",.6~g" if name in NUMBERS else alt.Undefined,
            title=name.replace("_", " ").capitalize(),
        )
        for name in dict.fromkeys((*fields, *EVIDENCE))
    ]


def color(
    field: str, domain: Sequence[str] = (), colors: Sequence[str] = (), **options: Any
) -> alt.Color:
    """Marks coloured by `field`; without a `domain` by the palette, in order of its values."""
    scale = alt.Scale(domain=list(domain), range=list(colors)) if domain else alt.Undefined
    return alt.Color(f"{field}:N", title=field.capitalize(), scale=scale, **options)


def stage_color(rows: Iterable[Row]) -> alt.Color:
    """Marks coloured by the plant's stage, of which the legend names those that occur."""
    found = {row["stage"] for row in rows}
    shown = [stage for stage in STAGES if stage in found]
    return color("stage", shown, [STAGES[stage] for stage in shown])


def most_common(rows: Sequence[Row], field: str, most: int) -> list[Row]:
    """The rows of the values of `field` that occur most often, at most `most` of them."""
    counted = Counter(row[field] for row in rows)
    kept = {value for value, _ in sorted(counted.items(), key=lambda c: (-c[1], c[0]))[:most]}
    return [row for row in rows if row[field] in kept]


def time(field: str, title: str) -> alt.X:
    """Days from left to right, the first and last of them whole."""
    # A scale of time that begins at the first mark would cut it in half.
    return alt.X(
        f"{field}:T",
        title=title,
        axis=alt.Axis(format="%Y-%m", labelOverlap=True),
        scale=alt.Scale(padding=14),
    )


def spec(drawn: Any, title: str) -> Spec:
    """As wide as the page lets it be; `title` is what a screen reader says."""
    whole = drawn.properties(
        width="container",
        description=title,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    made: Spec = whole.configure(**CONFIG.to_dict()).to_dict()
    return made
