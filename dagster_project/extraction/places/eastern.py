"""Places in Chinese, Japanese and Korean text, where no space or capital marks a name."""

from __future__ import annotations

import re

from dagster_project.extraction.places.names import Area, City, Found, PlaceNames, fold
from dagster_project.extraction.places.patterns import no_town

EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_KOREAN_END = re.compile(
    r"(?:특별|광역|자치)?(?:시|군|도|주)?(?:에서|에|까지|부터|으로|로|와|과|산|내|인근|공장|지역|현지|법인|"
    r"제|캠퍼스|국가|일반|항|항만|공단|산단|산업단지)?"
    r"(?:에서|에|의|은|는|이|가|도|만|을|를|서|와|과|라는|에선)?(?![가-힣])"
)
_ORGANISATION = re.compile(
    r"[一-鿿]{0,4}(?:股份|公司|集团|科技|新能源|时代|新材|锂业|钴业|银行|大学|製作所|金属鉱山)"
)
_LOCATIVE = re.compile(r"(?:在|于|位于|落户|赴)$")
_ESTATE = re.compile(
    r"(?:국가|일반|제\d)?(?:산업단지|산단|공단|단지|工业园|产业园|开发区|工業団地)"
)
_IN_LATIN = re.compile(
    r"(?:[一-鿿·]{2,7}|\s?[가-힣]{2,8}|[ァ-ヿ]{3,9})\s?[(（]"
    r"([A-Z][a-zà-ÿ]{2,}(?:[ -][A-Z]?[a-zà-ÿ]+){0,2})[)）]"
)
_BESIDE = 3
_WITHIN = re.compile(r"[市시]?\s?")
_GAP = re.compile(r"[省市州県縣府도시\s,、·的の(（]{0,3}(?:특별자치도|자치구|자치区)?\s?")


def eastern_places(text: str, names: PlaceNames) -> list[Found]:
    """Places in order; "Hubei, Jingmen" and the like are joined into one."""
    spans = names.automaton.find_matches_as_indexes(text, overlapping=True)
    spans.sort(key=lambda s: (s[1], -s[2]))
    found: list[Found] = []
    for index, start, end in spans:
        if found and start < found[-1].end:
            continue
        entry = names.eastern[index]
        if "가" <= text[start] <= "힣":
            if (start and "가" <= text[start - 1] <= "힣") or not _KOREAN_END.match(text, end):
                continue
        elif (
            isinstance(entry, list)
            and _ORGANISATION.match(text, end)
            and not _LOCATIVE.search(text, max(0, start - 3), start)
        ):
            continue
        cities, area = (entry, None) if isinstance(entry, list) else ([], entry)
        last = found[-1] if found else None
        if last and last.city and start - last.end < _BESIDE and _ESTATE.match(text, end):
            # An industrial estate of the town just named.
            continue
        if last and last.city is None and last.area and _GAP.fullmatch(text, last.end, start):
            city = _largest(cities, last.area)
            if city and text[end : end + 1] == "府":
                found[-1] = Found(last.start, end + 1, None, _province(city))
                continue
            if city:
                found[-1] = Found(last.start, end, city, last.area)
                continue
            if area and area.region and not last.area.region and area.country == last.area.country:
                found[-1] = Found(last.start, end, None, area)
                continue
        if last and _is_part(text, last, start, cities):
            # "전북 군산 새만금", "佛山三水": a quarter of the town just named.
            found[-1] = last._replace(end=end)
            continue
        city = _largest(cities)
        if city and text[end : end + 1] == "府":
            found.append(Found(start, end + 1, None, _province(city)))
            continue
        found.append(Found(start, end, city, area))
    return [_spelt_out(text, names, f) for f in found]


def _spelt_out(text: str, names: PlaceNames, found: Found) -> Found:
    """A country with the town whose Latin name stands in brackets: 波兰科宁(Konin)."""
    latin = _IN_LATIN.match(text, found.end) if found.city is None and found.area else None
    if latin is None or found.area is None or no_town(latin[1]):
        return found
    known = _largest(names.cities.get(fold(latin[1]), []), found.area)
    inside = known if known and known.country == found.area.country else None
    return Found(found.start, latin.end(), inside or latin[1], found.area)


def _province(city: City) -> Area:
    """The province called after its town, as 罗勇府 is."""
    return Area(city.name, city.country, city.admin1)


def _is_part(text: str, town: Found, start: int, cities: list[City]) -> bool:
    """Whether a name right behind a town is that of a place within it."""
    if not isinstance(town.city, City) or not _WITHIN.fullmatch(text, town.end, start):
        return False
    outer = town.city[1:3]
    return any(city[1:3] == outer for city in cities)


def _largest(cities: list[City], area: Area | None = None) -> City | None:
    """The largest of several namesakes, of those in an area when one is named."""
    inside = [c for c in cities if area is None or c.country == area.country]
    exact = [c for c in inside if area is not None and c.admin1 == area.admin1]
    return max(exact or inside, key=lambda c: c.population, default=None)
