"""The charts: rows to Vega-Lite through Altair, which also checks them against its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, groupby
from typing import Any

import altair as alt

from dagster_project.publishing.dashboard.data import Row
from dagster_project.publishing.dashboard.places import locate, outline, spread

Spec = dict[str, Any]

# Okabe and Ito's colours, told apart by colour-blind people; the lightest are left out.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#7b4173", "#8c6d00", "#56606b", "#c2185b", "#00695c")
UP, DOWN, SAME = "#0072b2", "#d55e00", "#56606b"
TEXT = "#24292f"
EVIDENCE = ("quote", "document", "published")
# More organisations than this make a network that nobody can read.
NETWORK_SIZE = 40
CONFIG = alt.Config(
    font="system-ui, sans-serif",
    background="white",
    axis=alt.AxisConfig(
        labelColor=TEXT, titleColor=TEXT, labelFontSize=12, titleFontSize=12, labelLimit=150
    ),
    legend=alt.LegendConfig(
        orient="bottom", labelColor=TEXT, titleColor=TEXT, labelFontSize=12, columns=3
    ),
    title=alt.TitleConfig(color=TEXT, anchor="start", fontSize=14),
    view=alt.ViewConfig(stroke=None),
    range=alt.RangeConfig(category=list(PALETTE)),
)


def capacities(rows: Sequence[Row]) -> list[Spec]:
    """One chart per side and unit, which are never added: amounts by year, coloured by stage."""
    charts = []
    for (side, unit), group in groupby(rows, lambda row: (row["side"], row["unit"])):
        words = unit.replace("_", " ")
        bars = (
            _chart(group)
            .mark_bar(stroke="white")
            .encode(
                x=alt.X("amount:Q", title=words, axis=alt.Axis(format="~s")),
                y=alt.Y("year:N", title=None),
                color=_color("stage"),
                tooltip=_tooltip("subject", "material", "amount", "qualifier", "kind", "stage"),
            )
        )
        title = f"{side.capitalize()}, {words}"
        charts.append(_spec(bars.properties(title=title, height=alt.Step(36)), title))
    return charts


def awards(rows: Sequence[Row]) -> list[Spec]:
    """A waterfall per award: what each change did to the committed sum, on one scale a currency."""
    charts = []
    for (award, currency), group in groupby(rows, lambda row: (row["award"], row["currency"])):
        steps = [
            {
                **row,
                "label": f"{row['step']}. {row['action']}",
                "effect": _effect(row["change"]),
                "told": f"{row['change']:+,.6g}" if row["change"] else "±0",
            }
            for row in group
        ]
        most = max(row["committed_after"] for row in rows if row["currency"] == currency)
        # Room for the words after the longest bar.
        scale = alt.Scale(domain=[0, most * 1.3 or 1], nice=False)
        base = _chart(steps).encode(
            y=alt.Y("label:N", sort=None, title=None),
            color=_color("effect", ("adds", "takes", "keeps"), (UP, DOWN, SAME), legend=None),
            tooltip=_tooltip(
                "award", "action", "change", "committed_after", "disbursed", "qualifier", "funder"
            ),
        )
        x = alt.X("committed_before:Q", title=f"Committed, million {currency}", scale=scale)
        bars = base.mark_bar(height={"band": 0.7}).encode(x=x, x2="committed_after:Q")
        # A change by nothing is a bar of no length; the balance is still a place.
        balances = base.mark_tick(thickness=4, size=22).encode(
            x="committed_after:Q",
            opacity=alt.condition("datum.change === 0", alt.value(1), alt.value(0)),
        )
        words = (
            base.mark_text(align="left", dx=8, fontSize=12)
            .transform_calculate(end="max(datum.committed_before, datum.committed_after)")
            .encode(x="end:Q", text="told:N", color=alt.value(TEXT))
        )
        layers = alt.layer(bars, balances, words)
        charts.append(_spec(layers.properties(title=award, height=alt.Step(30)), award))
    return charts


def deals(rows: Sequence[Row]) -> list[Spec]:
    """Dated deals in time, by kind; whether they bind is their colour."""
    dated = [row for row in rows if row["announced_on"]]
    if not dated:
        return []
    points = (
        _chart(dated)
        .mark_circle(size=160, opacity=0.85)
        .encode(
            x=_time("announced_on", "Announced"),
            y=alt.Y("deal_type:N", title=None),
            color=_color("binding", ("yes", "no", "unknown"), (UP, DOWN, SAME)),
            tooltip=_tooltip("between_whom", "deal_type", "status", "announced_on", "value"),
        )
    )
    return [_spec(points.properties(height=alt.Step(40)), "Deals over time")]


def network(rows: Sequence[Row]) -> list[Spec]:
    """Who deals with whom: the organisations with most deals, joined by each deal they share."""
    parties: dict[str, list[Row]] = {}
    for row in rows:
        for name in row["parties"]:
            parties.setdefault(name, []).append(row)
    names = sorted(parties, key=lambda name: (-len(parties[name]), name))[:NETWORK_SIZE]
    pairs = [
        (one, other, row)
        for row in rows
        for one, other in combinations([n for n in row["parties"] if n in set(names)], 2)
    ]
    if not pairs:
        return []
    at = spread(names, [(one, other) for one, other, _ in pairs])
    lines = [
        {**row, "x": at[one][0], "y": at[one][1], "x2": at[other][0], "y2": at[other][1]}
        for one, other, row in pairs
    ]
    nodes = [
        # The rows come latest first: the sentence is that of the latest deal.
        {
            **parties[name][0],
            "organisation": name,
            "deals": len(parties[name]),
            "x": at[name][0],
            "y": at[name][1],
        }
        for name in names
    ]
    # Room for names, which are wider than their circles.
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.2, 1.2]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.1, 1.1]))
    edges = (
        _chart(lines)
        .mark_rule(strokeWidth=3, opacity=0.6)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=_color("binding", ("yes", "no", "unknown"), (UP, DOWN, SAME)),
            tooltip=_tooltip("between_whom", "deal_type", "status", "announced_on", "value"),
        )
    )
    base = _chart(nodes).encode(x=x, y=y, tooltip=_tooltip("organisation", "deals", "deal_type"))
    circles = base.mark_circle(color=TEXT, opacity=1).encode(
        size=alt.Size("deals:Q", legend=None, scale=alt.Scale(range=[120, 600]))
    )
    names_shown = [
        # A rim of white keeps a name readable where a line passes behind it.
        base.mark_text(dy=-20, fontSize=12, limit=180, **rim).encode(text="organisation:N")
        for rim in ({"stroke": "white", "strokeWidth": 5}, {"color": TEXT})
    ]
    return [
        _spec(alt.layer(edges, circles, *names_shown).properties(height=420), "Network of deals")
    ]


def plants(rows: Sequence[Row]) -> list[Spec]:
    """Plants whose town is known, on a map, coloured by stage."""
    located = locate(rows)
    if not located:
        return []
    world = alt.Chart(alt.InlineData(values=[outline()])).mark_geoshape(
        fill="#e8ebee", stroke="#b9c0c7", strokeWidth=0.5, tooltip=None, aria=False
    )
    points = (
        _chart(located)
        .mark_circle(size=130, opacity=0.85, stroke="white")
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            color=_color("stage"),
            tooltip=_tooltip("plant", "city", "country", "stage", "products", "run_by"),
        )
    )
    chart = alt.layer(world, points).project("equalEarth").properties(height=260)
    return [_spec(chart, "Plants on a map")]


def contradictions(rows: Sequence[Row]) -> list[Spec]:
    """A mark per contradiction, by what it is about."""
    if not rows:
        return []
    longest = max(row["position"] for row in rows)
    marks = (
        _chart(rows)
        .mark_square(size=420, opacity=1)
        .encode(
            x=alt.X("position:Q", axis=None, scale=alt.Scale(domain=[0, max(12, longest + 1)])),
            y=alt.Y("property:N", title=None),
            color=_color("kind"),
            tooltip=_tooltip("of_what", "property", "kind", "values_told", "decided_by"),
        )
    )
    return [_spec(marks.properties(height=alt.Step(34)), "Where documents disagree")]


def drift(rows: Sequence[Row]) -> list[Spec]:
    """Each retelling of a number in time, coloured by what it changed."""
    if not rows:
        return []
    points = (
        _chart(rows)
        .mark_circle(size=160)
        .encode(
            x=_time("told_on", "Told on"),
            y=alt.Y("claim:N", title=None),
            color=_color("drift"),
            tooltip=_tooltip("claim", "value", "drift", "told_on"),
        )
    )
    return [_spec(points.properties(height=alt.Step(40)), "Numbers as they are retold")]


def documents(rows: Sequence[Row]) -> list[Spec]:
    """Dated documents in time, by publisher, as large as what was read from them."""
    dated = [row for row in rows if row["is_dated"]]
    if not dated:
        return []
    points = (
        _chart(dated)
        .mark_circle(opacity=0.85, color=UP)
        .encode(
            x=_time("known_from", "Published"),
            y=alt.Y("publisher:N", title=None),
            size=alt.Size("statements:Q", legend=None, scale=alt.Scale(range=[60, 500])),
            tooltip=_tooltip("publisher", "language", "statements"),
        )
    )
    return [_spec(points.properties(height=alt.Step(40)), "Documents over time")]


def corroboration(rows: Sequence[Row]) -> list[Spec]:
    """How many facts of each kind rest on one origin, on several, or are disputed."""
    if not rows:
        return []
    order = ("several origins", "one origin", "disputed")
    bars = (
        _chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("number:Q", title="Facts", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("facts:N", title=None),
            color=_color("support", order, (UP, SAME, DOWN)),
            tooltip=_tooltip("facts", "support", "number"),
        )
    )
    return [_spec(bars.properties(height=alt.Step(30)), "What facts rest on")]


def _chart(rows: Iterable[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _tooltip(*fields: str) -> list[alt.Tooltip]:
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


NUMBERS = frozenset({"amount", "change", "committed_after", "disbursed", "deals", "number"})


def _color(
    field: str, domain: Sequence[str] = (), colors: Sequence[str] = (), **options: Any
) -> alt.Color:
    scale = alt.Scale(domain=list(domain), range=list(colors)) if domain else alt.Undefined
    return alt.Color(f"{field}:N", title=field.capitalize(), scale=scale, **options)


def _time(field: str, title: str) -> alt.X:
    """Days from left to right, the first and last of them whole."""
    # A scale of time that begins at the first mark would cut it in half.
    return alt.X(
        f"{field}:T",
        title=title,
        axis=alt.Axis(format="%Y-%m", labelOverlap=True),
        scale=alt.Scale(padding=14),
    )


def _effect(change: float) -> str:
    if change == 0:
        return "keeps"
    return "adds" if change > 0 else "takes"


def _spec(chart: Any, title: str) -> Spec:
    """As wide as the page lets it be; `title` is what a screen reader says."""
    whole = chart.properties(
        width="container",
        description=title,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    spec: Spec = whole.configure(**CONFIG.to_dict()).to_dict()
    return spec


# By the name of the part of the page in which they stand.
CHARTS: dict[str, Callable[[Sequence[Row]], list[Spec]]] = {
    "capacities": capacities,
    "awards": awards,
    "deals": deals,
    "network": network,
    "plants": plants,
    "contradictions": contradictions,
    "drift": drift,
    "documents": documents,
    "corroboration": corroboration,
}
