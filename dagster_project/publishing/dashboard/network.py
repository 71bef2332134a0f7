"""The network of deals: organisations as circles, the deals they share as lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

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
    spec,
    tooltip,
)
from dagster_project.publishing.dashboard.places import spread

# More than these nobody reads; the tables below the charts have all.
MOST_NAMES = 8
NETWORK_SIZE = 40


def network(rows: Sequence[Row]) -> list[Spec]:
    """Who deals with whom: the organisations with most deals, joined by each deal they share."""
    parties: dict[str, list[Row]] = {}
    for row in rows:
        for name in row["parties"]:
            parties.setdefault(name, []).append(row)
    # Deals of the busiest organisations first, as whole deals while there is room.
    names: dict[str, None] = {}
    pairs: list[tuple[str, str, Row]] = []
    for row in sorted(
        rows, key=lambda row: -max((len(parties[n]) for n in row["parties"]), default=0)
    ):
        if len(row["parties"]) > 1 and len(names | dict.fromkeys(row["parties"])) <= NETWORK_SIZE:
            names |= dict.fromkeys(row["parties"])
            pairs += [(one, other, row) for one, other in combinations(row["parties"], 2)]
    if not pairs:
        return []
    at = spread([(one, other) for one, other, _ in pairs])
    lines = [
        {**row, "x": at[one][0], "y": at[one][1], "x2": at[other][0], "y2": at[other][1]}
        for one, other, row in pairs
    ]
    busiest = sorted(names, key=lambda name: (-len(parties[name]), name))[:MOST_NAMES]
    nodes = [
        # The rows come latest first: the sentence is that of the latest deal.
        {
            **parties[name][0],
            "organisation": name,
            "deals": len(parties[name]),
            "is_named": len(names) <= MOST_NAMES or name in busiest,
            "x": at[name][0],
            "y": at[name][1],
        }
        for name in names
    ]
    # Room for names, which are wider than their circles.
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.05, 1.05]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.02, 1.05]))
    edges = (
        chart(lines)
        .mark_rule(strokeWidth=3, opacity=0.6)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=color("binding", ("yes", "no", "unknown"), (UP, DOWN, SAME)),
            tooltip=tooltip("between_whom", "deal_type", "status", "announced_on", "value"),
        )
    )
    base = chart(nodes).encode(x=x, y=y, tooltip=tooltip("organisation", "deals", "deal_type"))
    circles = base.mark_circle(color=TEXT, opacity=1).encode(
        size=alt.Size("deals:Q", legend=None, scale=alt.Scale(range=[120, 600]))
    )
    names_shown = [
        # A rim of white keeps a name readable where a line passes behind it.
        base.mark_text(dy=-20, fontSize=12, limit=180, **rim).encode(
            text="organisation:N",
            # On a telephone there is no room for every name.
            opacity=alt.condition("width > 700 || datum.is_named", alt.value(1), alt.value(0)),
        )
        for rim in ({"stroke": "white", "strokeWidth": 5}, {"color": TEXT})
    ]
    return [
        spec(alt.layer(edges, circles, *names_shown).properties(height=460), "Network of deals")
    ]
