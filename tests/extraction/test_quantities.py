"""Numbers with units as seven languages write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extraction.model import Quantity
from dagster_project.extraction.values.quantities import find_quantities, read_unit


def _read(text: str, language: str = "en") -> list[Quantity]:
    return [q for q in find_quantities(text, 0, len(text), language) if q.unit or q.kind == "money"]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "US$9.63 billion", 9.63e9, "USD"),
        ("en", "a $50-million loan", 50e6, "USD"),
        ("en", "NT$24 million", 24e6, "TWD"),
        ("en", "£639,797", 639797, "GBP"),
        ("en", "43.5 million Norwegian crowns", 43.5e6, "NOK"),
        ("en", "43.5 million crowns", 43.5e6, None),
        ("en", "half a million vehicles", 500_000, "EV"),
        ("en", "a 1.2-million-square-foot hall", 1.2e6, "sq_ft"),
        ("en", "85 cents/lb", 0.85, "USD/lb"),
        ("de", "1,6 Mrd. Euro", 1.6e9, "EUR"),
        ("de", "52.425 reine Elektroautos", 52425, "EV"),
        ("de", "9 US-Dollar je Pfund", 9, "USD/lb"),
        ("fr", "3,6 milliards d’euros", 3.6e9, "EUR"),
        ("fr", "5 000 tonnes", 5000, "t"),
        ("zh", "14.7亿美元", 1.47e9, "USD"),
        ("zh", "1.5万亿元", 1.5e12, "CNY"),
        ("zh", "每吨15.95万元", 159_500, "CNY/t"),
        ("ko", "1조 2,000억원", 1.2e12, "KRW"),
        ("ko", "5만4000톤", 54_000, "t"),
        ("ja", "400億円", 40e9, "JPY"),
    ],
)
def test_a_quantity_is_read_as_its_language_writes_it(
    language: str, text: str, value: float, unit: str | None
) -> None:
    (quantity,) = _read(text, language)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("en", "as much as a combined 30,000 tonnes", "up_to"),
        ("en", "upwards of 99%", "more_than"),
        ("en", "just shy of 40 GWh", "less_than"),
        ("de", "mindestens 5.000 Tonnen", "at_least"),
        ("fr", "environ 3 GWh", "approximately"),
        ("zh", "1000余吨", "more_than"),
        ("ko", "1만 톤 이상", "at_least"),
        ("en", "30,000 tonnes", "exact"),
    ],
)
def test_a_qualifier_beside_the_number_is_kept(language: str, text: str, qualifier: str) -> None:
    assert _read(text, language)[0].qualifier == qualifier


def test_a_range_has_two_ends_and_a_rise_has_two_values() -> None:
    (band,) = _read("assessed at $16.00-18.50 per lb")
    assert (band.value, band.high, band.unit) == (16.0, 18.5, "USD/lb")
    assert [(q.value, q.high) for q in _read("between 95% and 98%")] == [(95, 98)]
    rise = _read("from 18,000 to 40,000 tonnes a year")
    assert [(q.value, q.high, q.unit, q.per) for q in rise] == [
        (18_000, None, "t", "year"),
        (40_000, None, "t", "year"),
    ]


def test_a_period_beside_the_number_is_its_rate() -> None:
    assert _read("an annual capacity of 30,000 tonnes")[0].per == "year"
    assert _read("30ktpa")[0].per == "year"
    assert _read("年产5万吨", "zh")[0].per == "year"
    assert _read("463 GWh a year earlier")[0].per is None
    assert _read("고려아연에 2000톤을 공급했다", "ko")[0].per is None


def test_what_a_paper_is_for_is_no_more_than() -> None:
    assert _read("ein Bescheid über 3,2 Millionen Euro", "de")[0].qualifier == "exact"
    assert _read("Kosten von über 3,2 Millionen Euro", "de")[0].qualifier == "more_than"


@pytest.mark.parametrize(
    "text",
    [
        "ISIN US0378331005, NMC811 and CO2",
        "call +1 555-123-4567 on 5 May 2025",
        "https://example.org/2025/30-tonnes",
        "the 3D model of the 21st century",
    ],
)
def test_numbers_inside_words_dates_and_addresses_have_no_unit(text: str) -> None:
    assert _read(text) == []


def test_a_table_head_names_its_unit() -> None:
    assert read_unit("Price ($/lb)", "en") == ("USD/lb", 1.0)
    assert read_unit("Sales, million units", "en") == ("units", 1e6)
    assert read_unit("Maker", "en") is None


@given(
    st.text(alphabet="0123456789.,'  $€%-–bisto万億억조천tkmGWh年約\n", max_size=60),
    st.sampled_from(["en", "de", "fr", "zh", "ko", "ja"]),
)
def test_any_text_gives_ordered_spans_inside_it(text: str, language: str) -> None:
    found = find_quantities(text, 0, len(text), language)
    spans = [(q.start, q.end) for q in found]
    assert spans == sorted(spans)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


def test_a_month_is_no_million_and_number_words_count_tonnes() -> None:
    assert [(q.value, q.unit, q.per) for q in _read("5,000 tonnes of nickel sulphate a month")] == [
        (5_000, "t", "month")
    ]
    assert [(q.value, q.unit) for q in _read("nine tonnes of scrap")] == [(9, "t")]
