"""Who answers in an interview: the company whose head or whom the opening names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dagster_project.extraction.model import Organisation

if TYPE_CHECKING:
    from dagster_project.extraction.page import Page

# A question or an answer marked as one, or a line that asks and is set apart.
_MARKS = "Q A F R P Frage Antwort Question Answer Réponse Pregunta Respuesta 问 答 记者 문 답"
_TURN = re.compile(
    rf"^[ \t*_#>]*(?:(?:{'|'.join(_MARKS.split())})\d?\s?[*_]*[.:：)]"
    r"|(?:[*_#]|[-–—] ?)[^\n]{8,240}[?？][*_ ]*$)",
    re.M,
)
_ENOUGH = 2
# How much of a text opens an interview, in characters, and how near to a name a title stands.
_OPENING = 900
_BESIDE = 12


def interviewed(page: Page, companies: Sequence[Organisation]) -> str | None:
    """The company that answers; None for a text that is no interview."""
    turns = [m.start() for m, _ in zip(_TURN.finditer(page.text), range(_ENOUGH), strict=False)]
    if len(turns) < _ENOUGH:
        return None
    opening = [m for m in companies if m.start < max(turns[0], _OPENING)]
    titles = [h for h in page.hits if h.kind == "org_title" and h.start < _OPENING]
    led = (m.name for t in titles for m in opening if _beside(t.start, t.end, m))
    return next(led, next((m.name for m in opening if m.start < turns[0]), None))


def _beside(start: int, end: int, who: Organisation) -> bool:
    return 0 <= who.start - end <= _BESIDE or 0 <= start - who.end <= _BESIDE
