"""Who holds which office: "Ann Bo, CEO of X", "X chief executive Ann Bo"."""

from __future__ import annotations

import re

from dagster_project.extraction.model import Frame, Hit, Organisation, Sentence
from dagster_project.extraction.page import Page

_NAME = (
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*(?: (?:[A-Z]\.|de|van|von|der|el|al|bin))* ){1,3}[A-ZÀ-ÖØ-Þ][\w’'-]+"
)
_BEFORE_TITLE = re.compile(
    rf"({_NAME}), (?:(?:the|its|our|and|der|die|le|la)\s)?(?:[a-zA-Z-]+\s){{0,2}}$"
)
_AFTER_TITLE = re.compile(rf"^\s(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s)?({_NAME})")
_LINK = re.compile(r"^(?:[\w&,-]+\s){0,5}?(?:of|at|for|bei|von|der|de|du|chez)\s(?:the\s)?$", re.I)
# Forms of address are no office.
_ADDRESS = frozenset(
    {"mr.", "ms.", "mrs.", "dr.", "prof.", "herr", "frau", "m.", "mme", "professor"}
)


def extract(page: Page) -> list[Frame]:
    """One frame per person, office and organisation of a document."""
    frames: list[Frame] = []
    seen: set[tuple[str, str, str]] = set()
    for sentence in page.sentences_with(("org_title",)):
        for title in page.hits_in(sentence, "org_title"):
            found = _person_role(page, sentence, title)
            if found and found not in seen:
                seen.add(found)
                person, role, organization = found
                frame = Frame("person_role", confidence=0.8)
                frame.add("person", sentence, text=person)
                frame.add("role", sentence, text=role, start=title.start, end=title.end)
                frame.add("organization", sentence, text=organization)
                frames.append(frame)
    return frames


def _person_role(page: Page, sentence: Sentence, title: Hit) -> tuple[str, str, str] | None:
    text = page.text
    role = text[title.start : title.end]
    if role.casefold() in _ADDRESS:
        return None
    organisations = page.organisations.names_between(sentence.start, sentence.end)
    before = _BEFORE_TITLE.search(text[max(sentence.start, title.start - 80) : title.start])
    if before:
        organization = _organisation_after(text, title, organisations)
        return (before[1], role, organization.name) if organization else None
    after = _AFTER_TITLE.match(text[title.end : min(sentence.end, title.end + 60)])
    holder = next((o for o in organisations if 0 < title.start - o.end <= 3), None)
    return (after[1], role, holder.name) if after and holder else None


def _organisation_after(
    text: str, title: Hit, organisations: list[Organisation]
) -> Organisation | None:
    """The organisation of "CEO of X", "chief officer for sales at X"."""
    for organisation in organisations:
        if organisation.start >= title.end and _LINK.match(
            text[title.end : organisation.start].lstrip(" ,")
        ):
            return organisation
    return None
