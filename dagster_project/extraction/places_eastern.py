"""Places in Chinese, Japanese and Korean text, where no space or capital marks a name."""

from __future__ import annotations

import re

from dagster_project.extraction.place_names import City, Found, PlaceNames

EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_KOREAN_END = re.compile(
    r"(?:특별|광역|자치)?(?:시|군|도|주)?(?:에서|에는|에|의|은|는|이|가|와|과|을|를|로|으로|산|내|"
    r"공장|지역|현지|법인|제|캠퍼스|국가|일반)?(?![가-힣])"
)
_ORGANISATION = re.compile(
    r"[一-鿿]{0,4}(?:股份|公司|集团|科技|新能源|时代|新材|锂业|钴业|银行|大学|製作所|金属鉱山)"
)
_LOCATIVE = re.compile(r"(?:在|于|位于|落户|赴)$")
_GAP = re.compile(
    r"[省市州県縣府도시\s,、·的の(（]{0,3}(?:특별자치도|자치구|자치区)?\s?"
)


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
            if (start and "가" <= text[start - 1] <= "힣") or not _KOREAN_END.match(
                text, end
            ):
                continue
        elif (
            isinstance(entry, City)
            and _ORGANISATION.match(text, end)
            and not _LOCATIVE.search(text, max(0, start - 3), start)
        ):
            continue
        city, area = (entry, None) if isinstance(entry, City) else (None, entry)
        last = found[-1] if found else None
        if (
            last
            and last.city is None
            and last.area
            and _GAP.fullmatch(text, last.end, start)
        ):
            if city and city.country == last.area.country:
                found[-1] = Found(last.start, end, city, last.area)
                continue
            if (
                area
                and area.region
                and not last.area.region
                and area.country == last.area.country
            ):
                found[-1] = Found(last.start, end, None, area)
                continue
        found.append(Found(start, end, city, area))
    return found
