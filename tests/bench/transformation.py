"""How fast dbt builds the warehouse: `make bench-dbt`.

Builds it from no statements, then from two numbers of generated ones (tests/bench/statements.py),
each in a process of its own; prints wall and CPU seconds, peak memory and the slowest nodes, then
how much the time less the fixed start grows.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from dagster_project.settings import Settings
from dagster_project.warehouse import dbt
from tests.bench.statements import fill

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """Seconds, CPU seconds and peak MiB of one build."""

    wall: float
    cpu: float
    peak: float


def build(home: Path) -> None:
    """In a process of its own: build, and print what each node took as the last line."""
    results = dbt.run(Settings(home=home), "build", None)
    print(json.dumps([(r.seconds, r.name, r.status, r.message) for r in results]))


def measured(statements: int, home: Path, slowest: int) -> Cost:
    """Fill a warehouse, build it, and say what it cost."""
    settings = Settings(home=home)
    settings.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings.warehouse_path) as connection:
        documents = fill(connection, statements, ROOT / "raw" / "market")
    began = time.perf_counter()
    # CPU and memory of this child alone: getrusage would add up all of them.
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.transformation", "--build", str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    cost = Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    if status:
        raise SystemExit(said)
    nodes = json.loads(said.splitlines()[-1])
    broken = [node for node in nodes if node[2] in ("error", "fail", "skipped")]
    print(
        f"{statements:>9,} statements, {documents:>6,} documents: {cost.wall:6.1f} s wall"
        f"  {cost.cpu:6.1f} s CPU  {cost.peak:6.0f} MiB  {len(broken)} nodes not passed",
        flush=True,
    )
    for seconds, name, *_ in sorted(nodes, reverse=True)[:slowest]:
        print(f"    {seconds:6.2f} s  {name}")
    for _, name, node_status, message in broken:
        print(f"    {node_status}: {name}: {message}")
    return cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--slowest", type=int, default=10, help="nodes to list")
    parser.add_argument("--keep", type=Path, help="folder to build in and to leave behind")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build(options.build)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        dbt.prepared_manifest(Settings(home=folder))
        start, *costs = [
            measured(size, folder / str(size), options.slowest if size else 0)
            for size in (0, *options.sizes)
        ]
    if len(costs) > 1:
        small, large = costs[0], costs[-1]
        print(
            f"less the fixed start: {(large.wall - start.wall) / (small.wall - start.wall):.1f}"
            f"-fold in wall time, {(large.cpu - start.cpu) / (small.cpu - start.cpu):.1f}-fold in"
            f" CPU time for {options.sizes[-1] / options.sizes[0]:.0f} times the statements"
        )


if __name__ == "__main__":
    main()
