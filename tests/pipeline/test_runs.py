"""What a person who runs the main job can rely on."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.pipeline.conftest import ROOT, SHARED, Run, run_ledger


def test_a_run_says_what_it_did_and_publishes_every_table_twice(restated: Run) -> None:
    assert "Documents   5 read, 0 unchanged, 0 quarantined" in restated.said
    assert str(restated.published) in restated.said
    counts = {
        table: rows
        for table, rows in restated.rows(
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE NOT internal"
        )
        if table != "check_results"
    }
    parquet = restated.home / "published" / "parquet"
    assert counts == {
        path.stem: pq.read_metadata(path).num_rows for path in parquet.glob("*.parquet")
    }


def test_the_query_at_the_end_of_a_run_works_as_printed(restated: Run) -> None:
    line = next(x for x in restated.said.splitlines() if x.startswith("Try"))
    command = line.removeprefix("Try").strip().replace(".venv/bin/python", sys.executable)
    shown = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert "deal_type" in shown.stdout


def test_nothing_is_written_outside_the_home(restated: Run) -> None:
    began = min(path.stat().st_mtime for path in restated.home.rglob("*"))
    kept_out = (".venv", ".git", ".hypothesis", ".ledger")
    written = [
        path
        for path in ROOT.rglob("*")
        if path.stat().st_mtime > began
        and path.relative_to(ROOT).parts[0] not in kept_out
        and (path.suffix in {".pyc", ".duckdb", ".log", ".msgpack"} or path.name == "target")
    ]
    assert written == []


def test_a_second_run_reads_nothing_again_and_publishes_the_same_bytes(
    restated: Run, used_home: Path
) -> None:
    again = run_ledger(ROOT / "raw", used_home, PYTHONHASHSEED="1", LEDGER_WORKERS="2")
    assert again.status == 0, again.said
    assert "Documents   0 read, 5 unchanged, 0 quarantined" in again.said
    assert "documents read" not in again.said, "no document's statements are read again"
    assert again.parquet() == restated.parquet()


@pytest.mark.skipif(not (SHARED / "eval" / "dev" / "docs").is_dir(), reason="no ../shared/eval")
def test_neither_hash_seed_nor_number_of_workers_changes_a_byte(tmp_path: Path) -> None:
    # More documents than one batch holds, so that the second worker has work.
    shutil.copytree(SHARED / "eval" / "dev" / "docs", tmp_path / "raw" / "documents")
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(
            lambda seed, workers: run_ledger(
                tmp_path / "raw",
                tmp_path / f"home{seed}",
                PYTHONHASHSEED=seed,
                LEDGER_WORKERS=workers,
            ),
            ("0", "1"),
            ("1", "2"),
        )
    assert (one.status, two.status) == (0, 0), one.said + two.said
    assert one.parquet() == two.parquet()


def test_a_failed_check_is_named_with_its_rows_and_the_last_file_stays(used_home: Path) -> None:
    with duckdb.connect(used_home / "warehouse.duckdb") as connection:
        connection.execute("UPDATE raw.statements SET quote = 'what nobody wrote', span_end = 3")
    before = (used_home / "published" / "battery_ledger.duckdb").read_bytes()
    run = run_ledger(ROOT / "raw", used_home)
    assert run.status != 0
    assert "check most_statements_are_accepted failed on 1 rows" in run.said
    assert re.search(r"n_statements=(\d+), n_refused=\1$", run.said, re.MULTILINE), run.said
    assert "Traceback" not in run.said
    assert (used_home / "published" / "battery_ledger.duckdb").read_bytes() == before
    with duckdb.connect(used_home / "warehouse.duckdb", read_only=True) as connection:
        kept = connection.execute("SELECT count(DISTINCT run_id) FROM audit.check_results")
        assert kept.fetchone() == (2,), "what earlier runs found is kept"


def test_a_changed_and_a_vanished_document_are_read_or_withdrawn_alone(
    used_home: Path, tmp_path: Path
) -> None:
    raw = Path(shutil.copytree(ROOT / "raw", tmp_path / "raw"))
    changed, vanished, *_ = sorted((raw / "documents").glob("*.md"))
    changed.write_text(changed.read_text() + "\nThe plant is in Dayton, Ohio.\n")
    vanished.unlink()
    run = run_ledger(raw, used_home)
    assert run.status == 0, run.said
    assert "Documents   1 read, 3 unchanged, 0 quarantined" in run.said
    statuses = dict(run.rows("SELECT status, count(*) FROM marts.dim_documents GROUP BY ALL"))
    assert statuses["superseded"] >= 1
    assert statuses["withdrawn"] >= 1


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    run = run_ledger(ROOT / "raw", tmp_path, LEDGER_WORKERS="many")
    assert run.status == 2
    assert "LEDGER_WORKERS" in run.said
    assert "Traceback" not in run.said
