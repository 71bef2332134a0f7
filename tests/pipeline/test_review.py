"""A person's decision about a real document, from `make review` to the published file."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.pipeline.conftest import ROOT, Run

CAPEX = """
    SELECT capex_amount, capex_qualifier FROM marts.dim_plants
    WHERE capex_amount > 500e6 ORDER BY ALL
"""


def ledger(project: Path, home: Path, *command: str) -> Run:
    """A command of a copy of the project, so that its seed is not ours."""
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project", *command],
        cwd=project,
        env={**os.environ, "LEDGER_RAW": str(ROOT / "raw"), "LEDGER_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return Run(done.returncode, done.stdout + done.stderr, home)


def test_a_lost_qualifier_put_right_by_a_person_survives_a_new_extractor(
    restated: Run, used_home: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    for part in ("dagster_project", "dbt"):
        shutil.copytree(ROOT / part, project / part)
    assert restated.rows(CAPEX) == [(1e9, "exact")]

    asked = ledger(project, used_home, "review")
    assert asked.status == 0, asked.said
    review = used_home / "review.csv"
    rows = list(csv.DictReader(review.open(encoding="utf-8-sig", newline="")))
    lost = [
        row
        for row in rows
        if (row["question"], row["property"], row["qualifier"])
        == ("qualifier_lost", "capex", "exact")
    ]
    for row in lost:
        assert "up_to 1000000000 USD" in row["other_side"]
        row |= {"decision": "replace", "corrected_qualifier": "up_to", "reason": "It is a limit"}
    with review.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    placed = ledger(project, used_home, "correct")
    assert placed.status == 0, placed.said
    assert f"{len(lost)} rows placed in" in placed.said

    with (project / "dagster_project" / "extraction" / "capacities.py").open("a") as module:
        module.write("# Another version of the extractor.\n")
    run = ledger(project, used_home)
    assert run.status == 0, run.said
    assert "8 of 8 documents read" in run.said
    assert run.rows(CAPEX) == [(1e9, "up_to")]
    assert run.rows("SELECT 1 FROM audit.contradictions WHERE property = 'capex'") == []
    original = run.rows(
        "SELECT DISTINCT original_value, statements.qualifier, reason"
        " FROM audit.applied_corrections JOIN marts.statements USING (statement_id)"
    )
    assert original == [("1000000000.0", "exact", "It is a limit")]
