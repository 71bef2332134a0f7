"""How much processor time and memory one document may take.

Processor time, not the clock on the wall: a busy machine gives up no document that a quiet one
reads.
"""

from __future__ import annotations

import math
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Above what the process holds when a document is begun: a page of the largest size allowed takes a
# fifth of it, a bomb all.
MEMORY_BYTES = 1 << 30
# The libraries that read formats may drop an exception raised in the midst of them: it comes again.
_AGAIN_SECONDS = 0.1
_STATM = Path("/proc/self/statm")
_may_end = False


class TooSlow(BaseException):
    """The time is up. Not an Exception: readers' libraries catch those and go on."""


def memory_detail() -> str:
    """The sentence for a document that took too much memory."""
    return f"It took more than {MEMORY_BYTES >> 30} GiB of memory and was given up."


def slow_detail(seconds: float) -> str:
    """The sentence for a document that took too long; it names the setting."""
    return (
        f"Slow: it took more than {seconds:g} seconds of processor time and was given up"
        " (LEDGER_DOCUMENT_SECONDS)."
    )


def end_when_stuck() -> None:
    """Let the system end this process where a document holds it in code that hears no exception."""
    global _may_end
    _may_end = True
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlow after `seconds` of processor time, MemoryError beyond MEMORY_BYTES.

    Only a process's main thread can be interrupted; elsewhere nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, give_up)
    before = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU)}
    _limit_memory()
    if _may_end:
        _lower(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds) + 1)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:  # twice, for the time may be up between the two lines
        signal.setitimer(signal.ITIMER_PROF, 0)
        # Ignored from here on: by default a signal that comes late would end the process.
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)


def _limit_memory() -> None:
    if _STATM.exists():  # Linux; elsewhere only the size of files bounds memory
        held = int(_STATM.read_text().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, held + MEMORY_BYTES)


def _lower(kind: int, wanted: int) -> None:
    """Lower a soft limit, which may be raised again."""
    soft, hard = resource.getrlimit(kind)
    if soft == resource.RLIM_INFINITY or wanted < soft:
        resource.setrlimit(kind, (wanted, hard))
