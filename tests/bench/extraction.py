"""How fast extraction reads: `make bench`.

Reads the corpus in `../shared/corpus` when it is there, else text generated here, with one process
and with two; prints MB/s, documents/s, the speed-up, peak memory of all processes together, and
where one process spends its time. Loading vocabulary and names counts, in both.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import pstats
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Thread

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extraction.batches import DOCUMENT_INPUT, extract_documents

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "press_releases.parquet"
STAGES = (
    "extraction/relevance.py:is_relevant",
    "extraction/vocabulary.py:find",
    "extraction/sentences.py:split_sentences",
    "organisations/finding.py:find_organisations",
    "plants/reader.py:extract",
    "capacities/reader.py:extract",
    "deals/reader.py:extract",
    "grants/reader.py:extract",
    "market_figures/reader.py:extract",
    "extraction/process_claims.py:extract",
    "extraction/person_roles.py:extract",
    "extraction/declared.py:extract",
    "extraction/assemble.py:statements",
)


def generated(count: int) -> Iterator[dict[str, object]]:
    """Press releases with made-up names: one in twenty about batteries, as in a news feed."""
    chance = random.Random(7)
    towns = ("Springfield, Ohio", "Lakeview, Texas", "Riverton, Nevada")
    filler = "The committee thanked its members and looked ahead to another busy season of events. "
    for number in range(count):
        name = f"Northfield {chance.randrange(900)} Materials Inc."
        fact = (
            f"{name} said today it will build a {chance.randrange(20, 900)} million dollar battery "
            f"recycling plant in {chance.choice(towns)} that will process up to "
            f"{chance.randrange(5, 90)},000 tonnes of lithium-ion batteries a year. "
        )
        text = "\n\n".join(
            [filler * chance.randrange(2, 9) for _ in range(6)]
            + ([fact] * 3 if number % 20 == 0 else [])
        )
        yield {"text": text, "published_on": dt.date(2025, 1, 1 + number % 28)}


def documents(limit: int | None) -> Iterator[dict[str, object]]:
    """The text and day of the corpus' documents, or of generated ones."""
    if not CORPUS.exists():
        yield from generated(limit or 5_000)
        return
    read = 0
    for batch in pq.ParquetFile(CORPUS).iter_batches(256, columns=["text", "published_on"]):
        for row in batch.to_pylist()[: None if limit is None else limit - read]:
            yield {"text": row["text"], "published_on": _date(row["published_on"])}
        read += batch.num_rows
        if limit is not None and read >= limit:
            return


def batches(limit: int | None, size: int) -> Iterator[pa.RecordBatch]:
    """Record batches of `DOCUMENT_INPUT`, read from disk as they are asked for."""
    known = {
        "language": "en",
        "published_precision": "day",
        "recorded_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    }
    numbered = enumerate(documents(limit))
    while chunk := [{**row, **known, "document_id": f"d{i}"} for i, row in islice(numbered, size)]:
        yield pa.RecordBatch.from_pylist(chunk, schema=DOCUMENT_INPUT)


def _date(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)[:10]) if value else None


def run(limit: int | None, size: int, workers: int) -> tuple[float, int]:
    """Seconds taken and statements found, reading included."""
    start = time.perf_counter()
    found = sum(e.statements.num_rows for e in extract_documents(batches(limit, size), workers))
    return time.perf_counter() - start, found


class Memory(Thread):
    """The most this process and its workers held at once, in MiB, sampled ten times a second.

    Pages that processes share are counted once for each, so the figure errs upwards.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        this = psutil.Process()
        while True:
            held = 0
            for process in [this, *this.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    held += process.memory_info().rss
            self.peak = max(self.peak, held / 2**20)
            time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, help="documents to read")
    parser.add_argument("--batch", type=int, default=256, help="documents in a batch")
    limit, size = vars(parser.parse_args()).values()
    sizes = [len(str(row["text"]).encode()) for row in documents(limit)]
    count, megabytes = len(sizes), sum(sizes) / 1e6
    print(f"{count} documents, {megabytes:.1f} MB, {'corpus' if CORPUS.exists() else 'generated'}")
    memory = Memory()
    memory.start()
    times = {}
    for workers in (1, 2):
        memory.peak = 0
        seconds, found = run(limit, size, workers)
        times[workers] = seconds
        print(
            f"{workers} worker(s): {seconds:6.1f} s  {megabytes / seconds:5.2f} MB/s"
            f"  {count / seconds:6.0f} documents/s  {found} statements"
            f"  {memory.peak:.0f} MiB at most, all processes"
        )
    print(f"2 workers over 1: {times[1] / times[2]:.2f}x")
    profile = cProfile.Profile()
    profile.runcall(run, limit, size, 1)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = max(row[3] for row in stats.values())
    print("share of the time (profiled, cumulative):")
    for (path, _, function), row in sorted(stats.items(), key=lambda kv: -kv[1][3]):
        stage = f"{'/'.join(Path(path).parts[-2:])}:{function}"
        if stage in STAGES:
            print(f"  {stage:42} {row[3] / total:6.1%}")


if __name__ == "__main__":
    main()
