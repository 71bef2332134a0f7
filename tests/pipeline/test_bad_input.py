"""One folder with every kind of bad input: each is refused in words, the rest is published."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest

from tests.documents.pdfs import pdf
from tests.pipeline.conftest import ROOT, Run, run_ledger

REFUSED = {
    "empty.txt": b"",
    "bytes.txt": bytes(range(256)) * 40,
    "encoding.txt": bytes([0x81, 0x8D, 0x9D, 0xFF, 0x90] * 50),
    "cut.pdf": pdf("A plant opens.")[:-300],
    "locked.pdf": pdf("A plant opens.", password="secret"),
    "scripts.html": b"<html><script>var plant = 'A plant';</script></html>",
    "a 'quoted'\nname.txt": b"",
    "\x1b[2J{{ 1 }}<b>.txt": b"",
}
# What SQL, a browser, Markdown, Jinja, a terminal and a spreadsheet would act on.
ACTIVE = (
    "'; DROP TABLE raw.documents; -- <script>alert(1)</script> [x](javascript:alert(1)) {{ 7 * 7 }}"
    ' {% raw %} =HYPERLINK("http://x.invalid","here")'
)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("bad")
    raw = Path(shutil.copytree(ROOT / "raw", folder / "raw"))
    documents = raw / "documents"
    for name, content in REFUSED.items():
        (documents / name).write_bytes(content)
    (documents / "active.md").write_text(
        f"# {ACTIVE}\n\nNorthfield {ACTIVE} Inc. plans a battery recycling plant in Dayton, Ohio.\n"
    )
    (documents / "silent.txt").write_text(
        "Tomorrow the weather will be fine in the whole country.\n"
    )
    (documents / "long.txt").touch()
    os.truncate(documents / "long.txt", 50_000_000)
    (folder / "outside.txt").write_text("A secret plant.")
    (documents / "link.txt").symlink_to(folder / "outside.txt")
    break_data_sets(raw / "market")
    return run_ledger(raw, folder / "home")


def break_data_sets(market: Path) -> None:
    """A missing column, a wrong type and a duplicate key, each in a data set of its own."""
    prices, demand, sales = (
        market / name for name in ("prices.csv", "battery_demand.csv", "ev_sales.csv")
    )
    rows = {path: list(csv.reader(path.open())) for path in (prices, demand, sales)}
    value = rows[prices][0].index("value")
    rows[prices] = [row[:value] + row[value + 1 :] for row in rows[prices]]
    rows[demand][1][rows[demand][0].index("value")] = "plenty"
    rows[sales].append(rows[sales][1])
    for path, content in rows.items():
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(content)


def test_the_rest_is_published(bad: Run) -> None:
    assert bad.status == 0, bad.said
    [(good,)] = bad.rows("SELECT count(*) FROM marts.dim_documents WHERE kind = 'document'")
    assert good == 7
    (silent,) = [line for line in bad.said.splitlines() if "nothing found in" in line]
    assert "'silent.txt'" in silent
    assert "ascend" not in silent
    datasets = {row[0] for row in bad.rows("SELECT DISTINCT dataset FROM marts.fct_market_figures")}
    assert any("china" in str(dataset) for dataset in datasets)


def test_each_is_in_quarantine_with_a_sentence(bad: Run) -> None:
    refused = dict(bad.rows("SELECT file_path, detail FROM audit.quarantine"))
    market = {f"market/{name}.csv" for name in ("prices", "battery_demand", "ev_sales")}
    assert set(refused) == {*REFUSED, "long.txt", "link.txt", *market}
    assert all(len(detail.split()) > 3 for detail in refused.values())
    assert f"{len(refused)} quarantined" in bad.said


def test_nothing_of_a_file_outside_raw_is_read(bad: Run) -> None:
    assert bad.rows("SELECT * FROM marts.dim_documents WHERE text LIKE '%secret%'") == []


def test_what_other_programs_would_act_on_is_kept_as_text_and_shown_as_such(bad: Run) -> None:
    [(title, text)] = bad.rows(
        "SELECT title, text FROM marts.dim_documents WHERE file_path = 'active.md'"
    )
    assert title == ACTIVE
    assert text.count(title) == 2
    assert "\x1b" not in bad.said
