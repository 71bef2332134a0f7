"""What it takes to list a million tiny files: `make bench-files`.

Each way in which the project looks through a folder of documents runs in a process of its own:
what the sensor does every half minute, what it does once something changed, and what a run does
before it reads. Half of the files lie in folders of a thousand, half in one folder. The peak is
what the process held beyond its imports.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dagster_project.documents.discovery import discover, has_files
from dagster_project.documents.listing import content, glance

MEBIBYTES = 1024.0
PEAK_MEBIBYTES = 1024.0


def look(documents: Path) -> int:
    """The sensor's glance: names, sizes and times."""
    return len(glance([documents]))


def compare(documents: Path) -> int:
    """The sensor's second look, at bytes."""
    return len(content([documents], 1_000))


def first(documents: Path) -> int:
    """Whether there is anything at all, as every run asks."""
    return int(has_files(documents))


def listed(documents: Path) -> int:
    """Every file with its hash, as a run plans what to read."""
    found = discover(documents, documents.parent, 1_000)
    return len(found.readable) + len(found.refused)


WAYS: dict[str, Callable[[Path], int]] = {w.__name__: w for w in (look, compare, first, listed)}


def write(documents: Path, files: int) -> None:
    for number in range(files):
        folder = "one" if number % 2 else f"{number // 2_000:04}"
        path = documents / folder / f"{number}.txt"
        if number < 2 or number % 2_000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"plant %d" % number)


def measure(way: str, documents: Path) -> None:
    """Run one way in this process and print what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = WAYS[way](documents)
    seconds = time.process_time() - began
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEBIBYTES
    print(f"{way:8} {seconds:7.1f} CPU s {peak:7.0f} MiB, answer {found:,}", flush=True)
    if peak > PEAK_MEBIBYTES:
        raise SystemExit(f"more than {PEAK_MEBIBYTES:.0f} MiB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        way, folder = arguments.measure
        measure(way, Path(folder))
        return 0
    with tempfile.TemporaryDirectory(prefix="ledger-files-") as temporary:
        documents = Path(temporary) / "documents"
        write(documents, arguments.files)
        command = [sys.executable, "-m", "tests.bench.many_files", "--measure"]
        return max(subprocess.run([*command, w, documents], check=False).returncode for w in WAYS)


if __name__ == "__main__":
    sys.exit(main())
