"""Whether a mention says enough to be a plant of its own."""

from __future__ import annotations

from dagster_project.extraction.model import Sentence
from dagster_project.extraction.page import Page
from dagster_project.extraction.plants.model import Mention
from dagster_project.extraction.plants.words import is_eastern, words

# "Customers with plants in".
_OF_BUYERS = 6


def can_found(page: Page, mention: Mention) -> bool:
    """Whether a mention says enough to be a plant of its own.

    A "site" or "project" needs a name or a material; a heading only repeats.
    """
    if mention.sentence.kind == "heading" or mention.type == "laboratory":
        return False
    if mention.sentence.line == 0 and page.sentence_text(mention.sentence) in (page.title or ""):
        return False
    own = page.hits_in(mention.sentence, "material", "stage")
    made = any(mention.start <= h.start < mention.noun for h in own if h.kind == "material")
    if mention.name and mention.loose:
        settled = mention.type not in ("unit", "production_line", "operation") or (
            bool(mention.owners) and _measured(page, mention.sentence)
        )
        field = page.hits_in(mention.sentence, "field")
        costed = any(q.kind == "money" for q in page.quantities_in(mention.sentence))
        return not mention.plural and (made or (settled and bool(mention.place or field or costed)))
    buyers = page.hits_in(mention.sentence, "customer")
    if any(mention.start - _OF_BUYERS <= h.end < mention.noun for h in buyers):
        # "A customer's refinery", "customers with plants" is nobody's that the text names.
        return False
    if mention.name:
        return True
    place = mention.place
    wide = place is not None and not place.city and not place.region
    if wide and mention.plural and not (mention.definite or _is_counted(page, mention)):
        return False
    if place and not place.city and not place.country:
        cues = page.hits_in(mention.sentence, "stage")
        return not mention.loose and any(h.value in ("build", "planned") for h in cues)
    if not mention.loose:
        return True
    told = any(h.kind == "stage" for h in own) or _measured(page, mention.sentence)
    if place is None or (mention.plural and not (place.city and (told or mention.owners))):
        return False
    if made:
        return True
    if mention.apart and place.city:
        return True
    if mention.type == "unit" or place.city is None:
        return is_eastern(page.text, mention.noun)
    return bool(mention.owners) or mention.definite is False or told


def _is_counted(page: Page, mention: Mention) -> bool:
    """Whether a number of plants is told: "two European plants"."""
    own = page.lowered[mention.start : mention.noun].split(" ")
    return own[0].isdigit() or own[0] in words("counted")


def _measured(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells how much is made or taken in per year."""
    amounts = (q for q in page.quantities_in(sentence) if q.kind in ("mass", "energy"))
    return any(amounts) and bool(page.hits_in(sentence, "makes", "takes", "capacity"))
