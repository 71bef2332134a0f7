"""Kill the main job at random moments and see what is left: `make faults`.

Every kill is SIGKILL to the whole process group of `python -m dagster_project`, at a moment drawn
over the CPU seconds the job takes (a busy machine then changes nothing), on three kinds of run: the
first build of a home, a build after documents were added, changed and removed, and the time from
"Publishing" on. After each kill the published file must be exactly the old one or exactly the new
one, and nothing ingested may be gone. Kills follow one another in the same home; then a run is left
alone, must succeed by itself and must give the Parquet bytes of homes that were never disturbed.
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
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.faults.documents import write_documents
from tests.faults.states import Broken, Fingerprint, Home, lost

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 1_800
PHASES = ("Documents:", "Market:", "Statements:", "Transforming", "Publishing", "Published")


@dataclass(frozen=True)
class Moment:
    """When to kill: after `seconds` of CPU, counted from the start or from a line of output."""

    seconds: float
    after: str = ""


@dataclass
class Job:
    """A run of the main job that was killed or came to its end."""

    status: int
    said: str
    seconds: float
    publishing_seconds: float

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def phase(self) -> str:
        reached = [phase for phase in PHASES if phase in self.said]
        return reached[-1].rstrip(":") if reached else "starting"


@dataclass
class Tally:
    """What came of all kills."""

    tried: int = 0
    survived: int = 0
    recoveries: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def run(raw: Path, home: Home, log: Path, moment: Moment | None = None) -> Job:
    """One job, killed at `moment` unless it is done before."""
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
    spent = publishing = 0.0
    counted_from: float | None = None
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None:
        spent = max(spent, _cpu_seconds(watched))
        said = log.read_text(errors="replace")
        if not publishing and "Publishing" in said:
            publishing = spent
        if moment and counted_from is None and moment.after in said:
            counted_from = spent if moment.after else 0.0
        due = moment and counted_from is not None and spent >= counted_from + moment.seconds
        if due or time.monotonic() > deadline:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            break
        time.sleep(POLL_SECONDS)
    said = log.read_text(errors="replace")
    return Job(process.returncode, said, spent, spent - publishing if publishing else 0.0)


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

    def moment(self, chance: random.Random) -> Moment:
        if self.name == "publishing":
            return Moment(chance.uniform(0, self.publishing_seconds), "Publishing")
        return Moment(chance.uniform(0, self.seconds))


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
    print(
        f"undisturbed: first build {build.seconds:.1f} CPU s, next {update.seconds:.1f},"
        f" publishing {update.publishing_seconds:.1f}",
        flush=True,
    )
    timed = (update.seconds, update.publishing_seconds)
    return [
        Scene("first build", raw_first, empty, None, old, first.parquet(), build.seconds, 0),
        Scene("incremental", raw_next, first.path, old, new, after.parquet(), *timed),
        Scene("publishing", raw_next, first.path, old, new, after.parquet(), *timed),
    ]


def chain(scene: Scene, kills: int, chance: random.Random, folder: Path, tally: Tally) -> None:
    """Kill `kills` runs in one home, one after the other, then let one finish."""
    home = Home(folder / "home")
    shutil.rmtree(home.path, ignore_errors=True)
    shutil.copytree(scene.start, home.path)
    held = home.ingested(folder)
    for _ in range(kills):
        moment = scene.moment(chance)
        job = run(scene.raw, home, folder / "log", moment)
        if not job.killed:
            break
        tally.tried += 1
        tally.phases[job.phase] += 1
        where = f"{scene.name}, killed after {job.seconds:.1f} CPU s while at {job.phase!r}"
        try:
            if home.fingerprint() not in (scene.before, scene.after):
                raise Broken("the published file is neither the old one nor the new one")
            now = home.ingested(folder)
            if gone := lost(held, now):
                raise Broken("; ".join(gone))
            held = now
        except Broken as finding:
            tally.findings.append(f"{where}: {finding}")
        else:
            tally.survived += 1
        print(f"{tally.tried:4} {where}", flush=True)
    else:
        job = run(scene.raw, home, folder / "log")
    tally.recoveries += 1
    if job.status:
        tally.findings.append(f"{scene.name}: the next run failed:\n{job.said}")
    elif home.parquet() != scene.parquet:
        tally.findings.append(f"{scene.name}: the Parquet files differ from an undisturbed run's")
    elif gone := lost(held, home.ingested(folder)):
        tally.findings.append(f"{scene.name}: after recovery {'; '.join(gone)}")
    elif left := home.leftovers():
        tally.findings.append(f"{scene.name}: {left} were left behind")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--chain", type=int, default=5, help="kills before a run is left alone")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="ledger-faults-") as name:
        folder = Path(name)
        print(f"seed {arguments.seed}", flush=True)
        kinds = scenes(folder)
        while tally.tried < arguments.kills:
            for scene in kinds:
                kills = min(arguments.chain, arguments.kills - tally.tried)
                if kills:
                    chain(scene, kills, chance, folder, tally)
    print(f"\nkills survived {tally.survived} of {tally.tried}, recoveries {tally.recoveries}")
    print("killed while at: " + ", ".join(f"{p} {n}" for p, n in tally.phases.most_common()))
    print(*tally.findings, sep="\n")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
