"""Whether what happened to a sum happened to public money at all."""

from __future__ import annotations

from dagster_project.extraction.grants.events import FATES, ORIGINS, Event
from dagster_project.extraction.grants.memory import speaks_of_awards, tracked
from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.grants.scene import Scene

# Smaller sums, in currency units, are for the buyer of a vehicle, not for its maker.
_LEAST = 10_000
_LEAST_CREDIT = 150_000
# How far before a verb its subject ends, in characters.
_SUBJECT = 24
# How far behind a sum its source is named.
_SOURCE = 40
# How far into its clause a subject at its head begins.
_HEAD = 8
# How far from a sum the programme is named that pays it.
_PROGRAM = 45


def is_grant(scene: Scene, event: Event, giver: str | None) -> bool:
    """Whether the action is one on public money at all."""
    page, reading = scene.page, scene.reading
    recent = bool(scene.recent) or speaks_of_awards(page, reading.sentence)
    if event.action == "stated" or (event.passing and recent):
        return True
    span = (event.start, event.end)
    if event.amount and not event.shared:
        span = (min(span[0], event.amount.start), max(span[1], event.amount.end))
    if event.action == "implied" and not (reading.instruments or recent):
        return False  # "a contract worth $5 million"
    if event.action == "implied" and reading.of("grant_equity") and not reading.instruments:
        return False  # "bought into the company: the round was worth $5 million"
    if reading.of("grant_private") and not (reading.governments or reading.of("grant_public")):
        return False
    credit = {i.value for i in reading.instruments} & {"tax_credit", "other"}
    if event.amount and event.amount.value < (_LEAST_CREDIT if credit else _LEAST):
        return False
    close = [i for i in reading.instruments if reading.near((i.start, i.end), span) <= 100]
    firm = any(not reading.is_loose(i) for i in close)
    firm = firm or any(h.start < span[1] and span[0] < h.end for h in reading.of("grant_firm"))
    if event.action in FATES:  # nobody gives back an investor's award
        firm = firm or any(i.value == "grant" for i in close)
    public = giver is not None or bool(reading.of("grant_public", "grant_program"))
    again = recent and bool(reading.of("grant_again"))
    if event.action == "invested":
        into = [o for o in reading.companies if reading.parts(o)[0] == "into"]
        ours = giver is not None and event.amount is not None
        return ours and bool(into) and not reading.of("grant_equity")
    if event.action == "selected" and event.amount is None and _chosen_before(scene):
        return True
    if firm or (close and (public or recent)):
        again = recent and bool(reading.of("grant_again"))
        loose = event.amount is None and not (firm or again)
        loose = loose and event.action in ("awarded", "signed")
        return not loose and (event.amount is not None or public or recent)
    ruled = public_subject(reading, event)
    under = giver is not None and not reading.governments and tracked(page, reading.sentence)
    known = recent or ruled or under or (giver is not None and bool(reading.governments))
    if event.action in FATES:
        known = known or (scene.topic.awards and bool(reading.companies))
        return known and (event.amount is not None or again)
    if event.action == "disbursed":
        handed = public and any(reading.parts(o)[0] == "to" for o in reading.companies)
        paid = any(h.start < event.end and event.start < h.end for h in reading.of("grant_paid"))
        handed = handed or (paid and bool(reading.governments))
        return event.amount is not None and (recent or handed or under)
    if event.action in ("conditional_commitment", "pledged"):
        sure = event.amount is not None or bool(reading.of("grant_firm"))
        return sure and (recent or giver is not None or ruled)
    if event.action in ORIGINS and event.amount and recent and reading.of("grant_same"):
        return True
    if event.action == "awarded" and event.amount and again:
        return True  # "en a touché 20 millions"
    if event.action in ORIGINS and event.amount:
        under = any(
            reading.near((h.start, h.end), span) <= _PROGRAM for h in reading.of("grant_program")
        )
        if under or _from_public(reading, event.amount.end):
            return True
    if event.action in ("increased", "reduced", "closed", "signed"):
        spoken = bool(reading.governments) and bool(reading.instruments or recent)
        spoken = spoken or (recent and bool(reading.of("grant_public")))
        return event.amount is not None and (again or spoken)
    pays = any(h.start < event.end and event.start < h.end for h in reading.of("grant_support"))
    if giver and event.amount is None:
        for_what = bool(reading.instruments or reading.of("grant_cost", "grant_program"))
        return (
            pays
            and for_what
            and any(
                g.end <= event.start or set(reading.parts(g)) & {"by", "through", "giver"}
                for g in reading.governments
            )
        )
    return giver is not None or (event.amount is not None and (ruled or (pays and public)))


def _chosen_before(scene: Scene) -> bool:
    """Whether "it had been selected in May" goes on about the award told right before."""
    last = scene.recent[-1] if scene.recent else None
    here = scene.reading.sentence
    beside = last is not None and (last.sentence.line == here.line or scene.index - last.index <= 1)
    return beside and bool(scene.page.dates_in(here))


def _from_public(reading: Reading, end: int) -> bool:
    """Whether a sum comes from a public body without a name: "$5 million from the same fund"."""
    return any(
        abs(h.start - end) <= _SOURCE and reading.comes_from(h.start)
        for h in reading.of("grant_public")
    )


def public_subject(reading: Reading, event: Event) -> bool:
    """Whether a public body without a name acts: "the ministry will pay"."""
    start, _ = reading.clause(event.start)
    return any(
        start <= h.start
        and (
            0 <= h.start - start <= _HEAD  # "Das Land hat der Firma ... zugesagt"
            or (
                0 <= event.start - h.end <= _SUBJECT
                and not any(h.end <= o.start and o.end <= event.start for o in reading.companies)
            )
        )
        for h in reading.of("grant_public")
    )
