"""A bar chart small enough for a log entry; a charting library takes a second to import."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

LABELS, BARS, NUMBERS, ROW = 150, 320, 80, 22
# They show on the UI's light ground and on its dark one.
INK, FILL = "#808790", "#4f8fd0"


def bars(counts: Sequence[tuple[str, int]]) -> str:
    """SVG with one row per (label, count), the largest count as the longest bar."""
    largest = max((count for _, count in counts), default=0) or 1
    rows = []
    for y, (label, count) in zip(range(0, ROW * len(counts), ROW), counts, strict=True):
        width = round(BARS * count / largest)
        rows.append(
            f'<text x="{LABELS - 6}" y="{y + 15}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{LABELS}" y="{y + 3}" width="{width}" height="{ROW - 6}" fill="{FILL}"/>'
            f'<text x="{LABELS + width + 6}" y="{y + 15}">{count:,}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABELS + BARS + NUMBERS}"'
        f' height="{ROW * len(counts)}" font-family="sans-serif" font-size="12" fill="{INK}">'
        f"{''.join(rows)}</svg>"
    )
