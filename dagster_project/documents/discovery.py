"""Which files lie in raw/documents, what they hash to, and which are refused unread.

Left alone without a word: hidden files and folders, `README.md`, and `<file>.meta.yaml` beside a
document. Everything else is a document or lands in quarantine.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

from dagster_project.documents.model import READER_VERSION, Refusal
from dagster_project.documents.readers import READERS

_METADATA = ".meta.yaml"
_IGNORED = frozenset({"README.md"})
_MAX_METADATA_BYTES = 1_000_000


class FoundFile(NamedTuple):
    """A file under documents/; `sha256` is None where it was not opened.

    Where it lies is a text: of a million files a path each would take twice the memory.
    """

    location: str
    file_path: str
    modified: float
    sha256: str | None
    metadata_path: Path | None
    read_key: str | None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.location)


class Discovered(NamedTuple):
    """Files to read, and those refused with their reason, both in order of their path."""

    readable: list[FoundFile]
    refused: list[tuple[FoundFile, Refusal]]


def discover(documents_dir: Path, raw: Path, max_bytes: int) -> Discovered:
    """Walk and hash. A missing folder holds no documents; links into raw/ are followed."""
    readable: list[FoundFile] = []
    refused: list[tuple[FoundFile, Refusal]] = []
    raw = raw.resolve()
    # Folders behind links are not entered, so only the top and links to files can lead outside.
    top_is_inside = documents_dir.resolve().is_relative_to(raw)
    for path in _walk(documents_dir):
        try:
            found = _unread(documents_dir, path)
        except FileNotFoundError:
            continue  # gone since it was listed
        try:
            if not (_is_inside(path, raw) if path.is_symlink() else top_is_inside):
                detail = "The file is a symbolic link, or behind one, to something outside raw/."
                raise Refusal("outside_raw", detail)
            readable.append(_hashed(found, raw, max_bytes))
        except Refusal as refusal:
            refused.append((found, refusal))
        except (OSError, RuntimeError) as error:  # RuntimeError: links that point in a circle.
            detail = f"The file could not be opened: {error}."
            refused.append((found, Refusal("unreadable", detail)))
    return Discovered(readable, refused)


def has_files(documents_dir: Path) -> bool:
    """Whether there is anything to read or to refuse; false for a folder that is not there."""
    return next(_walk(documents_dir), None) is not None


def _walk(folder: Path) -> Iterator[Path]:
    """Files, and links to anything, in the order of their paths; one folder is held at a time."""
    # A list of its own and no recursion: folders may be nested deeper than Python calls may be.
    levels = [(folder, _entries(folder))]
    while levels:
        here, entries = levels[-1]
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                levels.append((here / entry.name, _entries(here / entry.name)))
                break
            yield here / entry.name
        else:
            levels.pop()


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except OSError:  # gone since it was listed, or not ours to read
        return iter(())
    names = {entry.name for entry in entries}
    return (
        entry
        for entry in entries
        if not entry.name.startswith(".")
        and entry.name not in _IGNORED
        and not _describes_another(entry.name, names)
    )


def _describes_another(name: str, names: Set[str]) -> bool:
    return name.endswith(_METADATA) and name.removesuffix(_METADATA) in names


def _unread(documents_dir: Path, path: Path) -> FoundFile:
    """A found file by name and time only; names that are no UTF-8 are written with escapes."""
    relative = path.relative_to(documents_dir).as_posix()
    printable = os.fsencode(relative).decode("utf-8", "backslashreplace")
    return FoundFile(str(path), printable, path.lstat().st_mtime, None, None, None)


def _hashed(found: FoundFile, raw: Path, max_bytes: int) -> FoundFile:
    path = found.path
    if path.is_dir():
        raise Refusal("unsupported_format", "The folder is a symbolic link; put a real one here.")
    suffix = path.suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        raise Refusal("unsupported_format", f"{suffix or 'No suffix'} is not read; known: {known}.")
    if not path.is_file():
        raise Refusal("unreadable", "This is no regular file, or a link to nothing.")
    status = path.stat()
    if status.st_size == 0:
        raise Refusal("empty_file", "The file is empty.")
    if status.st_size > max_bytes:
        size, limit = status.st_size / 1e6, max_bytes / 1e6
        raise Refusal(
            "too_large",
            f"The file has {size:,.1f} MB; more than {limit:,.1f} MB is not read "
            "(LEDGER_MAX_DOCUMENT_BYTES).",
        )
    sha256 = _sha256(path)
    beside = path.with_name(path.name + _METADATA)
    metadata_path = beside if beside.is_file() else None
    metadata_sha256 = _metadata_sha256(beside, raw) if metadata_path else ""
    key = hashlib.sha256(f"{READER_VERSION}\0{sha256}\0{metadata_sha256}".encode()).hexdigest()
    return FoundFile(
        found.location, found.file_path, status.st_mtime, sha256, metadata_path, key[:32]
    )


def _metadata_sha256(path: Path, raw: Path) -> str:
    if not _is_inside(path, raw):
        raise Refusal("outside_raw", "The metadata file is a symbolic link out of raw/.")
    if path.stat().st_size > _MAX_METADATA_BYTES:
        raise Refusal("bad_metadata", "The metadata file is far too large for a few fields.")
    return _sha256(path)


def _is_inside(path: Path, raw: Path) -> bool:
    return path.resolve().is_relative_to(raw)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
