"""Which documents say the same: exact copies by hash, near copies by MinHash.

Compared are the article's own words: boilerplate and company descriptions are left out, since one
agency's releases share them. Syndicated copies differ by a dateline or a cut last paragraph and
stay above 0.85 of common five-word shingles; another day's note from the same template falls below
it, because each changed number breaks five shingles.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from rensa import RMinHash

from dagster_project.documents.lines import split_lines
from dagster_project.documents.model import Span

THRESHOLD = 0.85
_PERMUTATIONS = 128
_SEED = 42
_SHINGLE = 5
# Fewer shingles say too little: such texts are the same only when they are equal.
_MIN_SHINGLES = 20
# 16 bands of 8 rows: two texts at 0.85 share a band with probability 0.99, at 0.5 with 0.06.
_BANDS = 16
_TOKEN = re.compile(r"[a-z0-9\u00c0-\u024f]+|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_ABOUT = re.compile(r"(?:#+ |\*\*)?(?:About|Über|À propos de|Acerca de|关于)\W", re.IGNORECASE)
_MAX_ABOUT_HEADING = 90


def text_hash(text: str) -> str:
    """Hash of a text that ignores white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def signature(text: str, suppressed: Sequence[Span]) -> bytes:
    """MinHash of the article's own words, 128 little-endian uint32; empty for very short texts."""
    tokens = _TOKEN.findall(_own_words(text, suppressed).lower())
    shingles = set(map(" ".join, zip(*(tokens[i:] for i in range(_SHINGLE)), strict=False)))
    if len(shingles) < _MIN_SHINGLES:
        return b""
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list(shingles))
    return np.asarray(minhash.digest(), dtype="<u4").tobytes()


def _own_words(text: str, suppressed: Sequence[Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in suppressed:
        parts.append(text[position : span.start])
        position = max(position, span.end)
    parts.append(text[position:])
    text = "".join(parts)
    for line in split_lines(text):
        if len(line.content) <= _MAX_ABOUT_HEADING and _ABOUT.match(line.content):
            return text[: line.start]
    return text


def cluster(documents: Iterable[tuple[str, str, bytes]]) -> dict[str, str]:
    """The origin_id of every (document_id, text_sha256, signature), in whatever order they come.

    The origin is the document with the smallest (text_sha256, document_id) of its cluster.
    """
    ordered = sorted(documents, key=lambda d: (d[1], d[0]))
    leader = list(range(len(ordered)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for first, second in [*_same_text(ordered), *_near(ordered)]:
        low, high = sorted((find(first), find(second)))
        leader[high] = low
    return {document[0]: ordered[find(index)][0] for index, document in enumerate(ordered)}


def _same_text(ordered: Sequence[tuple[str, str, bytes]]) -> Iterable[tuple[int, int]]:
    for index in range(1, len(ordered)):
        if ordered[index][1] == ordered[index - 1][1]:
            yield index - 1, index


def _near(ordered: Sequence[tuple[str, str, bytes]]) -> Iterable[tuple[int, int]]:
    """Pairs above the threshold; within a band each is compared with the leaders found so far."""
    signed = [index for index, document in enumerate(ordered) if document[2]]
    if not signed:
        return
    matrix = np.frombuffer(b"".join(ordered[index][2] for index in signed), dtype="<u4")
    matrix = matrix.reshape(len(signed), _PERMUTATIONS)
    rows = _PERMUTATIONS // _BANDS
    for band in range(_BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        columns = np.ascontiguousarray(matrix[:, band * rows : (band + 1) * rows])
        for row in range(len(signed)):
            buckets[columns[row].tobytes()].append(row)
        for members in buckets.values():
            remaining = np.asarray(members)
            while len(remaining) > 1:
                same = (matrix[remaining] == matrix[remaining[0]]).mean(axis=1) >= THRESHOLD
                for other in remaining[same][1:]:
                    yield signed[int(remaining[0])], signed[int(other)]
                remaining = remaining[~same]
