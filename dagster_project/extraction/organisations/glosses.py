"""Names in eastern scripts with their Latin form in brackets: "澜溪新材(Lanxi New Materials)".

The Latin form is the name from then on, wherever the text writes the other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.organisations.names import Known, government, without_legal_form
from dagster_project.extraction.places.names import fold, place_names

_HAN = "\u3400-\u9fff"
_KANA = "\u30a0-\u30ff"
_WORD = r"[A-Z0-9][A-Za-z0-9À-ɏ&.'’-]*"
_GLOSS = re.compile(
    rf"([{_HAN}{_KANA}A-Za-z0-9·&]{{2,24}}|[가-힣A-Za-z0-9&]{{2,16}})\s?"
    rf"[（(]({_WORD}(?: (?:(?:of|de|and|&) )?{_WORD}){{0,5}}(?:, (?:Inc|Ltd|LLC|Corp)\.?)?)[)）]"
)
# A word that begins no name, however often it stands before one.
_BEFORE_NAME = re.compile(
    r"^(?:.*(?:企业|公司|集团旗下|旗下|子公司|控股|厂商|巨头|伙伴|客户|业主|与|和|同|及|由|向|对|被|将|为|是|"
    r"收购|携手|联合|授权|获|的|之|は|が|を|の|と|や|会社|企業|大手|メーカー))"
)
_EASTERN = re.compile(f"[{_HAN}{_KANA}가-힣]")
_LEAST = 2
_MOST = 12


def find_glosses(text: str) -> Iterator[Known]:
    """Every mention of a name that the text glosses once, called by its Latin form."""
    if not _EASTERN.search(text):
        return
    found: dict[str, str] = {}
    for match in _GLOSS.finditer(text):
        latin = without_legal_form(match[2])
        if _is_name(latin) and (name := _name_before(text, match[1])):
            found.setdefault(name, latin)
    for name, latin in found.items():
        kind = "government" if government(latin) else "company"
        for mention in re.finditer(re.escape(name), text):
            yield Known(mention.start(), mention.end(), latin, kind)  # type: ignore[arg-type]


def _is_name(latin: str) -> bool:
    """Whether a gloss can be a company's: no "LFP", no town, no unit."""
    places = place_names()
    return (
        any(c.islower() for c in latin)
        and latin[0].isalpha()
        and fold(latin) not in places.areas
        and fold(latin) not in places.cities
    )


def _name_before(text: str, run: str) -> str | None:
    """The end of a run of letters that is the name: what recurs, else what follows a lead-in."""
    if not _EASTERN.search(run):
        return None
    if "가" <= run[-1] <= "힣":
        return run  # Korean divides its words
    tail = _BEFORE_NAME.sub("", run)
    for start in range(max(0, len(tail) - _MOST), len(tail) - _LEAST + 1):
        name = tail[start:]
        if len(name) > _LEAST and text.count(name) > 1:
            return name
    return tail if _LEAST < len(tail) <= _MOST // 2 else None
