"""Faults of disks and files in words: what is wrong, where, and what to do about it.

DuckDB, SQLite, dbt and Python each tell them in their own way, often from deep inside a step, so
they are known by the words of the message.
"""

from __future__ import annotations

import re
from pathlib import Path

_KEPT = "The published file is whole."
_FULL = re.compile(
    "no space left|disk is full|disk quota|disk i/o error|file too large|failed to offload", re.I
)
_REFUSED = re.compile(
    "read-only|readonly|permission denied|operation not permitted|unable to open database", re.I
)
_DAMAGED = re.compile(
    "not a valid duckdb database|corrupt|could not read enough bytes|replaying wal|checksum"
    "|database has been invalidated|failed to deserialize|serialization error",
    re.I,
)
_LOCKED = re.compile(r"could not set lock on file.*?(?:PID (\d+)|$)", re.I | re.S)
_PATH = re.compile(r"[\"'](/[^\"'\n]+)[\"']")


def in_words(message: str, home: Path, warehouse: Path) -> str | None:
    """One sentence on the fault behind an error message; None where it is another kind of error."""
    named = [Path(path) for path in _PATH.findall(message)]
    where = next((path for path in named if path.is_relative_to(home)), home)
    if _FULL.search(message):
        return (
            f"The disk that holds {home} is full; free some space there (or name another folder"
            f" with LEDGER_HOME), then run again: what was read so far is kept. {_KEPT}"
        )
    if locked := _LOCKED.search(message):
        holder = f" (process {locked[1]})" if locked[1] else ""
        return (
            f"{warehouse} is open in another program{holder}; close it there and run again. People"
            f" and tools read the published file instead, which never waits. {_KEPT}"
        )
    if _REFUSED.search(message):
        return (
            f"{where} cannot be written; let this user write there, or name a folder that can be"
            f" written with LEDGER_HOME, then run again. {_KEPT}"
        )
    if _DAMAGED.search(message):
        return (
            f"{warehouse} is damaged; put back your back-up of it, or move it away with any .wal"
            f" beside it to have everything in raw/ read anew, then run again. {_KEPT}"
        )
    return None
