"""How fast extraction reads: `make bench`.

Reads the corpus in `../shared/corpus` when it is there, else text generated here, with one process
and with two; prints MB/s, documents/s, the speed-up, peak memory of a process, and where one
process spends its time.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import pstats
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extraction.batches import DOCUMENT_INPUT, extract_batch, extract_documents

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "press_releases.parquet"
STAGES = (
    "relevance.py:is_relevant",
    "vocabulary.py:find",
    "sentences.py:split_sentences",
    "organisations.py:find_organisations",
    "plants.py:extract",
    "capacities.py:extract",
    "deals.py:extract",
    "grant_changes.py:extract",
    "market_figures.py:extract",
    "process_claims.py:extract",
    "person_roles.py:extract",
    "declared.py:extract",
    "assemble.py:statements",
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


def batches(limit: int | None, size: int) -> tuple[list[pa.RecordBatch], int]:
    """Record batches of `DOCUMENT_INPUT` and their bytes of text."""
    if CORPUS.exists():
        table = pq.read_table(CORPUS, columns=["text", "published_on"])
        rows = [
            {"text": r["text"], "published_on": _date(r["published_on"])}
            for r in table.slice(0, limit).to_pylist()
        ]
    else:
        rows = list(generated(limit or 5_000))
    recorded = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    documents = [
        {
            **row,
            "document_id": f"d{i}",
            "language": "en",
            "published_precision": "day",
            "recorded_at": recorded,
        }
        for i, row in enumerate(rows)
    ]
    table = pa.Table.from_pylist(documents, schema=DOCUMENT_INPUT)
    return table.to_batches(max_chunksize=size), sum(len(str(r["text"]).encode()) for r in rows)


def _date(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)[:10]) if value else None


def run(work: list[pa.RecordBatch], workers: int) -> tuple[float, int]:
    """Seconds taken and statements found."""
    start = time.perf_counter()
    found = sum(e.statements.num_rows for e in extract_documents(work, workers))
    return time.perf_counter() - start, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, help="documents to read")
    parser.add_argument("--batch", type=int, default=256, help="documents in a batch")
    limit, size = vars(parser.parse_args()).values()
    work, size_bytes = batches(limit, size)
    documents, megabytes = sum(b.num_rows for b in work), size_bytes / 1e6
    print(
        f"{documents} documents, {megabytes:.1f} MB, {'corpus' if CORPUS.exists() else 'generated'}"
    )
    extract_batch(work[0].slice(0, 1))  # vocabulary and gazetteer are loaded once per process
    times = {}
    for workers in (1, 2):
        seconds, found = run(work, workers)
        times[workers] = seconds
        print(
            f"{workers} worker(s): {seconds:6.1f} s  {megabytes / seconds:5.2f} MB/s"
            f"  {documents / seconds:6.0f} documents/s  {found} statements"
        )
    print(f"2 workers over 1: {times[1] / times[2]:.2f}x")
    for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "worker")):
        print(f"peak memory, {name}: {resource.getrusage(who).ru_maxrss / 1024:.0f} MiB")
    profile = cProfile.Profile()
    profile.runcall(run, work, 1)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = max(row[3] for row in stats.values())
    print("share of the time (profiled, cumulative):")
    for (path, _, function), row in sorted(stats.items(), key=lambda kv: -kv[1][3]):
        stage = f"{Path(path).name}:{function}"
        if stage in STAGES:
            print(f"  {stage:42} {row[3] / total:6.1%}")


if __name__ == "__main__":
    main()
