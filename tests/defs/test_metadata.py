"""What documents say reaches the UI as text, whatever signs it holds."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dagster_project.defs.metadata import chart, check_metadata, documents_behind, made_of
from dagster_project.warehouse.lineage import Column
from dagster_project.warehouse.profile import Source

markdown = MarkdownIt("gfm-like", {"linkify": False})
HOSTILE = "<img src=x onerror=alert(1)> | [x](javascript:alert(1)) **bold** `code` {{ 7*7 }}"


def test_a_document_is_one_row_of_plain_text() -> None:
    shown = documents_behind([Source(HOSTILE, "a|b.md", "javascript:alert(1)", 3, HOSTILE)])
    html = markdown.render(shown.value)
    assert html.count("<tr>") == 2
    assert re.search(r"<(img|a|strong|code)\b", html) is None
    assert "&lt;img src=x onerror=alert(1)&gt; | [x]" in html


def test_a_known_address_is_a_link() -> None:
    shown = documents_behind(
        [Source("A deal", "a.md", "https://example.org/a?b=1", 1, "They sign.")]
    )
    assert '<a href="https://example.org/a?b=1">A deal</a>' in markdown.render(shown.value)


@given(st.text(), st.text())
def test_no_text_becomes_markup(title: str, quote: str) -> None:
    html = markdown.render(documents_behind([Source(title, "a.md", None, 1, quote)]).value)
    assert set(re.findall(r"</?(\w+)", html)) <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert html.count("<td>") == 4


@given(st.lists(st.tuples(st.text("ab<&\"'>"), st.integers(0, 10**9)), max_size=5))
def test_a_chart_is_a_drawing_with_a_bar_for_every_count(counts: list[tuple[str, int]]) -> None:
    encoded = chart(counts).value.rpartition("base64,")[2].rstrip(")")
    picture = ElementTree.fromstring(base64.b64decode(encoded))
    bars = [e for e in picture.iter() if e.tag.endswith("rect")]
    assert len(bars) == len(counts)
    assert all(0 <= int(bar.get("width", "-1")) <= 320 for bar in bars)


def test_a_column_links_to_the_tables_it_is_made_of() -> None:
    html = markdown.render(made_of({"value_amount": [Column("raw", "statements", "value")]}).value)
    assert "<td>value_amount</td>" in html
    assert '<a href="/assets/raw/statements">raw.statements</a>.value</td>' in html


def test_a_failed_check_shows_its_first_rows_and_a_passed_one_none() -> None:
    assert check_metadata(0, []) == {"failing_rows": 0}
    shown = check_metadata(9, [{"quote": HOSTILE}])
    assert shown["failing_rows"] == 9
    [record] = shown["first_failing_rows"].records
    assert record.data == {"quote": HOSTILE}
