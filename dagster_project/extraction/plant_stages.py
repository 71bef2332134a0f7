"""How far a plant is: stage words, read with tense, modality and negation."""

from __future__ import annotations

from dagster_project.extraction.model import Hit, Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plant_words import clause, is_eastern

# What is said of a whole plant beats what is said of a step towards it.
ORDER = (
    "cancelled",
    "closed",
    "paused",
    "commissioning",
    "under_construction",
    "operating",
    "planned",
    "announced",
)
_ENDS = frozenset({"cancelled", "closed", "paused"})
_FAR = 90


def stage_in(page: Page, sentence: Sentence, start: int, end: int) -> str | None:
    """The stage that the words around `start:end` (a mention) state, in its clause or sentence."""
    first, last = clause(page.text, sentence.start, sentence.end, start)
    return _read(page, sentence, first, max(last, end)) or _read(
        page, sentence, max(sentence.start, start - _FAR), min(sentence.end, end + _FAR)
    )


def sentence_stage(page: Page, sentence: Sentence) -> str | None:
    """The stage that a whole sentence states."""
    return _read(page, sentence, sentence.start, sentence.end)


def is_expansion(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence speaks of making a plant larger."""
    return bool(page.hits_in(sentence, "expansion"))


def _read(page: Page, sentence: Sentence, first: int, last: int) -> str | None:
    cues = [h for h in page.hits_in(sentence, "stage") if first <= h.start < last]
    if not cues:
        return None
    future = [h for h in page.hits_in(sentence, "future") if first <= h.start < last]
    stated = {_resolve(page, cue, future) for cue in cues}
    for stage in ORDER:
        if stage in stated:
            return stage
    return None


def _resolve(page: Page, cue: Hit, future: list[Hit]) -> str:
    ahead = any(_governs(page, f, cue) for f in future)
    match cue.value:
        case "completed":
            return "planned" if ahead else "completed"
        case "build":
            return "planned"
        case "operating" | "commissioning":
            return "planned" if ahead else cue.value
        case "under_construction":
            return "planned" if ahead else cue.value
        case _:
            return cue.value


def _governs(page: Page, modal: Hit, cue: Hit) -> bool:
    """Whether a modal word ("will", "soll", "예정") puts a cue into the future."""
    if is_eastern(page.text, cue.start):
        return modal.start - cue.end < 30 and cue.start - modal.end < 20
    return 0 <= cue.start - modal.end < 45
