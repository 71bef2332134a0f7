"""Whether anything below a folder changed: a glance at names and times, then a look at bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import xxhash

_CHUNK = 1 << 20


def glance(folders: Iterable[Path]) -> str:
    """A hash of the names, sizes and times of all files that are not hidden; opens none."""
    return _sum(
        f"{name}\0{status.st_size}\0{status.st_mtime_ns}".encode(errors="surrogateescape")
        for name, path in _files(folders)
        if (status := _status(path))
    )


def content(folders: Iterable[Path], max_bytes: int) -> str:
    """A hash of the names and bytes of all files that are not hidden.

    Of files larger than `max_bytes`, which are never read, it takes the size.
    """
    return _sum(
        f"{name}\0{_bytes(path, status.st_size, max_bytes)}".encode(errors="surrogateescape")
        for name, path in _files(folders)
        if (status := _status(path))
    )


def _files(folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Name below its folder and path of each file, one by one, however many there are."""
    for folder in folders:
        for parent, children, names in os.walk(folder):
            children[:] = [name for name in children if not name.startswith(".")]
            for name in names:
                if not name.startswith("."):
                    path = Path(parent, name)
                    yield f"{folder.name}/{path.relative_to(folder).as_posix()}", path


def _sum(entries: Iterator[bytes]) -> str:
    # A sum is the same in any order: nothing has to be sorted or kept.
    return f"{sum(map(xxhash.xxh3_128_intdigest, entries)) % (1 << 128):032x}"


def _status(path: Path) -> os.stat_result | None:
    """None for a file that went between being listed and being looked at, or a broken link."""
    try:
        return path.stat()
    except OSError:
        return None


def _bytes(path: Path, size: int, max_bytes: int) -> str:
    if size > max_bytes:
        return f"{size} bytes"
    digest = xxhash.xxh3_128()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        return f"unreadable: {error.errno}"
    return digest.hexdigest()
