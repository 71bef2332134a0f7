"""Which runs are alive, told by a lock that the kernel lets go of when their process ends.

A run that was killed says nothing: Dagster would count it as under way for ever, and nothing queued
behind it would start. So a run holds a lock on a file of its own for as long as its
process lives. Belongs here: telling dead runs. Does not belong here: the write lock.
"""

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from dagster_project.defs.instance import STARTING_SECONDS


@contextmanager
def alive(folder: Path, run_id: str) -> Iterator[None]:
    """Show that this process works on the run for as long as the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run_id}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def fail_dead_runs(instance: dg.DagsterInstance, folder: Path) -> list[str]:
    """Report every run whose process has ended without a word as failed; returns their ids."""
    dead = []
    started = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
    for record in instance.get_run_records(started):
        run_id = record.dagster_run.run_id
        path = folder / f"{run_id}.lock"
        age = dt.datetime.now(dt.UTC).timestamp() - (record.start_time or 0)
        if _is_held(path) or (not path.exists() and age < STARTING_SECONDS):
            continue
        instance.report_run_failed(record.dagster_run, "The run's process was killed or crashed.")
        path.unlink(missing_ok=True)
        dead.append(run_id)
    return dead


def _is_held(path: Path) -> bool:
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
