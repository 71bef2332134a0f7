"""What is made from the published tables is made again only when they or the code changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path


def render(target: Path, contents: Path, marks: Path, make: Callable[[], object]) -> bool:
    """Call `make` unless `target` was made from the tables that are there; whether it was called.

    `contents` is the data package of the Parquet files, which holds the hash of each; `marks` a
    folder for what `target` was last made from.
    """
    state = hashlib.sha256(contents.read_bytes() + _code()).hexdigest()
    mark = marks / target.name
    if target.exists() and mark.exists() and mark.read_text() == state:
        return False
    make()
    marks.mkdir(parents=True, exist_ok=True)
    mark.write_text(state)
    return True


@cache
def _code() -> bytes:
    """Hash of this room: another version may render the same tables otherwise."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    for path in sorted(room.rglob("*")):
        if path.suffix in {".py", ".sql", ".html", ".json"}:
            digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()
