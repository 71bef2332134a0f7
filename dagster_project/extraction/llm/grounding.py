"""Where a quote stands in a document: exactly, else with other spaces, quotes and dashes."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from dagster_project.extraction.model import Sentence
from dagster_project.extraction.page import Page

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "\u00ad": None, "\u200b": None, "\ufeff": None}
)
# Shorter quotes stand anywhere by chance.
SHORTEST = 8


class Grounds:
    """The sentences of a page, looked up by what a model says it has copied from them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._starts = [s.start for s in page.sentences]

    def find(self, quote: str) -> tuple[Sentence, int] | None:
        """The sentence in which a quote begins, and where in the text; None when it is not there.

        Boilerplate has no sentences, so nothing is found in it.
        """
        quote = quote.strip()
        if len(quote) < SHORTEST:
            return None
        start = self._page.text.find(quote)
        while start >= 0:
            sentence = self._at(start)
            if sentence:
                return sentence, start
            start = self._page.text.find(quote, start + 1)
        return self._find_alike(quote)

    def _find_alike(self, quote: str) -> tuple[Sentence, int] | None:
        text, positions = self._plain
        wanted = _plain(quote)[0].strip()
        start = text.find(wanted) if len(wanted) >= SHORTEST else -1
        while start >= 0:
            sentence = self._at(positions[start])
            if sentence:
                return sentence, positions[start]
            start = text.find(wanted, start + 1)
        return None

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        return _plain(self._page.text)

    def _at(self, position: int) -> Sentence | None:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        sentence = self._page.sentences[index]
        return sentence if position < sentence.end else None


def _plain(text: str) -> tuple[str, list[int]]:
    """A text with plain spaces and marks, and for each character where it stood."""
    out: list[str] = []
    positions: list[int] = []
    for position, char in enumerate(text):
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                positions.append(position)
            continue
        for plain in char.translate(_TYPOGRAPHY):
            out.append(plain)
            positions.append(position)
    return "".join(out), positions
