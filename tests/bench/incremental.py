"""What a run costs as the folder grows: `make bench-incremental`.

Whole runs of the main job on the corpus in `../shared/corpus` where it is there, else on text
generated here: a first build of few documents and of many, a run that adds none, one that adds one.
Figures are CPU seconds of the job and its workers, and the peak of the memory they hold together
(pages shared between them count once for each).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import psutil
import pyarrow.parquet as pq

from tests.bench.extraction import CORPUS, generated

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.2
LIMITS = {"add one / add none": 1.3, "growth / linear": 1.2, "peak MiB": 1536.0}
NEW_DOCUMENT = (
    "# Northfield plans a plant\n\nNorthfield 1 Materials Inc. said it will build a $90 million"
    " battery recycling plant in Springfield, Ohio.\n"
)


class Cost(NamedTuple):
    """What one run took, and what it said."""

    seconds: float
    mebibytes: float
    said: str

    @property
    def extracted(self) -> int:
        """Documents read for statements."""
        return max(map(int, re.findall(r"Statements: (\d+) of", self.said)), default=0)


def texts() -> Iterator[str]:
    """Documents as they would lie in the folder."""
    if CORPUS.exists():
        for batch in pq.ParquetFile(CORPUS).iter_batches(1_000, columns=["published_on", "text"]):
            for row in batch.to_pylist():
                yield f"---\npublished_on: {row['published_on']}\n---\n{row['text']}"
    else:
        for row in generated(24_638):
            yield f"---\npublished_on: {row['published_on']}\n---\n{row['text']}"


def write(raw: Path, limit: int) -> int:
    """Write up to `limit` documents below `raw` with the market data; how many there are."""
    folder = raw / "documents"
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "raw" / "market", raw / "market")
    count = 0
    for count, text in enumerate(islice(texts(), limit), 1):
        (folder / f"{count:06}.md").write_text(text)
    return count


def run(raw: Path, home: Path) -> Cost:
    """The main job, to its end; raises SystemExit when it fails."""
    log = home.with_suffix(".log")
    environment = {**os.environ, "LEDGER_RAW": str(raw), "LEDGER_HOME": str(home)}
    with log.open("wb") as output:
        job = subprocess.Popen(
            [sys.executable, "-m", "dagster_project"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    watched = psutil.Process(job.pid)
    peak = 0.0
    seconds = 0.0
    while True:
        with suppress(psutil.NoSuchProcess):
            family = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(_resident(process) for process in family) / 2**20)
            seconds = max(seconds, sum(watched.cpu_times()[:4]))
        if job.poll() is not None:
            break
        time.sleep(POLL_SECONDS)
    said = log.read_text()
    if job.returncode:
        raise SystemExit(f"the run failed:\n{said}")
    return Cost(seconds, peak, said)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=2_000)
    parser.add_argument("--many", type=int, default=24_638)
    parser.add_argument("--folder", type=Path, help="where homes are kept (default: nowhere)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as temporary:
        return measure(arguments.folder or Path(temporary), arguments.few, arguments.many)


def measure(folder: Path, few: int, many: int) -> int:
    """Run and print; 1 when a figure is above its limit or a run that adds none extracts."""
    folder.mkdir(parents=True, exist_ok=True)
    first: dict[int, Cost] = {}
    for limit in (few, many):
        raw, home = folder / f"raw{limit}", folder / f"home{limit}"
        count = write(raw, limit)
        first[count] = run(raw, home)
        show(f"first build of {count}", first[count])
    none = run(raw, home)
    show("none added", none)
    (raw / "documents" / "added.md").write_text(NEW_DOCUMENT)
    one = run(raw, home)
    show("one added", one)
    (small, cheap), (large, dear) = sorted(first.items())
    figures = {
        "add one / add none": one.seconds / none.seconds,
        "growth / linear": dear.seconds / cheap.seconds / (large / small),
        "peak MiB": max(cost.mebibytes for cost in (cheap, dear, none, one)),
    }
    for name, figure in figures.items():
        print(f"{name}: {figure:.2f} (at most {LIMITS[name]:g})")
    print(f"documents extracted when none was added: {none.extracted}")
    exceeded = [name for name, figure in figures.items() if figure > LIMITS[name]]
    return 1 if exceeded or none.extracted or one.extracted != 1 else 0


def show(name: str, cost: Cost) -> None:
    print(
        f"{name:24} {cost.seconds:7.1f} CPU s {cost.mebibytes:7.0f} MiB"
        f" {cost.extracted:7} documents extracted",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
