"""Organisations' names in Chinese, Japanese and Korean text that no reviewed list holds.

Without capitals only context tells: a legal form, a stock code, a typical last word, a word for
company before the name. What comes out is the name as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.organisations.names import HANGUL_WORD, Known, government, words

EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_NAME = r"[A-Za-z0-9·&-]{0,12}[一-鿿]{2,8}?"
_LEFT = (
    r"(?:(?<![一-鿿A-Za-z0-9])|(?<=[与和同及、由向对被据将在为是并或给让])|(?<=子公司)"
    r"|(?<=龙头企业))"
)
_CHINESE = (
    re.compile(rf"{_LEFT}({_NAME})(?=[（(]\d{{4,6}}\.?(?:SZ|SH|HK|BJ)?[)）])"),
    re.compile(
        rf"{_LEFT}({_NAME}(?:股份有限公司|有限责任公司|有限公司|集团(?!的)|股份(?![的制]))(?:公司)?)"
    ),
    re.compile(
        rf"{_LEFT}({_NAME}(?:新能源科技|新能源(?!汽车|车|乘|重|商|产业|行业|领域)|科技(?!创新|成果|部|厅|局|园|型|企业)"
        r"|钴业|锂业|锂能|新材料?(?=[与和同及、,，将在宣披公表与拟已计投建签携]|$)|循环(?=[与和同及、,，将在宣拟已])|矿业(?!权)|锂电(?=[与和、,，将宣])))"
    ),
    re.compile(r"(?<=[「“])([一-鿿A-Za-z]{2,12})(?=[」”](?:公司|集团))"),
)
# Latin letters in Chinese text between words for partner, company, sign.
_LATIN = (
    re.compile(
        r"(?<=[与和同、及由企业司国(（])([A-ZÀ-Ž][A-Za-z0-9À-ɏ&.-]{1,20}"
        r"(?: [A-ZÀ-Ž][A-Za-z0-9À-ɏ&-]+){0,3})"
        r"(?=[与和同、及签在将公合拟共达联)）])"
    ),
    re.compile(
        r"([A-Z]{2,4}[가-힣]{1,6}?)(?=은\s|는\s|이\s|가\s|과\s|와\s|의\s|을\s|를\s|에\s|도\s|,|·|\()"
    ),
    re.compile(
        r"(?:기업|업체|사|회사)\s([A-Z][A-Za-z]{1,15})(?=은|는|이|가|과|와|의|을|를|에|\s|,|·|\()"
    ),
)
_JAPANESE = (
    re.compile(r"(?:株式会社|㈱)([一-鿿ァ-ヿA-Za-z・ー]{2,16})"),
    re.compile(r"([一-鿿ァ-ヿA-Za-z・ー]{2,16}?)(?:株式会社|㈱)"),
    re.compile(
        r"(?<![一-鿿ァ-ヿー])([一-鿿ァ-ヿA-Za-z・ー]{2,10}(?:鉱山|工業|産業|金属|化学|商事|物産|電池|"
        r"マテリアル|エネルギー|エコシステム|ホールディングス|自動車|電工|製鋼|製錬))(?=[はがと、の（(])"
    ),
)
_KOREAN = (
    re.compile(
        r"(?:㈜|\(주\)|주식회사)\s?([가-힣A-Za-z0-9&]{2,16}?)(?=은|는|이|가|과|와|의|을|를|에|[\s,(]|$)"
    ),
    re.compile(r"([가-힣A-Za-z0-9&]{2,16})(?:㈜|\(주\)|주식회사)"),
    re.compile(
        r"(?<![가-힣])([가-힣A-Za-z&]{1,10}(?:하이텍|머티리얼즈|머티리얼|에너지솔루션|이노베이션|케미칼|"
        r"테크|홀딩스|에너지|배터리솔루션|리사이클링|모빌리티|화학|아연|코퍼레이션|인더스트리|솔루션|글로벌|"
        r"메탈|소재|플러스|그룹|중공업|비엠|이엠|퓨처엠|씨엔지|에이피))(?=은|는|이|가|과|와|의|을|를|에|도|\s|,|·|\()"
    ),
    re.compile(
        r"(?:업체|기업|자회사|회사|법인|합작사|계열사|스타트업|제조사)(?:인)?\s([가-힣A-Za-z&]{2,14}?)"
        r"(?=은\s|는\s|이\s|가\s|과\s|와\s|의\s|을\s|를\s|에\s|에서\s|\(|,)"
    ),
)
_NOT_NAMES = re.compile(
    r"^(?:新能源|科技|循环|股份|集团|公司|动力电池|其他电池|三元电池|中国|国内|全球|电池|同日|本|该|其|两家|多家|"
    r"배터리|전기차|에너지|화학|소재|국가산업|산업|그룹|글로벌|관련|이차전지|전고체|리튬|친환경|신재생에너지|"
    r"재생에너지|미래산업|석유화학|핵심소재|양극소재|음극소재|원소재|첨단산업|자원순환)$"
)
_LATIN_HEAD = re.compile(r"[A-Za-z0-9&.-]+")


def find_eastern(text: str) -> Iterator[Known]:
    """Names with a sign of a company, as written; spans may overlap those of reviewed names."""
    if not EASTERN.search(text):
        return
    for pattern in (*_CHINESE, *_LATIN, *_JAPANESE, *_KOREAN):
        for match in pattern.finditer(text):
            name = match[1]
            if _NOT_NAMES.search(name) or name.casefold() in words().nothing:
                continue
            latin = _LATIN_HEAD.match(name)
            if latin and latin.end() < len(name) and not HANGUL_WORD.match(name, latin.end()):
                continue
            kind = "government" if government(name) else "company"
            yield Known(match.start(1), match.end(1), name, kind)  # type: ignore[arg-type]
