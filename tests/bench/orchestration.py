"""What Dagster costs beside the work: `make bench-orchestration`.

Two ratios of CPU seconds, each from processes that take turns so that a busy machine slows both:
the warm main job to `dbt build` on the same database, and loading the code location to importing
dagster and dagster_dbt.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from dagster_project.settings import Settings
from dagster_project.warehouse.dbt import PROJECT_DIR

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
IMPORTS = (PYTHON, "-c", "import dagster, dagster_dbt")
LOCATION = (
    *(PYTHON, "-c"),
    "from dagster_project.definitions import defs; defs.get_repository_def().get_all_jobs()",
)
MAIN_JOB = (PYTHON, "-m", "dagster_project")


def dbt_build(settings: Settings) -> tuple[str, ...]:
    """The command a person would type, for the nodes that the main job runs."""
    return (
        *("dbt", "build", "--quiet", "--exclude-resource-type", "unit_test"),
        *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)),
        *("--target-path", str(settings.home / "dbt" / "bench")),
        *("--log-path", str(settings.dbt_log_dir)),
    )


def cpu_seconds(command: tuple[str, ...], settings: Settings) -> float:
    """CPU seconds of the command and all it started; raises SystemExit when it fails."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{Path(PYTHON).parent}:{os.environ['PATH']}",
            "LEDGER_HOME": str(settings.home),
            "LEDGER_WAREHOUSE": str(settings.warehouse_path),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}\n{said}")
    return used.ru_utime + used.ru_stime


def ratio(
    name: str,
    ours: tuple[str, ...],
    bare: tuple[str, ...],
    settings: Settings,
    times: int,
) -> None:
    """Print the medians of both commands, run in turns, and their ratio."""
    pairs = [(cpu_seconds(ours, settings), cpu_seconds(bare, settings)) for _ in range(times)]
    a, b = (statistics.median(costs) for costs in zip(*pairs, strict=True))
    singly = ", ".join(f"{one / other:.2f}" for one, other in pairs)
    print(f"{name}: {a:.2f} s to {b:.2f} s CPU, {a / b:.2f} ({singly})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="repetitions of each command")
    parser.add_argument("--home", type=Path, help="a home that a run has filled")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(home=options.home or Path(scratch))
        for command in (MAIN_JOB, dbt_build(settings), LOCATION, IMPORTS):
            cpu_seconds(command, settings)
        ratio("code location to imports", LOCATION, IMPORTS, settings, options.times)
        ratio("main job to dbt build", MAIN_JOB, dbt_build(settings), settings, options.times)


if __name__ == "__main__":
    main()
