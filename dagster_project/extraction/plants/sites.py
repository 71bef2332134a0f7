"""From mentions to sites: which mentions of a document speak of the same plant."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.extraction.model import Organisation, Place, Sentence
from dagster_project.extraction.plants.model import VAGUE, Mention
from dagster_project.extraction.plants.names import is_numbered
from dagster_project.extraction.plants.products import families
from dagster_project.extraction.plants.words import EASTERN

_PILOT = frozenset({"pilot_line", "demonstration_plant", "laboratory"})
_MINE = frozenset({"mine", "concentrator"})
_REFINERY = frozenset({"refinery", "smelter"})


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
        if self.type in VAGUE and mention.type not in VAGUE:
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
    current: Site | None = None
    for mention in mentions:
        site = _find(sites, mention)
        if site is None:
            if not mention.founds:
                continue
            site = Site(mention.type, plural=mention.plural)
            sites.append(site)
            if mention.apart and current and not mention.place:
                site.place, site.placed_by = current.place, mention.sentence
        site.add(mention)
        current = site
    return sites


def _find(sites: list[Site], mention: Mention) -> Site | None:
    """The site a mention goes on about, or None: a new one."""
    if mention.name:
        for site in reversed(sites):
            known = any(_same_name(mention.name, name) for name, _ in site.names)
            if known and not (is_numbered(mention.name) and _is_elsewhere(site, mention)):
                return site
    alone = is_numbered(mention.name) and not any(is_numbered(s.name) for s in sites)
    if mention.apart and (mention.place or not alone):
        return None
    fitting = [s for s in sites if _fits(s, mention) and not _beside(s, mention)]
    fitting.sort(key=lambda s: s.mentions[-1].noun)
    if mention.place and mention.place.city:
        named = [s for s in fitting if s.place and s.place.city == mention.place.city]
        named = [s for s in named if not _makes_else(s, mention)]
        if named:
            alike = [s for s in named if not _makes_another(s, mention)]
            return alike[-1] if alike else None
        open_ = [s for s in fitting if _open(s, mention)]
        return open_[-1] if open_ else None
    if mention.place:
        if mention.definite is not False:
            same = [s for s in fitting if s.place and _is_in(s, mention)]
            if same:
                return same[-1]
        open_ = [s for s in fitting if s.place is None and _open(s, mention)]
        return open_[-1] if open_ else None
    if mention.definite is False or mention.plural or (mention.name and not mention.definite):
        return None
    recent = [s for s in fitting if not s.plural and not (mention.name and s.name)]
    recent = [s for s in recent if _near(s, mention)]
    if mention.name:
        return recent[-1] if recent else None
    # The plant just named in the sentence is meant before one named earlier.
    here = [s for s in recent if s.mentions[-1].sentence == mention.sentence]
    alike = [s for s in here or recent if any(m.head == mention.head for m in s.mentions)]
    return (alike or here or recent)[-1] if recent else None


def _beside(site: Site, mention: Mention) -> bool:
    """Whether the sentence tells of two: "the Northside mine in Quebec and the Laval plant"."""
    last, place = site.mentions[-1], mention.place
    inside = place is not None and mention.start <= place.start < mention.noun
    placed = last.place is not None and last.place.start != (place.start if place else -1)
    return inside and placed and last.sentence == mention.sentence and last.head != mention.head


def _makes_another(site: Site, mention: Mention) -> bool:
    """Whether two nouns name other goods: "the precursor plant", "its cathode plant"."""
    made = {material for m in site.mentions for material in m.materials}
    return bool(made and mention.materials) and made.isdisjoint(mention.materials)


def _near(site: Site, mention: Mention) -> bool:
    """Whether "the plant" can point back so far; an item of a list speaks of its own plant."""
    last = site.mentions[-1].sentence
    if {mention.sentence.kind, last.kind} & {"row", "bullet"} and not mention.spoken:
        return last.line == mention.sentence.line
    gap = mention.sentence.line - last.line
    told = {name for m in site.mentions for name in m.companies}
    # A line that a company heads is about its own plants.
    return gap < 8 and not (gap and mention.labelled and told.isdisjoint(mention.companies))


def _makes_else(site: Site, mention: Mention) -> bool:
    """Whether a plant is called after another product than all mentions of a site so far."""
    made = families({material for m in site.mentions for material in m.materials})
    own = families(mention.materials)
    return bool(made and own) and made.isdisjoint(own)


def _is_elsewhere(site: Site, mention: Mention) -> bool:
    """Whether a plant of the same number is another company's, or stands in another region."""
    owners = {o.name for o, _ in site.owners}
    if owners and mention.owners and owners.isdisjoint(o.name for o in mention.owners):
        return True
    here, there = site.place, mention.place
    if here is None or there is None:
        return False
    pairs = ((here.region, there.region), (here.country, there.country))
    return any(a and b and a != b for a, b in pairs)


def _is_alien(site: Site, mention: Mention) -> bool:
    """Whether a mention stands among other companies than a site."""
    told = {name for m in site.mentions for name in m.companies}
    return bool(told and mention.companies) and told.isdisjoint(mention.companies)


def _same_name(a: str, b: str) -> bool:
    a, b = a.casefold(), b.casefold()
    return a == b or (min(len(a), len(b)) > 3 and (a.startswith(b + " ") or b.startswith(a + " ")))


def _fits(site: Site, mention: Mention) -> bool:
    """Whether kind, name and owner of a mention can be those of a site."""
    if mention.owners:
        known = {o.name for o, _ in site.owners}
        eastern = mention.head >= EASTERN
        if mention.end > mention.start and not (mention.place and (site.place or eastern)):
            known = known or {name for m in site.mentions for name in m.companies}
        if known and known.isdisjoint(o.name for o in mention.owners):
            return False
    if mention.name and site.name:
        return False
    if mention.type in _PILOT and site.type == "project" and site.name:
        return False
    sections = {mention.section, site.mentions[-1].section} - {None}
    if len(sections) > 1 and not mention.owners:
        return False
    return _alike(site.type, mention.type)


def _alike(a: str, b: str) -> bool:
    for group in (_PILOT, _MINE, _REFINERY):
        if (a in group) != (b in group):
            other = b if a in group else a
            return (other in VAGUE and group is not _PILOT) or other in ("site", "project")
    return a == b or a in VAGUE or b in VAGUE or a in _PILOT


def _is_in(site: Site, mention: Mention) -> bool:
    """Whether a site stands in the region or country of a mention that can mean it."""
    place, outer = site.place, mention.place
    if place is None or outer is None:
        return False
    if mention.name and not any(m.head == mention.head for m in site.mentions):
        return False
    made = {material for m in site.mentions for material in m.materials}
    if not outer.region and made and mention.materials and not made & mention.materials:
        return False
    if outer.region:
        return place.region == outer.region
    return place.country == outer.country


def _open(site: Site, mention: Mention) -> bool:
    """Whether a mention can tell more finely where a site stands."""
    known, place = site.place, mention.place
    if place is None or site.plural or not _near(site, mention):
        return False
    if mention.name and known and not any(m.head == mention.head for m in site.mentions):
        return False
    close = mention.sentence.line == site.mentions[-1].sentence.line
    if known is None:
        far = mention.definite is False or mention.name or _is_alien(site, mention)
        return close or not far
    if known.city or mention.definite is False:
        return False
    if known.region and place.region:
        return known.region == place.region
    return close and known.country == place.country
