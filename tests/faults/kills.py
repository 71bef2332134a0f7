"""Kill the main job at random moments and see what is left: `make faults`.

Moments are drawn over the CPU seconds the job takes (a busy machine then changes nothing), on three
kinds of run: the first build of a home, a build after documents were added, changed and removed,
and the time from "Publishing" on. At the last moment drawn for a run its whole process group gets
SIGKILL. At the others the group is stopped, the home copied, and the group goes on: the copy holds
what a SIGKILL at that moment would have left, since what was written stays written. In every state
the published file must be exactly the old one or exactly the new one, and nothing ingested may be
gone. Another run then starts in one of the states, must succeed by itself and must give the Parquet
bytes of homes that were never disturbed.
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
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.faults.documents import write_documents
from tests.faults.states import Broken, Fingerprint, Home, lost

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.1
PHASES = ("Documents:", "Market:", "Statements:", "Transforming", "Publishing", "Published")


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
        return reached[-1].rstrip(":") if reached else "starting"


@dataclass
class Tally:
    """What came of all moments."""

    tried: int = 0
    survived: int = 0
    kills: int = 0
    recoveries: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """When a run is disturbed, in CPU seconds counted from the start or from a line of output."""

    seconds: tuple[float, ...] = ()
    after: str = ""
    ends_killed: bool = False


UNDISTURBED = Plan()
Look = Callable[[Job], None]


def run(raw: Path, home: Home, log: Path, plan: Plan = UNDISTURBED, look: Look = print) -> Job:
    """One job; `look` sees the home at each moment of the plan, with the whole group stopped."""
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
    moments = sorted(plan.seconds)
    job = Job()
    counted_from: float | None = None
    while process.poll() is None:
        time.sleep(POLL_SECONDS)
        job.seconds = max(job.seconds, _cpu_seconds(watched))
        job.said = log.read_text(errors="replace")
        if not job.publishing_from and "Publishing" in job.said:
            job.publishing_from = job.seconds
        if counted_from is None and plan.after in job.said:
            counted_from = job.seconds if plan.after else 0.0
        if counted_from is None or not moments or job.seconds < counted_from + moments[0]:
            continue
        moments.pop(0)
        last = plan.ends_killed and not moments
        os.killpg(process.pid, signal.SIGKILL if last else signal.SIGSTOP)
        if last:
            process.wait()
        job.status = process.poll()
        look(job)
        if not last:
            os.killpg(process.pid, signal.SIGCONT)
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
    seconds: float
    publishing_seconds: float

    def plan(self, chance: random.Random, moments: int, ends_killed: bool) -> Plan:
        """Moments drawn over the time the run takes, or over its last part."""
        after = "Publishing" if self.name == "publishing" else ""
        whole = self.publishing_seconds if after else self.seconds
        drawn = tuple(chance.uniform(0, whole) for _ in range(moments))
        return Plan(drawn, after, ends_killed)


def scenes(folder: Path) -> list[Scene]:
    """Undisturbed runs: they say what the bytes should be and how long a run takes."""
    raw_first, raw_next = folder / "raw_first", folder / "raw_next"
    write_documents(ROOT / "raw", raw_first, raw_next)
    empty = folder / "empty"
    first, after = Home(folder / "first"), Home(folder / "next")
    jobs = []
    for raw, home in ((raw_first, first), (raw_next, after)):
        if home == after:
            shutil.copytree(first.path, after.path)
        job = run(raw, home, folder / "log")
        if job.status:
            raise SystemExit(f"an undisturbed run failed:\n{job.said}")
        jobs.append(job)
    # dbt's parsed project is taken over: parsing it is killed once, not in every first build.
    shutil.copytree(first.path / "dbt", empty / "dbt")
    old, new = first.fingerprint(), after.fingerprint()
    assert old is not None
    assert new is not None
    build, update = jobs
    timed = (update.seconds, update.seconds - update.publishing_from)
    print(
        f"undisturbed: first build {build.seconds:.1f} CPU s, next {timed[0]:.1f},"
        f" publishing {timed[1]:.1f}",
        flush=True,
    )
    return [
        Scene("first build", raw_first, empty, None, old, first.parquet(), build.seconds, 0),
        Scene("incremental", raw_next, first.path, old, new, after.parquet(), *timed),
        Scene("publishing", raw_next, first.path, old, new, after.parquet(), *timed),
    ]


class Trial:
    """One lineage of homes: what was found in its states, and the states to go on from."""

    def __init__(self, scene: Scene, folder: Path, tally: Tally) -> None:
        self.scene, self.folder, self.tally = scene, folder, tally
        self.home = Home(folder / "home")
        shutil.rmtree(self.home.path, ignore_errors=True)
        shutil.copytree(scene.start, self.home.path)
        self.held = self.home.ingested(folder)
        self.states: list[Path] = []

    def look(self, job: Job) -> None:
        """Check the home as it lies there, and keep a copy of it."""
        killed = job.status is not None
        self.tally.tried += 1
        self.tally.kills += killed
        self.tally.phases[job.phase] += 1
        where = f"{self.scene.name}, after {job.seconds:.1f} CPU s while at {job.phase!r}"
        state = self.folder / f"state{len(self.states)}"
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(self.home.path, state)
        self.states.append(state)
        try:
            if Home(state).fingerprint() not in (self.scene.before, self.scene.after):
                raise Broken("the published file is neither the old one nor the new one")
            now = Home(state).ingested(self.folder)
            if gone := lost(self.held, now):
                raise Broken("; ".join(gone))
            self.held = now
        except Broken as finding:
            self.tally.findings.append(f"{where}: {finding}")
        else:
            self.tally.survived += 1
        print(f"{self.tally.tried:4} {where}{', killed' if killed else ''}", flush=True)

    def go_on_from(self, state: Path) -> None:
        """Put one of the states in the place of the home."""
        shutil.rmtree(self.home.path)
        shutil.copytree(state, self.home.path)
        self.held = self.home.ingested(self.folder)
        self.states = []

    def check_recovery(self, job: Job) -> None:
        """Compare a run that was let finish with the undisturbed one."""
        self.tally.recoveries += 1
        if job.status:
            found = f"the next run failed:\n{job.said}"
        elif self.home.parquet() != self.scene.parquet:
            found = "the Parquet files differ from an undisturbed run's"
        elif gone := lost(self.held, self.home.ingested(self.folder)):
            found = f"after recovery {'; '.join(gone)}"
        elif left := self.home.leftovers():
            found = f"{left} were left behind"
        else:
            return
        self.tally.findings.append(f"{self.scene.name}: {found}")


def disturb(scene: Scene, moments: int, chance: random.Random, folder: Path, tally: Tally) -> None:
    """A run that ends killed, then one from a state of it that recovers, disturbed as well."""
    trial = Trial(scene, folder, tally)
    log = folder / "log"
    run(scene.raw, trial.home, log, scene.plan(chance, moments, True), trial.look)
    if trial.states:
        trial.go_on_from(chance.choice(trial.states))
    plan = scene.plan(chance, moments - 1, False)
    trial.check_recovery(run(scene.raw, trial.home, log, plan, trial.look))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=60, help="at least so many in all")
    parser.add_argument("--each", type=int, default=5, help="moments of one run")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="ledger-faults-") as name:
        folder = Path(name)
        print(f"seed {arguments.seed}", flush=True)
        kinds = scenes(folder)
        while tally.tried < arguments.moments:
            for scene in kinds:
                disturb(scene, arguments.each, chance, folder, tally)
    print(
        f"\nmoments survived {tally.survived} of {tally.tried}, {tally.kills} of them real kills;"
        f" recoveries {tally.recoveries}"
    )
    print("reached: " + ", ".join(f"{p} {n}" for p, n in tally.phases.most_common()))
    print(*tally.findings, sep="\n")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
