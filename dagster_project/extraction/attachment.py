"""On which preposition a name hangs: "with X", "from the recycler X", "in April X" (on none)."""

from __future__ import annotations

import re

from dagster_project.extraction.organisations.names import words

_LINKS = {
    "with": "with mit avec con alongside gemeinsam zusammen",
    "between": "between zwischen entre among",
    "from": "from aus depuis desde",
    "to": "to à au aux",
    "by": "by durch par por vom von",
    "of": "of de du des del",
    "into": "in into dans en",
    "for": "for für pour para",
    "other": "at bei chez near under via through like as unter nach according than including "
    "against on about over since without despite behind via besides neben außer outre",
}
_LINK_OF = {word: link for link, group in _LINKS.items() for word in group.split()}
# Between a preposition and the name: articles, adjectives, nouns that describe; no verb, no comma.
_BEFORE = re.compile(
    r"^(?:.*[\s(“\"])?("
    + "|".join(sorted(_LINK_OF, key=len, reverse=True))
    + r"|d[’']|l[’'])(?:\s|(?<=[’']))((?:[\w’'.-]+\s){0,6})$",
    re.I | re.S,
)
VERBAL = re.compile(
    r"\b(?:said|says|has|have|had|is|are|was|were|will|would|can|that|which|whom?|hat|haben|wird|wurde|"
    r"ist|sind|ont|est|sont|qui|dass|signed|agreed|announced|but|while|it|they|build|buy|supply)\b"
)


# The branch of a company is that company: "which the American branch of X manages".
_BRANCH = re.compile(r"\b(?:the|an?|der|die|la|le) (?:[\w-]+ )?(?:branch|office) (?:of|de|von) $")
_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "its", "their", "der", "die", "das", "le", "la", "les"]
)


def link_of(before: str) -> str | None:
    """The attachment of a name from the text before it in its sentence; None: subject or object."""
    match = _BEFORE.search(_BRANCH.sub("", before)[-90:])
    if not match or VERBAL.search(match[2]):
        return None
    # "In December 2024 X": the preposition belongs to the date.
    function_words = words().nothing - words().generic
    described = match[2].split()
    if any(word.casefold() in _DETERMINERS for word in described[1:]):
        return None  # "of this year the trading house X": another phrase has begun
    for word in described:
        if word[0].isdigit() or (word[0].isupper() and word.casefold() in function_words):
            return None
    word = match[1].casefold()
    return _LINK_OF.get(word, "of")
