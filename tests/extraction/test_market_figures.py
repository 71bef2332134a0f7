"""Market figures from prose, digests and tables."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_project.extraction.market_figures.reader import extract
from dagster_project.extraction.page import Page

Row = tuple[str, str | None, float | None, str | None, float | None, str | None]


def _figures(text: str, language: str = "en") -> list[Row]:
    """Indicator, period, value, unit, change and its basis of every figure."""
    page = Page(
        text=text,
        language=language,
        published=dt.date(2025, 11, 20),
        published_precision="day",
    )
    rows: list[Row] = []
    for frame in extract(page):
        name, period = frame.get("indicator"), frame.get("period")
        value, change = frame.get("value"), frame.get("change_pct")
        assert name is not None
        assert name.text is not None
        rows.append(
            (
                name.text,
                str(period.on) if period else None,
                value.number if value else None,
                value.unit if value else None,
                change.number if change else None,
                change.unit if change else None,
            )
        )
    return rows


def test_two_changes_of_one_value_are_two_figures() -> None:
    assert _figures(
        "Lithium carbonate output in China came to 92,260 t in October, up 6% MoM and 55% YoY."
    ) == [
        ("lithium carbonate production", "2025-10-01", 92260, "t", 6, "mom"),
        ("lithium carbonate production", "2025-10-01", 92260, "t", 55, "yoy"),
    ]


def test_respectively_gives_each_subject_its_own_value() -> None:
    rows = _figures(
        "Nickel sulphate and cobalt sulphate prices stood at 28,200 yuan/t and 87,500 yuan/t "
        "respectively on November 18."
    )
    assert [row[:4] for row in rows] == [
        ("nickel sulphate price", "2025-11-18", 28200, "CNY/t"),
        ("cobalt sulphate price", "2025-11-18", 87500, "CNY/t"),
    ]


def test_a_change_may_lead_to_its_value_and_a_new_subject_follows() -> None:
    assert _figures(
        "Europe's EV registrations rose 26% year-on-year to 254,200 units in September, while "
        "those in the UK jumped 29% to 72,779."
    ) == [
        ("EV registrations", "2025-09-01", 254200, "units", 26, "yoy"),
        ("EV registrations", "2025-09-01", 72779, "units", 29, "yoy"),
    ]


def test_the_value_compared_with_has_its_own_period() -> None:
    rows = _figures(
        "Demand for lithium-ion batteries is forecast to reach 4,700 GWh by 2030, from about "
        "700 GWh in 2022."
    )
    assert [(row[1], row[2]) for row in rows] == [("2030-01-01", 4700), ("2022-01-01", 700)]


def test_chinese_changes_are_told_apart_by_their_basis() -> None:
    assert _figures(
        "10月,新能源汽车产销分别完成177.2万辆和171.5万辆,同比分别增长21.1%和20%。", "zh"
    ) == [
        ("NEV production", "2025-10-01", 1_772_000, "units", 21.1, "yoy"),
        ("NEV sales", "2025-10-01", 1_715_000, "units", 20, "yoy"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Der Preis für Lithiumcarbonat stieg im Juli um 12 Prozent auf 9.500 Euro je Tonne.",
            ("lithium carbonate price", "2025-07-01", 9500, "EUR/t", 12, None),
        ),
        (
            "fr",
            "Le prix du carbonate de lithium est de 9 350 dollars la tonne, en baisse de 3 % "
            "sur un mois.",
            ("lithium carbonate price", "2025-11-20", 9350, "USD/t", -3, "mom"),
        ),
        (
            "ko",
            "올해 1~9월 전기차 배터리 사용량은 811.7GWh로 전년 동기 대비 34.7% 증가했다.",
            ("EV battery usage", "2025-01-01", 811.7, "GWh", 34.7, "yoy"),
        ),
    ],
)  # fmt: skip
def test_other_languages_give_the_same_shape(language: str, text: str, expected: Row) -> None:
    assert _figures(text, language) == [expected]


def test_a_table_is_read_by_its_head() -> None:
    text = """# China NEV market, October 2025

| Segment | Sales, units | MoM | Share |
|---|---|---|---|
| BEV | 1,024,000 | +5.2% | 59.7% |
| PHEV | 691,000 | -1.0% | 40.3% |
"""
    assert _figures(text) == [
        ("BEV sales", "2025-10-01", 1_024_000, "units", 5.2, "mom"),
        ("BEV market share", "2025-10-01", 59.7, "%", None, None),
        ("PHEV sales", "2025-10-01", 691_000, "units", -1, "mom"),
        ("PHEV market share", "2025-10-01", 40.3, "%", None, None),
    ]


def test_low_and_high_columns_are_one_range_in_the_unit_of_their_row() -> None:
    text = """Lithium prices, 14 November 2025

Product | Unit | Low | High | Change
Lithium carbonate | CNY/t | 84,000 | 88,000 | +1,200
Spodumene concentrate | USD/t | 955 | 1,010 | 0
"""
    assert [row[1:4] for row in _figures(text)] == [
        ("2025-11-14", 84000, "CNY/t"),
        ("2025-11-14", 955, "USD/t"),
    ]


def test_a_headline_and_its_body_are_one_figure() -> None:
    text = """EV sales pass 2 million in September

Global EV sales reached 2.1 million units in September 2025, up 26% YoY.

