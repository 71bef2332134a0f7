"""Which words for actions tell that something happened, and which only that it did not, or may."""

from __future__ import annotations

from dagster_project.extraction.grants.reading import Reading
from dagster_project.extraction.model import Hit

# Where the giver leads the sentence and the receiver stands between it and the verb.
_SUBJECT_FIRST = frozenset({"zh", "ja", "ko"})
_DEBT = frozenset({"loan", "loan_guarantee"})


def told_actions(reading: Reading) -> tuple[list[Hit], list[Hit]]:
    """Actions that are told as done, and those negated or only hoped for."""
    hits = reading.actions
    blocked = [h for h in hits if h.value == "none"]
    live: list[Hit] = []
    dead: list[Hit] = []
    for hit in hits:
        if hit.value == "none" or any(_shadows(b, hit) for b in blocked):
            continue
        if hit.value == "disbursed" and _comes_back(reading, hit):
            hit = hit._replace(value="repaid")
        if hit.value == "spent":
            if not reading.of("grant_again"):
                continue
            hit = hit._replace(value="disbursed")
        if _goes_back(reading, hit):
            hit = hit._replace(value="cancelled")
        elif hit.value == "taken":
            continue
        elif hit.value == "repaid" and _owed(reading, hit):
            dead.append(hit)
            continue
        elif hit.value == "repaid":
            hit = hit._replace(value="cancelled")
        if _given_by_company(reading, hit):
            dead.append(hit)
            continue
        (dead if _denied(reading, hit) else live).append(hit)
    return live, dead


def _shadows(mark: Hit, hit: Hit) -> bool:
    """Whether a word that means something else takes an action's; the longer one led before."""
    leads = hit.start < mark.start and hit.end - hit.start > mark.end - mark.start
    return mark.start < hit.end and hit.start < mark.end and not leads


def _goes_back(reading: Reading, hit: Hit) -> bool:
    """Whether a verb of giving or taking is one of giving back: "handed the money back"."""
    giving = hit.value == "taken" or any(g.start == hit.start for g in reading.of("grant_giving"))
    start, end = reading.clause(hit.start)
    return giving and any(
        b.value == "back" and start <= b.start < end and b.start > hit.start
        for b in reading.of("grant_back")
    )


def _comes_back(reading: Reading, hit: Hit) -> bool:
    """Whether what was paid was paid back."""
    return any(b.value == "back" and b.start - hit.end == 1 for b in reading.of("grant_back"))


def _owed(reading: Reading, hit: Hit) -> bool:
    """Whether what was repaid is a loan: it ended as agreed. A grant repaid is lost."""
    start, end = reading.clause(hit.start, heavy=True)
    here = [i for i in reading.instruments if start <= i.start < end]
    if not here:
        return not reading.of("grant_public", "grant_program")
    return all(i.value in _DEBT for i in here)


def _given_by_company(reading: Reading, hit: Hit) -> bool:
    """Whether the subject of a verb of giving is a company: no public money then."""
    if hit.value == "cancelled" or not any(
        g.start == hit.start for g in reading.of("grant_giving")
    ):
        return False
    start, _ = reading.clause(hit.start, heavy=True)
    before = [o for o in reading.organisations if start <= o.start and o.end <= hit.start]
    if any(o.kind == "government" for o in before):
        before = [o for o in before if not reading.is_pronoun(o)]  # "that it had promised"
    last = max((o.end for o in before), default=start)
    if any(last <= h.start and h.end <= hit.start for h in reading.of("grant_public")):
        return False  # "the state put up $25 million"
    givers = [o for o in before if not {"to", "receiver"} & set(reading.parts(o))]
    if givers and reading.page.language in _SUBJECT_FIRST:
        return givers[0].kind == "company"
    return bool(givers) and givers[-1].kind == "company"


def _denied(reading: Reading, hit: Hit) -> bool:
    start, end = reading.clause(hit.start)
    if hit.value == "disbursed" and any(
        start <= c.start < end and c.start > hit.end for c in reading.of("grant_condition")
    ):
        return True  # "a second advance is subject to consent"
    for mark in reading.of("grant_negated"):
        if hit.start <= mark.start < hit.end or not start <= mark.start < end:
            continue
        gap = hit.start - mark.end if mark.start < hit.start else mark.start - hit.end
        after = mark.start > hit.start
        if any(mark.end <= h.start and h.end <= hit.start for h in reading.actions):
            continue  # "never signed and let the offer lapse"
        if gap <= (12 if after and reading.page.language == "en" else 36):
            return True
        if any(i.start - mark.end == 1 for i in reading.instruments):
            return True  # "gave the company no grant"
    names = [(i.start, i.end) for i in reading.instruments]
    for mark in reading.of("grant_undecided"):
        if any(a <= mark.start and mark.end <= b for a, b in names):
            continue  # "eligible costs" are an award's
        if start <= mark.start < end and not hit.start <= mark.start < hit.end:
            return True
    first, _ = reading.clause(hit.start, heavy=True)
    return any(
        first <= mark.start < hit.start or start <= mark.start < end
        for mark in reading.of("grant_unsure")
    )
