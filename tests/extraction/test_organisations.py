from __future__ import annotations

import pytest

from dagster_project.documents.language import detect_language
from dagster_project.extraction.page import Page


def names(text: str, language: str = "en") -> list[str]:
    page = Page(text, language=language)
    return list(dict.fromkeys(m.name for m in page.organisations.named))


@pytest.mark.parametrize(
    "text",
    [
        "Quorvex Inc. will shred packs.",
        "The Leeds recycler Quorvex shreds packs.",
        "Quorvex, a Leeds-based battery recycler, shreds packs.",
        "The plan was made by Ann Bell, CEO of Quorvex.",
        "Quorvex (NASDAQ: QVX) shreds packs.",
    ],
)
def test_a_name_never_met_is_found_by_what_stands_beside_it(text: str) -> None:
    assert names(text) == ["Quorvex"]


def test_a_reviewed_name_goes_on_to_its_legal_form() -> None:
    for form in (", Inc.", " Co., Ltd.", " AG", ""):
        text = f"The buyer of Umicore{form}, a maker of cells, is known."
        (named,) = Page(text).organisations.named
        assert (text[named.start : named.end], named.name) == (f"Umicore{form}", "Umicore")


def test_german_nouns_are_no_names_but_a_company_among_them_is() -> None:
    assert names("Das Berliner Unternehmen Quorvex schreddert Akkus im Werk.", "de") == ["Quorvex"]


def test_a_person_a_month_and_a_capitalised_noun_are_no_organisations() -> None:
    assert names('In March, "Nickel is cheap," said Chairman Ned Farrow of the Mine.') == []


def test_a_short_form_and_a_defined_one_get_the_full_name() -> None:
    page = Page(
        "Quorvex Materials, a recycler of cells, opened a line. Quorvex hired ten people. "
        'Brinex Cathode Holdings ("BCH") is its customer. BCH signed in May.'
    )
    mentioned = {page.text[m.start : m.end]: m.name for m in page.organisations.named}
    assert mentioned["Quorvex"] == "Quorvex Materials"
    assert mentioned["BCH"] == mentioned["Brinex Cathode Holdings"]


def test_a_ministry_is_of_the_kind_government() -> None:
    page = Page("Quorvex Inc. got help from the Ministry of Fjords.")
    kinds = {m.name: m.kind for m in page.organisations.named}
    assert kinds == {"Quorvex": "company", "Ministry of Fjords": "government"}


def test_the_company_follows_the_subject_not_the_most_frequent_name() -> None:
    page = Page(
        "Quorvex Inc. runs a plant. Quorvex Inc. sells salts. Quorvex Inc. grows.\n"
        "Brinex Inc. will build another. Brinex Inc. has the permit. The company hires."
    )
    last = page.sentences[-1]
    assert [m.name for m in page.organisations_in(last)] == ["Brinex"]


def test_we_is_the_company_of_who_speaks() -> None:
    page = Page(
        "Quorvex Inc. and Brinex Inc. signed a pact.\n"
        '"We will shred the cells," said Ann Bell, CEO of Brinex Inc.'
    )
    quote = page.sentences[1]
    assert page.text[quote.start :].startswith('"We')
    assert page.organisations_in(quote)[0].name == "Brinex"


def test_a_description_by_country_finds_the_company_described_so() -> None:
    page = Page(
        "Quorvex Inc., a Norwegian recycler of cells, and Brinex Inc., a Spanish maker of salts, "
        "met. The Norwegian recycler was pleased."
    )
    assert [m.name for m in page.organisations_in(page.sentences[-1])] == ["Quorvex"]


def test_chinese_and_korean_names_are_found_by_form_and_particle() -> None:
    assert names("公司与湖北绿岭新材料有限公司签约。", "zh") == ["湖北绿岭新材料有限公司"]
    assert names("재활용 업체 한빛하이텍이 공장을 짓는다.", "ko") == ["한빛하이텍"]


@pytest.mark.parametrize(
    ("text", "government"),
    [
        ("The Vietnamese government will pay.", "Government of Vietnam"),
        ("Die Regierung in Warschau zahlt.", "Government of Poland"),
        ("Le gouvernement marocain paie.", "Government of Morocco"),
    ],
)
def test_a_government_is_named_after_its_country(text: str, government: str) -> None:
    assert names(text, detect_language(text) or "en") == [government]


def test_a_trade_goes_on_to_mean_whom_it_meant_first() -> None:
    page = Page(
        "Quorvex Inc. has three mines. The miner is growing. Brinex Inc. came in as a shareholder. "
        "There is ore, says the miner."
    )
    assert [m.name for m in page.organisations_in(page.sentences[-1])] == ["Quorvex"]


