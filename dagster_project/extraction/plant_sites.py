"""From mentions to sites: which mentions of a document speak of the same plant."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.extraction.model import Organisation, Place, Sentence
from dagster_project.extraction.plant_mentions import Mention

_PILOT = frozenset({"pilot_line", "demonstration_plant", "laboratory"})
_MINE = frozenset({"mine", "concentrator"})
_REFINERY = frozenset({"refinery", "smelter"})
_VAGUE = frozenset({"plant", "facility", "factory", "site", "campus", "hub", "project", "works"})


@dataclass(slots=True)
class Site:
    """One plant as the document tells of it, with its mentions in order."""

    type: str
    mentions: list[Mention] = field(default_factory=list)
    names: list[tuple[str, Sentence]] = field(default_factory=list)
    place: Place | None = None
    placed_by: Sentence | None = None
    owners: list[tuple[Organisation, Sentence]] = field(default_factory=list)
    plural: bool = False

    @property
    def name(self) -> str | None:
        """The first name given."""
        return self.names[0][0] if self.names else None

    def add(self, mention: Mention) -> None:
        """Take in what one more mention says."""
        self.mentions.append(mention)
        if mention.name and mention.name not in [n for n, _ in self.names]:
            self.names.append((mention.name, mention.sentence))
        if mention.place:
            if self.place is None:
                self.place, self.placed_by = mention.place, mention.sentence
            else:
                self.place = _filled(self.place, mention.place)
        for owner in mention.owners:
            if owner.name not in [o.name for o, _ in self.owners]:
                self.owners.append((owner, mention.sentence))
        if self.type in _VAGUE and mention.type not in _VAGUE:
            self.type = mention.type


def _filled(known: Place, more: Place) -> Place:
    if known.city and more.city and known.city != more.city:
        return known
    return known._replace(
        city=known.city or more.city,
        region=known.region or more.region,
        country=known.country or more.country,
    )


def gather(mentions: list[Mention]) -> list[Site]:
    """The sites that mentions, in the order of the text, speak of."""
    sites: list[Site] = []
    for mention in mentions:
        site = _find(sites, mention)
        if site is None:
            site = Site(mention.type, plural=mention.plural)
            sites.append(site)
        site.add(mention)
    return sites


def _find(sites: list[Site], mention: Mention) -> Site | None:
    """The site a mention goes on about, or None: a new one."""
    if mention.name:
        for site in reversed(sites):
            if any(_same_name(mention.name, name) for name, _ in site.names):
                return site
    fitting = [s for s in sites if _fits(s, mention)]
    if mention.place and mention.place.city:
        named = [s for s in fitting if s.place and s.place.city == mention.place.city]
        if named:
            return named[-1]
        open_ = [s for s in fitting if _open(s, mention.place)]
        return open_[-1] if open_ and _goes_on(sites, open_[-1], mention) else None
    if mention.place:
        same = [s for s in fitting if s.place and _inside(s.place, mention.place)]
        if mention.definite is False and not _pending(sites, mention):
            return None
        if same:
            return same[-1]
        return sites[-1] if _pending(sites, mention) else None
    if mention.name and not (mention.definite and fitting):
        return None
    if mention.definite is False or mention.plural:
        return None
    if mention.definite or sites:
        if mention.name and any(s.name for s in fitting):
            fitting = [s for s in fitting if not s.name]
        recent = [s for s in fitting if not s.plural]
        recent.sort(key=lambda s: s.mentions[-1].noun)
        return recent[-1] if recent else None
    return None


def _same_name(a: str, b: str) -> bool:
    a, b = a.casefold(), b.casefold()
    return a == b or (min(len(a), len(b)) > 3 and (a.startswith(b + " ") or b.startswith(a + " ")))


def _fits(site: Site, mention: Mention) -> bool:
    """Whether kind and owner of a mention can be those of a site."""
    if mention.owners and site.owners:
        known = {o.name for o, _ in site.owners}
        if not known & {o.name for o in mention.owners}:
            return False
    return _alike(site.type, mention.type)


def _alike(a: str, b: str) -> bool:
    for group in (_PILOT, _MINE, _REFINERY):
        if (a in group) != (b in group):
            other = b if a in group else a
            return other in _VAGUE and group is not _PILOT or other in ("site", "project")
    return a == b or a in _VAGUE or b in _VAGUE or a in _PILOT


def _inside(place: Place, outer: Place) -> bool:
    if outer.region:
        return place.region == outer.region
    return place.country == outer.country


def _open(site: Site, place: Place) -> bool:
    """Whether a site's place is not yet known as finely, and does not contradict."""
    known = site.place
    if known is None:
        return True
    if known.city:
        return False
    return (not known.region or not place.region or known.region == place.region) and (
        not known.country or not place.country or known.country == place.country
    )


def _goes_on(sites: list[Site], site: Site, mention: Mention) -> bool:
    """Whether a mention with a finer place can be about a site named before."""
    if mention.definite is False and site.place is not None:
        return False
    if site.place is None:
        return site is sites[-1] and not site.plural
    return True


def _pending(sites: list[Site], mention: Mention) -> bool:
    """Whether the last site still waits for a place."""
    last = sites[-1] if sites else None
    return last is not None and last.place is None and not last.plural and _fits(last, mention)
