"""Files read in a process that may die of them, where no exception can stop the work.

HTML and PDF are read by libraries written in C or deep in recursion: a hostile file can hold them
for hours inside one call, or end the process.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection

from dagster_project.documents.discovery import FoundFile
from dagster_project.documents.limits import end_when_stuck, slow_detail
from dagster_project.documents.model import Refusal
from dagster_project.documents.reading import Readings, read_files, readings_of, refusal_row

SUFFIXES = frozenset({".html", ".htm", ".pdf"})

# Not fork: the caller may run threads.
_CONTEXT = multiprocessing.get_context("spawn")


def read_by_pool(
    batches: Sequence[list[FoundFile]], workers: int, seconds: float
) -> Iterator[Readings]:
    """The readings of every batch, in order.

    When a process dies the pool is lost with all it was reading: those batches are read again,
    file by file.
    """
    done = 0
    while done < len(batches):
        under_way: deque[Future[Readings]] = deque()
        try:
            with ProcessPoolExecutor(workers, _CONTEXT, initializer=end_when_stuck) as pool:
                for batch in batches[done:]:
                    under_way.append(pool.submit(read_files, batch, seconds))
                while under_way:
                    yield under_way[0].result()
                    done += 1
                    under_way.popleft()
        except BrokenProcessPool:
            for batch in batches[done : done + workers + 1]:
                yield read_one_by_one(batch, seconds)
                done += 1


def read_one_by_one(files: Sequence[FoundFile], seconds: float) -> Readings:
    """Read in one other process, and in a new one after a file that ended it."""
    readings: list[Readings] = []
    while len(readings) < len(files):
        receiver, sender = _CONTEXT.Pipe(duplex=False)
        rest = files[len(readings) :]
        process = _CONTEXT.Process(target=_serve, args=(sender, rest, seconds))
        process.start()
        sender.close()
        try:
            while len(readings) < len(files):
                readings.append(receiver.recv())
        except EOFError:
            process.join()
            readings.append(_refused(files[len(readings)], process.exitcode, seconds))
        finally:
            receiver.close()
            process.join()
    return Readings.concatenated(readings)


def _serve(sender: Connection, files: Sequence[FoundFile], seconds: float) -> None:
    end_when_stuck()
    for file in files:
        sender.send(read_files([file], seconds))


def _refused(file: FoundFile, exit_code: int | None, seconds: float) -> Readings:
    if exit_code == -signal.SIGXCPU:
        refusal = Refusal("slow", slow_detail(seconds))
    else:
        refusal = Refusal("unreadable", f"Reading the file ended the reader (exit {exit_code}).")
    return readings_of(quarantine=[refusal_row(file, refusal)])
