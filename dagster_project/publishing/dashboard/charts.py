"""The charts: rows to Vega-Lite through Altair, which also checks them against its schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, islice

import altair as alt

from dagster_project.publishing.dashboard.data import Row
from dagster_project.publishing.dashboard.marks import (
    DOWN,
    SAME,
    TEXT,
    UP,
    Spec,
    chart,
    color,
    most_common,
    spec,
    stage_color,
    time,
    tooltip,
)
from dagster_project.publishing.dashboard.network import network
from dagster_project.publishing.dashboard.places import locate, outline

# More than these nobody reads; the tables below the charts have all.
MOST_UNITS = 8
MOST_AWARDS = 12
MOST_LANES = 15
# From what is recycled to what is made of it.
CHAIN = (
    "feedstock",
    "black mass",
    "metal",
    "salt",
    "precursor",
    "cathode",
    "anode",
    "cell",
    "pack",
    "other material",
    None,
)


def capacities(rows: Sequence[Row]) -> list[Spec]:
    """One chart per side and unit, which are never added: links of the chain, coloured by stage."""
    measured = [{**row, "measure": (row["side"], row["unit"])} for row in rows]
    common = most_common(measured, "measure", MOST_UNITS)
    charts = []
    for (side, unit), found in groupby(common, lambda row: row["measure"]):
        group = sorted(found, key=lambda row: (CHAIN.index(row["chain"]), row["year"] or ""))
        links = [{**row, "link": _link(row)} for row in group]
        bars = (
            chart(links)
            .mark_bar(stroke="white")
            .encode(
                x=alt.X(
                    "amount:Q",
                    title=unit,
                    axis=alt.Axis(tickCount=5, labelExpr="format(datum.value, '~s')"),
                ),
                y=alt.Y("link:N", sort=None, title=None),
                color=stage_color(group),
                tooltip=tooltip("subject", "material", "amount", "qualifier", "kind", "stage"),
            )
        )
        title = f"{side.capitalize()}, {unit}"
        charts.append(spec(bars.properties(title=title, height=alt.Step(32)), title))
    return charts


def _link(row: Row) -> str:
    link = row["chain"] or "not stated"
    return f"{link}, {row['year']}" if row["year"] else link


def awards(rows: Sequence[Row]) -> list[Spec]:
    """A waterfall for each of the largest awards: what each change did to the committed sum."""
    charts = []
    # The rows come largest award first.
    for _, group in islice(groupby(rows, lambda row: row["award_id"]), MOST_AWARDS):
        steps = [
            {
                **row,
                "label": f"{row['step']}. {row['action']}",
                "effect": _effect(row["change"]),
                "told": f"{row['change']:+,.6g}" if row["change"] else "±0",
            }
            for row in group
        ]
        award, currency = steps[0]["award"], steps[0]["currency"]
        most = max(row["committed_after"] for row in steps)
        # Room for the words after the longest bar.
        scale = alt.Scale(domain=[0, most * 1.3 or 1], nice=False)
        base = chart(steps).encode(
            y=alt.Y("label:N", sort=None, title=None),
            color=color("effect", ("adds", "takes", "keeps"), (UP, DOWN, SAME), legend=None),
            tooltip=tooltip(
                "award", "action", "change", "committed_after", "disbursed", "qualifier", "funder"
            ),
        )
        x = alt.X(
            "committed_before:Q",
            title=f"Committed, million {currency}",
            scale=scale,
            axis=alt.Axis(tickCount=5),
        )
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
        charts.append(spec(layers.properties(title=award, height=alt.Step(30)), award))
    return charts


def deals(rows: Sequence[Row]) -> list[Spec]:
    """Dated deals in time, by kind; whether they bind is their colour."""
    dated = [row for row in rows if row["announced_on"]]
    if not dated:
        return []
    points = (
        chart(dated)
        .mark_circle(size=160, opacity=0.85)
        .encode(
            x=time("announced_on", "Announced"),
            y=alt.Y("deal_type:N", title=None),
            color=color("binding", ("yes", "no", "unknown"), (UP, DOWN, SAME)),
            tooltip=tooltip("between_whom", "deal_type", "status", "announced_on", "value"),
        )
    )
    return [spec(points.properties(height=alt.Step(40)), "Deals over time")]


def plants(rows: Sequence[Row]) -> list[Spec]:
    """Plants whose town is known, on a map, coloured by stage."""
    located = locate(rows)
    if not located:
        return []
    world = alt.Chart(alt.InlineData(values=[outline()])).mark_geoshape(
        fill="#e8ebee", stroke="#b9c0c7", strokeWidth=0.5, tooltip=None, aria=False
    )
    points = (
        chart(located)
        .mark_circle(size=130, opacity=0.85, stroke="white")
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            color=stage_color(located),
            tooltip=tooltip("plant", "city", "country", "stage", "products", "run_by"),
        )
    )
    whole = alt.layer(world, points).project("equalEarth").properties(height=260)
    return [spec(whole, "Plants on a map")]


def contradictions(rows: Sequence[Row]) -> list[Spec]:
    """A mark per contradiction, by what it is about."""
    if not rows:
        return []
    most = max(12, *(row["position"] + 1 for row in rows))
    marks = (
        chart(rows)
        .mark_square(size=min(420, (300 / most) ** 2), opacity=1)
        .encode(
            x=alt.X("position:Q", axis=None, scale=alt.Scale(domain=[0, most])),
            y=alt.Y("property:N", title=None),
            color=color("kind"),
            tooltip=tooltip("of_what", "property", "kind", "values_told", "decided_by"),
        )
    )
    return [spec(marks.properties(height=alt.Step(34)), "Where documents disagree")]


def drift(rows: Sequence[Row]) -> list[Spec]:
    """Each retelling of a number in time, coloured by what it changed."""
    if not rows:
        return []
    points = (
        chart(most_common(rows, "claim", MOST_LANES))
        .mark_circle(size=160)
        .encode(
            x=time("told_on", "Told on"),
            y=alt.Y("claim:N", title=None),
            color=color("drift"),
            tooltip=tooltip("claim", "value", "drift", "told_on"),
        )
    )
    return [spec(points.properties(height=alt.Step(40)), "Numbers as they are retold")]


def documents(rows: Sequence[Row]) -> list[Spec]:
    """Dated documents in time, by publisher, as large as what was read from them."""
    dated = most_common([row for row in rows if row["is_dated"]], "publisher", MOST_LANES)
    if not dated:
        return []
    points = (
        chart(dated)
        .mark_circle(opacity=0.85, color=UP)
        .encode(
            x=time("known_from", "Published"),
            y=alt.Y("publisher:N", title=None),
            size=alt.Size("statements:Q", legend=None, scale=alt.Scale(range=[60, 500])),
            tooltip=tooltip("publisher", "language", "statements"),
        )
    )
    return [spec(points.properties(height=alt.Step(40)), "Documents over time")]


def corroboration(rows: Sequence[Row]) -> list[Spec]:
    """How many facts of each kind rest on one origin, on several, or are disputed."""
    if not rows:
        return []
    order = ("several origins", "one origin", "disputed")
    bars = (
        chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("number:Q", title="Facts", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("facts:N", title=None),
            color=color("support", order, (UP, SAME, DOWN)),
            tooltip=tooltip("facts", "support", "number"),
        )
    )
    return [spec(bars.properties(height=alt.Step(30)), "What facts rest on")]


def _effect(change: float) -> str:
    if change == 0:
        return "keeps"
    return "adds" if change > 0 else "takes"


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
