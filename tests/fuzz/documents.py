"""Coverage-guided bytes through the readers and extraction: `make fuzz`.

Each input is a file of one format: read as a run reads it, then extracted. A finding is an
exception, a span that does not hold its quote, a document that is neither read nor refused, or one
that takes longer than the limit and half as much again. The first byte chooses the format.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dagster_project", "trafilatura", "pypdf", "yaml"]):
    import pyarrow as pa

    from dagster_project.documents.discovery import FoundFile
    from dagster_project.documents.reading import read_files
    from dagster_project.extraction.batches import DOCUMENT_INPUT, extract_batch

from tests.documents.bombs import bombs
from tests.documents.pdfs import pdf

SUFFIXES = (".txt", ".md", ".html", ".pdf")
SECONDS = 2.0
SEEDS = {
    ".txt": [b"Acme Inc. plans a $90 million battery recycling plant in Dayton, Ohio."],
    ".md": [
        b"---\npublished_on: 2025-03\ntitle: x\n---\n# A\n\n| plant | 5,000 t |\n\nRead more\n",
        "宁德时代在四川投资50亿元建设电池回收工厂，年处理10万吨。".encode(),
    ],
    ".html": [
        b"<html lang=en><head><title>T</title><meta name=date content=2025-03-04></head><body>"
        b"<p>A battery plant opens.</p><table><tr><td>1<td>2</table></body></html>"
    ],
    ".pdf": [pdf("A battery plant opens in Dayton, Ohio.")],
}
FOLDER = Path(tempfile.mkdtemp(prefix="ledger-fuzz-"))


def one_input(data: bytes) -> None:
    """Read and extract one file; raises on a finding."""
    if len(data) < 2:
        return
    suffix = SUFFIXES[data[0] % len(SUFFIXES)]
    path = FOLDER / f"fuzzed{suffix}"
    path.write_bytes(data[1:])
    begun = time.process_time()
    readings = read_files([FoundFile(str(path), path.name, 0.0, "00", None, "key")], SECONDS)
    documents = readings.documents.to_pylist()
    assert bool(documents) != bool(readings.quarantine.num_rows)
    names = set(DOCUMENT_INPUT.names) & set(readings.documents.schema.names)
    rows = [{name: row[name] for name in names} for row in documents]
    found = extract_batch(pa.RecordBatch.from_pylist(rows, schema=DOCUMENT_INPUT), SECONDS)
    assert time.process_time() - begun < 3 * SECONDS
    assert all(failure.detail.startswith("Slow:") for failure in found.failures), found.failures
    texts = {row["document_id"]: row["text"] for row in documents}
    for row in found.statements.to_pylist():
        text = texts[row["document_id"]]
        assert text[row["span_start"] : row["span_end"]] == row["quote"]


def write_seeds(folder: Path) -> None:
    """Inputs to begin from: one good file of each format, and every bomb at a small size."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = {**SEEDS}
    for name, content in bombs(20).items():
        samples.setdefault(Path(name).suffix, []).append(content)
    for suffix, contents in samples.items():
        for number, content in enumerate(contents):
            first = bytes([SUFFIXES.index(suffix)])
            (folder / f"{suffix[1:]}{number}").write_bytes(first + content)


def main() -> None:
    corpus = Path(os.environ.get("FUZZ_CORPUS", FOLDER / "corpus"))
    write_seeds(corpus)
    options = ["-max_len=4096", f"-artifact_prefix={FOLDER}/", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
