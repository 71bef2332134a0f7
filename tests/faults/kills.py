"""Kill the main job with SIGKILL at random moments and see what is left: `make faults`.

Three kinds of run are killed: the first build of a home, a build after documents were added,
changed and removed, and that build from "Publishing" on. Moments are drawn over the CPU seconds the
run takes, so that a busy machine changes nothing; the whole process group is killed. After each
kill the published file must be exactly the old one or exactly the new one, and nothing ingested may
be gone. The run that follows is killed as well, up to three in a row; the one after them must
succeed by itself and give the Parquet bytes of homes that were never disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil

from tests.faults.documents import write_documents
from tests.faults.states import Broken, Fingerprint, Home, lost

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.05
KILLS_IN_A_ROW = 3
PHASES = ("Documents:", "Market:", "Statements:", "Transforming", "Publishing")


@dataclass
class Job:
    """A run of the main job as far as it came."""

    status: int | None = None
    said: str = ""
    seconds: float = 0.0
    publishing_from: float = 0.0

    @property
    def phase(self) -> str:
        reached = [phase for phase in PHASES if phase in self.said]
        return reached[-1].rstrip(":") if reached else "Starting"

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


def run(raw: Path, home: Home, kill_after: float | None = None, line: str = "") -> Job:
    """One job, killed `kill_after` CPU seconds after it said `line`, or left to its end."""
    log = home.path.with_suffix(".log")
    environment = {**os.environ, "LEDGER_RAW": str(raw), "LEDGER_HOME": str(home.path)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project"],
            cwd=ROOT,
            env={**environment, "LEDGER_WORKERS": "2"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    watched = psutil.Process(process.pid)
    job = Job()
    counted_from: float | None = None
    while process.poll() is None:
        time.sleep(POLL_SECONDS)
        job.seconds = max(job.seconds, _cpu_seconds(watched))
        job.said = log.read_text(errors="replace")
        if not job.publishing_from and "Publishing" in job.said:
            job.publishing_from = job.seconds
        if counted_from is None and line in job.said:
            counted_from = job.seconds if line else 0.0
        if None not in (kill_after, counted_from) and job.seconds >= counted_from + kill_after:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    job.status = process.returncode
    job.said = log.read_text(errors="replace")
    return job


def _cpu_seconds(process: psutil.Process) -> float:
    total = 0.0
    try:
        total = sum(process.cpu_times()[:4])
        for child in process.children():
            total += sum(child.cpu_times()[:2])
    except psutil.NoSuchProcess:
        pass
    return total


@dataclass(frozen=True)
class Scene:
    """A kind of run: what it reads, the home it starts from, the states it may leave behind."""

    name: str
    raw: Path
    start: Path
    before: Fingerprint | None
    after: Fingerprint
    parquet: dict[str, bytes]
    line: str
    seconds: float


def scenes(folder: Path) -> list[Scene]:
    """Undisturbed runs: they say what the bytes should be and how long a run takes."""
    raw_first, raw_next = folder / "raw_first", folder / "raw_next"
    write_documents(ROOT / "raw", raw_first, raw_next)
    empty = folder / "empty"
    first, after = Home(folder / "first"), Home(folder / "next")
    build = _undisturbed(raw_first, first)
    shutil.copytree(first.path, after.path)
    update = _undisturbed(raw_next, after)
    empty.mkdir()
    old, new = first.fingerprint(), after.fingerprint()
    assert old is not None
    assert new is not None
    publishing = update.seconds - update.publishing_from
    print(
        f"undisturbed: first build {build.seconds:.1f} CPU s, next {update.seconds:.1f},"
        f" publishing {publishing:.1f} of it",
        flush=True,
    )
    incremental = (raw_next, first.path, old, new, after.parquet())
    return [
        Scene("first build", raw_first, empty, None, old, first.parquet(), "", build.seconds),
        Scene("incremental", *incremental, "", update.seconds),
        Scene("publishing", *incremental, "Publishing", publishing),
    ]


def _undisturbed(raw: Path, home: Home) -> Job:
    job = run(raw, home)
    if job.status:
        raise SystemExit(f"an undisturbed run failed:\n{job.said}")
    return job


@dataclass
class Tally:
    """What came of all kills; homes are killed side by side."""

    kills: int = 0
    survived: int = 0
    recoveries: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def killed(self, scene: Scene, job: Job, finding: str) -> None:
        """One kill and what was found wrong after it, if anything."""
        where = f"{scene.name}, killed after {job.seconds:.1f} CPU s while at {job.phase!r}"
        with self.lock:
            self.kills += 1
            self.survived += not finding
            self.phases[job.phase] += 1
            print(f"{self.kills:4} {where} {finding}", flush=True)
            if finding:
                self.findings.append(f"{where}: {finding}")

    def recovered(self, scene: Scene, kills: int, finding: str) -> None:
        """One run that was let finish after kills, and what was found wrong with it."""
        with self.lock:
            self.recoveries += not finding
            if finding:
                self.findings.append(f"{scene.name}, after {kills} kills: {finding}")


def live(scene: Scene, chance: random.Random, folder: Path, tally: Tally) -> None:
    """A home of its own whose run is killed, maybe again and again, and then let finish."""
    home = Home(Path(shutil.copytree(scene.start, folder / "home")))
    held = home.ingested(folder)
    kills = 0
    for _ in range(chance.randint(1, KILLS_IN_A_ROW)):
        job = run(scene.raw, home, chance.uniform(0, scene.seconds), scene.line)
        if not job.was_killed:
            break  # it had less to do than the run that was measured, and is the recovery
        kills += 1
        finding = ""
        try:
            if home.fingerprint() not in (scene.before, scene.after):
                finding = "the published file is neither the old one nor the new one"
            now = home.ingested(folder)
            finding = finding or "; ".join(lost(held, now))
            held = now
        except Broken as broken:
            finding = str(broken)
        tally.killed(scene, job, finding)
    else:
        job = run(scene.raw, home)
    finding = ""
    if job.status:
        finding = f"the next run failed:\n{job.said}"
    elif home.parquet() != scene.parquet:
        finding = "the Parquet files differ from an undisturbed run's"
    elif gone := lost(held, home.ingested(folder)):
        finding = "; ".join(gone)
    elif left := home.leftovers():
        finding = f"{left} were left behind"
    tally.recovered(scene, kills, finding)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60, help="at least so many")
    parser.add_argument("--homes", type=int, default=2, help="at once")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    tally = Tally()
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="ledger-faults-") as name:
        folder = Path(name)
        print(f"seed {arguments.seed}", flush=True)
        kinds = scenes(folder)

        def lives(_: int) -> None:
            while tally.kills < arguments.kills:
                number = next(numbers)
                own = folder / str(number)
                own.mkdir()
                chance = random.Random(f"{arguments.seed} {number}")
                live(kinds[number % len(kinds)], chance, own, tally)
                shutil.rmtree(own)

        with ThreadPoolExecutor(arguments.homes) as pool:
            list(pool.map(lives, range(arguments.homes)))
    print(
        f"\nSIGKILLs survived {tally.survived} of {tally.kills}; recoveries with the same bytes"
        f" {tally.recoveries}"
    )
    print("killed at: " + ", ".join(f"{p} {n}" for p, n in tally.phases.most_common()))
    print(*tally.findings, sep="\n")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
