from __future__ import annotations

from datetime import date

import pytest

from dagster_project.documents.text import normalise
from tests.documents.conftest import Room
from tests.documents.pdfs import pdf

BODY = "The plant in the north makes 5,000 tonnes of black mass a year, the company said."


def test_front_matter_describes_the_document_and_is_no_part_of_its_text(room: Room) -> None:
    room.write(
        "a.md",
        "---\ntitle: A plant opens\npublisher: The Gazette\npublished_on: 2024-05\n"
        f"language: en-US\nurl: https://example.org/a\ntags: [x]\n---\n{BODY}\n",
    )
    room.read()
    [document] = room.documents()
    assert document["text"] == BODY
    assert (document["title"], document["publisher"]) == ("A plant opens", "The Gazette")
    assert (document["language"], document["url"]) == ("en", "https://example.org/a")
    assert (document["published_on"], document["published_precision"]) == (
        date(2024, 5, 1),
        "month",
    )
    assert document["published_latest"] == date(2024, 5, 31)
    assert document["published_basis"] == "front_matter"


def test_metadata_beside_a_file_speaks_before_the_file_itself(room: Room) -> None:
    room.write("a.txt", f"3 June 2025\n\n{BODY}")
    room.write(
        "a.txt.meta.yaml", "publisher: The Gazette\npublished_between: [2025-02-27, 2025-03]"
    )
    room.read()
    [document] = room.documents()
    assert document["publisher"] == "The Gazette"
    assert (document["published_on"], document["published_precision"]) == (None, "unknown")
    assert document["published_earliest"] == date(2025, 2, 27)
    assert document["published_latest"] == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ("published_on: 2025-13", "month must be in 1..12"),
        ("language: English", "language"),
        ("published_on: 2025-03\nprecision: day", "precision"),
        ("published_between: [2025-03, 2025-01]", "published_between"),
    ],
)
def test_bad_metadata_is_refused_with_what_is_wrong(room: Room, metadata: str, named: str) -> None:
    room.write("a.txt", BODY)
    room.write("a.txt.meta.yaml", metadata)
    room.read()
    [(reason, detail)] = room.connection.execute(
        "select reason, detail from raw.quarantine"
    ).fetchall()
    assert reason == "bad_metadata"
    assert named in detail


def test_html_gives_its_main_text_tables_as_rows_and_its_stated_date(room: Room) -> None:
    room.write(
        "a.html",
        "<html lang='en'><head><title>Salt prices</title><meta property='og:site_name' "
        "content='The Gazette'><meta name='date' content='2025-11-13'></head><body>"
        "<nav><a href='/'>Home</a></nav><script>var plant = 'nowhere';</script>"
        f"<h1>Salt prices</h1><p>{BODY}</p><table><tr><th>Product</th><th>Average</th></tr>"
        "<tr><td>Lithium carbonate</td><td>11,822.10</td></tr></table>"
        f"<p>{BODY} It plans to add a second line by the end of the decade.</p></body></html>",
    )
    room.read()
    [document] = room.documents()
    lines = document["text"].split("\n")
    assert lines[0] == "Salt prices"
    assert "Product | Average" in lines
    assert "Lithium carbonate | 11,822.10" in lines
    assert "nowhere" not in document["text"]
    assert document["publisher"] == "The Gazette"
    assert (document["published_on"], document["published_basis"]) == (
        date(2025, 11, 13),
        "front_matter",
    )


def test_a_box_inside_an_article_is_text_and_one_beside_it_is_not(room: Room) -> None:
    room.write(
        "a.html",
        f"<html><body><aside><p>This paper is cheap.</p></aside><article><h1>Salts</h1><p>{BODY}"
        f"</p><p>{BODY} A second line follows.</p><aside><h3>Up north</h3><ul><li>Quorvex has"
        " permission for a refinery at Teesport.</li></ul></aside></article></body></html>",
    )
    room.read()
    [document] = room.documents()
    assert "refinery at Teesport" in document["text"]
    assert "cheap" not in document["text"]


def test_the_byline_of_a_page_tells_its_day(room: Room) -> None:
    room.write(
        "a.html",
        "<html><body><article><h1>Salts</h1><p class='byline'>By Ann Holm, 24 September 2025, 07:20"
        f"</p><p>{BODY}</p><p>{BODY} A second line follows.</p></article></body></html>",
    )
    room.read()
    [document] = room.documents()
    assert document["published_on"] == date(2025, 9, 24)


def test_a_pdf_s_lines_become_paragraphs(room: Room) -> None:
    room.write("a.pdf", pdf("The plant in the north of the country makes five thousand", "tonnes."))
    room.read()
    [document] = room.documents()
    assert "five thousand tonnes." in document["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_can_be_told(room: Room, encoding: str) -> None:
    text = "Das Werk für Schwarzmasse läuft. Über die Förderung wird später entschieden. " * 8
    room.write("a.txt", text.encode(encoding))
    room.read()
    [document] = room.documents()
    assert document["text"].strip() == text.strip()
    assert document["language"] == "de"


def test_text_is_stored_with_plain_spaces_and_line_ends() -> None:
    assert (
        normalise("\n1\u202f200\u00a0t\r\nbat\u00adtery\u200b\u2028e\u0301\n")
        == "1 200 t\nbattery\n\u00e9"
    )
    assert normalise("Li 2 CO 3 · 5 m² · ½ · 47.6万 · ﹪") == "Li 2 CO 3 · 5 m² · ½ · 47.6万 · ﹪"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The plant makes black mass from old batteries.", "en"),
        ("Das Werk macht aus alten Batterien Schwarzmasse.", "de"),
        ("L'usine produit de la masse noire à partir de vieilles batteries.", "fr"),
        ("La planta produce masa negra a partir de baterías viejas.", "es"),
        ("该工厂年产黑粉5000吨。", "zh"),
        ("이 공장은 블랙매스를 생산한다.", "ko"),
        ("この工場はブラックマスを生産する。", "ja"),
        ("1234 5678", None),
    ],
)
def test_the_language_is_told_or_left_open(room: Room, text: str, language: str | None) -> None:
    room.write("a.txt", text)
    room.read()
    [document] = room.documents()
    assert document["language"] == language