Global EV sales reached 2.1 million units in September 2025.
"""
    assert [row[2:5] for row in _figures(text)] == [(2_100_000, "units", 26)]


@pytest.mark.parametrize(
    "text",
    [
        "We sold 12,000 tonnes of lithium carbonate in the third quarter, up 8%.",
        "The lithium plant produced 4,500 tonnes in September, up 12% on the previous quarter.",
        "Shares of the battery maker rose 5% and its revenue reached $300 million.",
        "The US raised its tariff on Chinese EV imports from 25% to 100%.",
        "The lithium market will grow at a CAGR of 9.2%.",
        "Petrol car registrations fell 12.9% in Germany.",
    ],
)
def test_company_results_shares_tariffs_and_growth_rates_are_no_market_figures(text: str) -> None:
    assert _figures(text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The used battery storage market, some estimate, has a value of about $2 billion."),
        ("de", "Der Markt für Batteriespeicher hatte ein Volumen von 2 Milliarden Dollar."),
        ("fr", "Le marché des batteries au sodium est évalué à 2 milliards de dollars."),
        ("zh", "中国储能电池市场有望突破20亿美元。"),
        ("ko", "전고체 배터리 시장은 20억달러로 커질 것으로 예상된다."),
    ],
)
def test_what_a_market_is_worth_is_its_size(language: str, text: str) -> None:
    assert [(row[0][-11:], row[2]) for row in _figures(text, language)] == [("market size", 2e9)]


def test_what_a_company_on_a_market_is_worth_is_no_market_size() -> None:
    assert (
        _figures("The startup, valued at $3 billion, makes cells for the EV battery market.") == []
    )


def test_prices_over_a_span_of_years_need_no_place() -> None:
    assert _figures("Battery pack prices have fallen 90% over the past decade.") == [
        ("battery pack price", None, None, None, -90, None)
    ]
    assert _figures("If lithium prices rise by 20%, the mine remains profitable.") == []


def test_a_count_without_unit_goes_on_with_what_the_text_counts() -> None:
    rows = _figures(
        "New car registrations in Norway were 144,948 units in August. "
        "Plug-in hybrids rose 27.2 per cent to 17,601."
    )
    assert rows[1] == ("plug-in hybrid registrations", "2025-08-01", 17601, "units", 27.2, None)


def test_a_price_table_is_read_by_its_columns_and_a_menu_above_it_is_not() -> None:
    page = Page(
        "Home | Methodology\n"
        "| Product | Basis | 28 Feb 2025 | m-o-m | y-o-y |\n|---|---|---|---|---|\n"
        "| Lithium carbonate | CNY/t | 75,200 | -1.1% | -24.0% |\n"
        "| Cobalt metal | USD/lb | 10.10-10.60 | +2.5% | n.a. |\n"
    )
    carbonate, again, cobalt = extract(page)
    assert [f.get("change_pct").unit for f in (carbonate, again, cobalt)] == ["mom", "yoy", "mom"]
    assert (cobalt.get("value").number, cobalt.get("value_high").number) == (10.1, 10.6)
    assert cobalt.get("value").unit == "USD/lb"
    assert cobalt.get("period").on == dt.date(2025, 2, 28)


def test_payables_in_a_table_belong_to_the_metal_of_their_column() -> None:
    page = Page(
        "Black mass payables in Japan, week to 6 June 2025 (% of metal price)\n\n"
        "| | Ni | Co |\n|---|---|---|\n| NCM | 71-73 | 70-72 |\n"
    )
    assert [f.get("indicator").text for f in extract(page)] == [
        "NCM nickel payable",
        "NCM cobalt payable",
    ]


def test_a_payable_said_of_two_metals_is_one_figure_for_each() -> None:
    page = Page("Nickel and cobalt payables for NCM black mass held at 66-68% in June 2025.")
    assert {f.get("value").number for f in extract(page)} == {66.0}
    assert len(extract(page)) == 2


def test_a_countrys_name_before_a_colon_says_whose_number_follows() -> None:
    page = Page(
        "Global EV sales reached 1.3 million units in March 2025, up 20% year on year. "
        "China: 0.9 million (+30%)."
    )
    china = extract(page)[-1]
    assert (china.get("geography").text, china.get("value").number) == ("CN", 900_000)


def test_a_line_cut_by_bars_above_a_table_is_its_caption() -> None:
    rows = _figures(
        "Week 44 | assessed Friday 31 October 2025 | delivered | yuan per tonne\n\n"
        "| Item | Low | High | w/w |\n|:--|--:|--:|--:|\n"
        "| Cobalt sulphate | 88,000 | 92,000 | +3.1% |\n"
        "| Nickel sulphate | 28,000 | 28,700 | +0.2% |\n"
    )
    assert [row[:4] for row in rows] == [
        ("Cobalt sulphate price", "2025-10-31", 88000, "CNY/t"),
        ("Nickel sulphate price", "2025-10-31", 28000, "CNY/t"),
    ]


@pytest.mark.parametrize(
    ("language", "head", "period"),
    [
        ("en", "Week before (mid)", "2025-11-07"),
        ("en", "This week", "2025-11-14"),
        ("de", "Vorwoche", "2025-11-07"),
        ("fr", "Semaine précédente", "2025-11-07"),
        ("es", "Semana anterior", "2025-11-07"),
        ("zh", "上周", "2025-11-07"),
        ("ko", "전주", "2025-11-07"),
        ("ja", "前週", "2025-11-07"),
    ],
)
def test_a_column_that_looks_back_counts_from_the_tables_day(
    language: str, head: str, period: str
) -> None:
    rows = _figures(
        f"2025-11-14, USD/kg\n\n| | A | {head} |\n|:--|--:|--:|\n"
        "| Li2CO3 | 91 | 94 |\n| Ni | 152 | 154 |\n",
        language,
    )
    assert {row[1] for row in rows if row[2] in (94, 154)} == {period}