def test_product_codes_and_phrases_of_common_words_are_no_organisations() -> None:
    assert names("Sales of RMB40 million came from the P210. Core Technology matters.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Quorvex to Supply Brinex with Precursor for Ten Years",
        "Quorvex has awarded Brinex a five-year contract for cells.",
        "Production scrap of Brinex goes to Quorvex under a long-term contract.",
        "- Quorvex / Brinex: cell supply deal signed",
        "Quorvex and Brinex Enter Into Joint Development Agreement for Anodes",
    ],
)
def test_words_that_are_no_common_ones_name_the_parties_of_a_deal(text: str) -> None:
    assert set(names(text)) == {"Quorvex", "Brinex"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quorvix hat mit Brinax einen Liefervertrag unterschrieben.", "de"),
        ("Der Batterierecycler Quorvix wurde von Brinax übernommen.", "de"),
        ("Quorvix fournira à Brinax du sulfate de nickel.", "fr"),
        ("Quorvix ha elegido a Brinax para reciclar sus baterías.", "es"),
    ],
)
def test_names_are_known_in_languages_that_write_nouns_otherwise(text: str, language: str) -> None:
    assert set(names(text, language)) == {"Quorvix", "Brinax"}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("恒锂新材将向博能汽车供应三元前驱体。", {"恒锂新材", "博能汽车"}),
        ("退役动力电池由绿循科技回收,新能源汽车继续增长。", {"绿循科技"}),
        ("한빛소재가 동방모터스에 전구체를 공급한다.", {"한빛소재", "동방모터스"}),
        ("北陽化学は東和自動車に正極材を供給する。", {"北陽化学", "東和自動車"}),
    ],
)
def test_eastern_names_are_known_by_their_last_word_and_what_follows(
    text: str, pair: set[str]
) -> None:
    assert set(names(text, detect_language(text) or "zh")) == pair


def test_people_towns_and_products_are_no_parties_of_a_deal() -> None:
    assert names("Ann Holm has a contract for the Zarvex™ at the Norrvik plant.") == []


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("川朗新材投产。川朗新材(Chuanlang Materials)将扩产。", "zh", "Chuanlang Materials"),
        ("노바셀텍(Novacell Tech)은 짓는다. 노바셀텍은 가동한다.", "ko", "Novacell Tech"),
    ],
)
def test_a_name_in_an_eastern_script_is_called_by_the_latin_form_beside_it(
    text: str, language: str, name: str
) -> None:
    page = Page(text, language=language)
    found = [m.name for m in page.organisations.named]
    assert set(found) == {name}
    assert len(found) > 1


def test_a_material_or_town_in_brackets_is_no_name() -> None:
    assert names("磷酸铁锂(LFP)在上海(Shanghai)生产。", "zh") == []


@pytest.mark.parametrize(
    "text",
    [
        "**Quorvex**, maker of silicon powder, raised money.",
        "An order went to Norway's Quorvex yesterday.",
        "Quorvex of Leeds owns no shredder.",
        "The board approved a grant for Quorvex, which will coat film.",
    ],
)
def test_a_name_is_found_by_where_it_sits_or_what_it_does(text: str) -> None:
    assert names(text) == ["Quorvex"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("公司努力拓展海外市场。", "zh"),
        ("该工厂日产能达到500吨。", "zh"),
        ("湖北汽车产业和线上汽车销售都在增长。", "zh"),
        ("各级财政部门和商务部门给予支持。", "zh"),
        ("그는 에너지부문 사업을 맡고 있다.", "ko"),
    ],
)
def test_a_name_inside_another_word_names_nobody(text: str, language: str) -> None:
    assert names(text, language) == []


def test_what_a_filing_calls_the_company_is_the_registrant() -> None:
    text = (
        "UNITED STATES SECURITIES AND EXCHANGE COMMISSION\nFORM 8-K\n"
        'On May 5, Umicore (the "Registrant") was told by Glencore that it ends the contract. '
        "The notice does not concern the plant of the Registrant.\n"
    )
    page = Page(text, suppressed=[(0, 48)])
    assert page.organisations.main_at(len(text) - 2) == "Umicore"
    assert [m.name for m in page.organisations_in(page.sentences[-1])] == ["Umicore"]


def test_every_name_of_a_list_of_investors_is_one() -> None:
    text = "It raised $5m, Singularis Growth, Baring Equity, Cactus Venture Partners and Ostia."
    found = names(text)
    assert {"Singularis Growth", "Cactus Venture Partners"} <= set(found), found


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("L'allemand Quorvexa fournira du sel à la ville.", "fr", "Quorvexa"),
        ("Partner ist die norwegische Quorvexa, die ein Drittel hält.", "de", "Quorvexa"),
        ("The money comes from Two Rivers Partners.", "en", "Two Rivers Partners"),
        ("Its customers include Quorvexa and nobody else.", "en", "Quorvexa"),
        ("北海エナジーは北海道で工場を建設する。", "ja", "北海エナジー"),
    ],
)
def test_a_nation_a_number_or_a_list_of_customers_shows_a_name(
    text: str, language: str, name: str
) -> None:
    assert name in names(text, language)


def test_a_french_legal_form_is_no_possessive_and_a_park_no_company() -> None:
    assert names("Quorvex SA exploite à Lyon une usine.", "fr") == ["Quorvex"]
    assert names("Im Industriepark Quorvex errichtet die Umicore AG ein Werk.", "de") == ["Umicore"]


@pytest.mark.parametrize("form", ["S.A.", "S.p.A.", "N.V.", "Co., Ltd.", "GmbH & Co. KG"])
def test_a_legal_form_with_dots_is_no_part_of_a_name(form: str) -> None:
    assert names(f"The works belong to Quorvex {form} of Leeds.") == ["Quorvex"]
