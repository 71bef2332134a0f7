from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dagster_project.documents.publication import find_publication
from dagster_project.documents.readers import READERS

LABELLED = Path(__file__).parents[3] / "shared" / "eval" / "dev"


@pytest.mark.parametrize(
    ("top", "on", "basis"),
    [
        ("RENO, Nev., (March 4, 2025) — The plant", date(2025, 3, 4), "dateline"),
        (
            "RENO, Nev. and OSLO, March 4, 2025 /Wire/ -- The plant",
            date(2025, 3, 4),
            "dateline",
        ),
        ("Reno, Nevada (Wire) Tuesday March 4, 2025 @ 8:00 AM — The", date(2025, 3, 4), "dateline"),
        ("LEEDS, England – 4 March 2025. Diggers are", date(2025, 3, 4), "dateline"),
        ("Lyon, le 4 mars 2025 – L'usine", date(2025, 3, 4), "dateline"),
        ("Köln, 4. März 2025. Das Werk", date(2025, 3, 4), "dateline"),
        ("Sevilla, 4 de marzo de 2025. La planta", date(2025, 3, 4), "dateline"),
        ("Published: Mar 4, 2025 15:36", date(2025, 3, 4), "byline"),
        ("By the desk | March 4, 2025 | 3 min read", date(2025, 3, 4), "byline"),
        ("*A digest. Published 4 March 2025. No advice.*", date(2025, 3, 4), "byline"),
        ("Posted on 2025-03-04", date(2025, 3, 4), "byline"),
        ("Stand: 4. März 2025", date(2025, 3, 4), "byline"),
        ("Publié le 4 mars 2025 à 13 h 40", date(2025, 3, 4), "byline"),
        ("2025年3月4日 18:20 来源:日报", date(2025, 3, 4), "byline"),
        ("2025年3月4日 産業新聞", date(2025, 3, 4), "byline"),
        ("신문 | 입력 2025.03.04 17:05", date(2025, 3, 4), "byline"),
        (" date 2025-03-04", date(2025, 3, 4), "byline"),
        ("March 2025", date(2025, 3, 1), "byline"),
        ("2025-03-04 10:30 电池日报", date(2025, 3, 4), "byline"),
        ("来源:电池日报 2025-03-04", date(2025, 3, 4), "byline"),
        ("Quelle: Zellenblatt, 4. März 2025", date(2025, 3, 4), "byline"),
        ("Hints for members. Last revised 4 March 2025.", date(2025, 3, 4), "byline"),
        ("Redaktionsschluss: 4. März 2025", date(2025, 3, 4), "byline"),
        ("Mis à jour le 4 mars 2025", date(2025, 3, 4), "byline"),
        ("The cell column, by A. Writer. 4 March 2025", date(2025, 3, 4), "byline"),
        ("(2025.03.04) 공장이 가동을 시작했다.", date(2025, 3, 4), "dateline"),
        ("**Week ending Tuesday 4 March 2025** | the desk", date(2025, 3, 4), "byline"),
        ("Cell Courier, Leeds, Tuesday 4 March 2025", date(2025, 3, 4), "dateline"),
        ("CELL BRIEFS  0615 GMT  Tue 4 March 2025", date(2025, 3, 4), "byline"),
        ("Zellenblatt · Nr. 9 vom 4. März 2025 · für Mitglieder", date(2025, 3, 4), "byline"),
        ("Loops and Kilns, issue of 4 March 2025", date(2025, 3, 4), "byline"),
        ("电池日报 2025年3月4日 记者 甲", date(2025, 3, 4), "byline"),
        ("电池日报 2025年3月4日(周二)", date(2025, 3, 4), "byline"),
        ("【2025年3月4日讯】工厂已投产。", date(2025, 3, 4), "dateline"),
        ("March 4, 2025 (Cell Wire) - Quorvex has", date(2025, 3, 4), "dateline"),
        ("Sent to 2,911 inboxes on Tuesday, 4 March 2025. Forward it.", date(2025, 3, 4), "byline"),
        ("CELL REPORT | a letter to refiners | No. 14 | March 2025", date(2025, 3, 1), "byline"),
        ("Document de travail de l'observatoire, mars 2025", date(2025, 3, 1), "byline"),
        ("电池周刊 2025年3月4日 采访/甲", date(2025, 3, 4), "byline"),
        ("2025년 3월 셋째 주 · 소재 브리핑 · 무료", date(2025, 3, 1), "byline"),
        ("Ausgabe 9/2025 · Dienstag, 4. März", date(2025, 3, 4), "byline"),
        ("Recorded 4 March 2025. Our guest makes salts. Host: A. B.", date(2025, 3, 4), "byline"),
    ],
)
def test_the_top_of_a_page_tells_its_day(top: str, on: date, basis: str) -> None:
    published = find_publication(f"{top}\nThe plant makes 5,000 tonnes a year.")
    assert (published.on, published.basis) == (on, basis)


@pytest.mark.parametrize(
    "text",
    [
        "The plant opened on 4 March 2025 and makes 5,000 tonnes.",
        "On March 4, 2025, the company opened a plant.",
        "See https://example.org/2025/03/04/a-plant",
        "- The first line started on March 4, 2025",
        "Oslo | June 4-5, 2026\nThe congress meets again.",
        "What we wrote on 4 March 2025\nThe plant opens.",
        "(2025.03.04) The plant opened.\n(2025.04.05) The plant closed.",
        "Spring 2026 · reading time 4 minutes",
        "# Quorvex to report results on March 4, 2025",
        "WHEN: 9:10 am on Tuesday, March 4, 2025",
        "* Trading opened at 2025-03-04 11:00",
        "The sale of the works is expected to complete on March 4, 2025.",
        "Registration for the seminar closes on 4 March 2025",
        "The plant opens.",
        "",
    ],
)
def test_a_date_that_is_not_the_page_s_own_is_not_taken(text: str) -> None:
    assert find_publication(text).on is None


def test_a_signature_s_date_at_the_end_counts() -> None:
    text = "FORM 8-K\n\nThe company closed a loan on May 2, 2024.\n\nDate: March 4, 2025"
    assert find_publication(text).on == date(2025, 3, 4)


def test_a_filing_s_day_is_the_signature_s_before_that_of_the_event() -> None:
    event = "Date of Report (date of earliest event reported): March 1, 2025\n\nIt closed a loan.\n"
    assert find_publication(event).on == date(2025, 3, 1)
    assert find_publication(event + "\nDated: March 4, 2025").on == date(2025, 3, 4)


def test_labelled_documents_get_their_day_and_undated_ones_none() -> None:
    if not LABELLED.is_dir():
        pytest.skip("the labelled documents are not beside this checkout")
    wrong = []
    for path in sorted((LABELLED / "docs").iterdir()):
        said, text = READERS[path.suffix](path.read_bytes())
        published = said.published or find_publication(text)
        gold = json.loads((LABELLED / "gold" / f"{path.stem}.json").read_text())["doc"]
        if str(published.on or None) != str(gold["published_on"]):
            wrong.append(path.name)
    assert wrong == []
