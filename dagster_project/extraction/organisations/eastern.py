"""Organisations' names in Chinese, Japanese and Korean text that no reviewed list holds.

Without capitals only context tells: a legal form, a stock code, a typical last word, a word for
company before the name. What comes out is the name as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.extraction.organisations.names import HANGUL_WORD, Known, government, words
from dagster_project.extraction.places.names import fold, place_names

EASTERN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_NAME = r"[A-Za-z0-9·&-]{0,12}(?:(?![向与被将由]|持有)[一-鿿]){2,8}?"
_LEFT = (
    r"(?:(?<![一-鿿A-Za-z0-9])|(?<=[与和同及、由向对被据将在为是并或给让])|(?<=[收采并]购)|(?<=授权)|(?<=携手)|(?<=获得)|(?<=联合)|(?<=持有)|(?<=子公司)"
    r"|(?<=龙头企业))"
)
# The last word of a name, what may follow one, and with what no name begins.
_LAST = (
    "汽车|新材|材料|资本|银行|科技|能源|动力|电池|锂业|锂能|锂电|镍业|钴业|铜业|矿业|钢铁|化工|化学|重工|"
    "电子|电气|电器|环保|再生|循环|资源|控股|实业|创投|投资|基金|物流|储能|光电|智能|国际|时代|高科|金属|"
    "冶炼|稀土|电源|股份|集团|客车|重卡"
)
_NEXT = (
    "[与和同及、,，将拟就向被对签获称旗的在]|宣布|完成|收购|公告|表示|领投|跟投|入股|增资|终止|授权|携手|联合|"
    "提供|包销|出资|计划|已经?|今日|近日|日前|达成|采购|供应|为其|投建|参投|共同|合资|成立|定点|转让|出售|"
    "承接|委托|持有|持股|[0-9.]{1,5}[%％]|使用|开发|利用|牵手|联手|合作|。|$"
)
_TRADE = (
    "(?:新能源|动力|电动|燃油|乘用|商用|三元|固态|钠|储能|国内|全球|中国|部分|多家|头部|相关|传统|国产|"
    "进口|退役|废旧|正极|负极|原|该|本|其|两|上游|下游|整|磷酸|消费|高端|绿色|清洁|可再生|锂离子|出口|"
    "有色|贵|稀有|重|电|项目|公司|企业|产业|战略|双方|年|月|日|以|与|和|向|由|将|被|对|为|在|的|签|获|由|"
    "回收|采购|供应|生产|开发|建设|新建|报废|销售|制造|处理|研发|智能网联|自主|合资|外资|社会|风险|私募|商业|政策|投资|融资|股权|固定|民间)"
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
    re.compile(
        rf"{_LEFT}([A-Za-z0-9]{{0,8}}(?!{_TRADE})[一-鿿]{{2,4}}?(?:{_LAST})(?:集团)?)(?={_NEXT})"
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
        r"マテリアル|エネルギー|エコシステム|ホールディングス|自動車|電工|製鋼|製錬|製紙|電機|電気|電子|銀行|"
        r"重工|製作所|リサイクル|モーターズ|商会|興産|鉱業|ケミカル|テクノロジー|メタル|ベンチャーズ|"
        r"キャピタル|エナジー|マテリアルズ|ソリューション|ソリューションズ|エンジニアリング|テック|ケミカルズ|"
        r"メタルズ|バッテリー|サーキュラー|パートナーズ|リソーシズ))(?=[はがもをにへと、の（(]|から|など)"
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
        r"메탈|소재|모터스|자동차|전자|제강|제철|물산|상사|캐피탈|인베스트먼트|벤처스|파트너스|은행|"
        r"증권|셀즈|테크놀로지|시스템즈|일렉트릭|플러스|그룹|중공업|비엠|이엠|퓨처엠|씨엔지|에이피))(?=은|는|이|가|과|와|의|을|를|에|도|로부터|\s|,|·|\()"
    ),
    re.compile(
        r"(?:업체|기업|자회사|회사|법인|합작사|계열사|스타트업|제조사)(?:인)?\s([가-힣A-Za-z&]{2,14}?)"
        r"(?=은\s|는\s|이\s|가\s|과\s|와\s|의\s|을\s|를\s|에\s|에서\s|\(|,)"
    ),
)
_NOT_NAMES = re.compile(
    r"^(?:.*(?:イオン|固体|車載|蓄|使用済み)電池|(?:電動|電気)?自動車|工業|産業|化学|銀行|電子|電機|金属|"
    r"자동차|전기자동차|전자|산업|은행|제철|소재산업|카|배터리셀|부품소재|.*(?:황산|수산화|탄산)(?:니켈|리튬)|"
    r"新能源|科技|循环|股份|集团|公司|动力电池|其他电池|三元电池|中国|国内|全球|电池|同日|本|该|其|两家|多家|"
    r"배터리|전기차|에너지|화학|소재|국가산업|그룹|글로벌|관련|이차전지|전고체|리튬|친환경|신재생에너지|"
    r"재생에너지|미래산업|석유화학|핵심소재|양극소재|음극소재|원소재|첨단산업|자원순환)$"
)
_KANA = re.compile("[ぁ-ゖ]")
_LATIN_HEAD = re.compile(r"[A-Za-z0-9&.-]+")


def find_eastern(text: str) -> Iterator[Known]:
    """Names with a sign of a company, as written; spans may overlap those of reviewed names."""
    if not EASTERN.search(text):
        return
    han = () if _KANA.search(text) else _CHINESE
    for pattern in (*han, *_LATIN, *_JAPANESE, *_KOREAN):
        for match in pattern.finditer(text):
            name = match[1]
            if _NOT_NAMES.search(name) or name.casefold() in words().nothing:
                continue
            if fold(name) in place_names().cities or fold(name) in place_names().areas:
                continue
            latin = _LATIN_HEAD.match(name)
            if latin and latin.end() < len(name) and not HANGUL_WORD.match(name, latin.end()):
                continue
            kind = "government" if government(name) else "company"
            yield Known(match.start(1), match.end(1), name, kind)  # type: ignore[arg-type]
