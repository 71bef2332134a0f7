"""How well labelled documents are read, through the whole main job: `make score FOLDERS="…"`.

    python -m tests.calibration.score [FOLDER ...] [--verbose]

Each FOLDER holds docs/, gold/ and ignore.json (default tests/labelled). Its documents are published
into a home of their own, and the scorer of ../shared/eval compares the published file with the
labels. `--verbose` lists what was missed and what was made up.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.calibration.labelled import SHARED

ROOT = Path(__file__).parents[2]
SCORER = SHARED / "eval" / "score.py"


def score(folder: Path, *options: str) -> str:
    """What the scorer says of a folder of labelled documents."""
    with tempfile.TemporaryDirectory() as scratch:
        raw, home = Path(scratch) / "raw", Path(scratch) / "home"
        shutil.copytree(folder / "docs", raw / "documents")
        shutil.copytree(ROOT / "raw" / "market", raw / "market")
        places = {"LEDGER_RAW": str(raw), "LEDGER_HOME": str(home)}
        run = subprocess.run(
            [sys.executable, "-m", "dagster_project"],
            cwd=ROOT,
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            return f"Not published:\n{run.stdout[-2000:]}{run.stderr[-2000:]}"
        command = [sys.executable, str(SCORER), "--gold", str(folder / "gold")]
        command += ["--db", str(home / "published" / "battery_ledger.duckdb")]
        command += ["--ignore", str(folder / "ignore.json"), *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Score every folder that is named."""
    parser = argparse.ArgumentParser(description="Score the published file against labels.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "tests" / "labelled"])
    parser.add_argument("--verbose", action="store_true")
    told = parser.parse_args()
    if not SCORER.exists():
        sys.exit(f"The scorer is not here: {SCORER}")
    for folder in told.folders:
        print(f"{folder}\n{score(folder, *(['--verbose'] if told.verbose else []))}")


if __name__ == "__main__":
    main()
