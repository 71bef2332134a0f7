"""dbt on every document there is: `make bench-corpus`.

Reads the corpus in `../shared`, the labelled documents and the seeds as a run would, then builds:
statements nobody chose, so that a model or check that only fits the five documents shows.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from dagster_project.documents import library, store
from dagster_project.market.store import refresh_market
from dagster_project.settings import Settings
from dagster_project.warehouse import dbt
from dagster_project.warehouse.statements import update_statements
from dagster_project.warehouse.store import connect

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FOLDERS = {"dev": SHARED / "eval" / "dev" / "docs", "seeds": SHARED / "seeds"}


def lay_out(folder: Path) -> int:
    """Write the corpus as files with front matter, link the other documents; how many."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    releases = pq.read_table(SHARED / "corpus" / "press_releases.parquet").to_pylist()
    for number, release in enumerate(releases):
        matter = [f"title: {json.dumps(release['title'] or '')}"]
        if release["published_on"]:
            matter.append(f"published_on: {str(release['published_on'])[:10]}")
        text = "\n".join(["---", *matter, "---", release["text"]])
        (corpus / f"{number:05}.md").write_text(text, encoding="utf-8")
    for name, source in FOLDERS.items():
        (folder / name).mkdir()
        for path in source.iterdir():
            (folder / name / path.name).write_bytes(path.read_bytes())
    return sum(1 for path in folder.rglob("*") if path.is_file())


def silent(*_: object) -> None:
    """Progress that nobody follows."""


def read(settings: Settings) -> None:
    """Fill schema raw from the files, as the pipeline's assets do."""
    with connect(settings.warehouse_path) as connection:
        store.create_tables(connection)
        result = library.read_documents(settings, [], [], silent)
        store.apply(connection, result)
        refresh_market(connection, ROOT / "raw" / "market")
        update = update_statements(connection, settings.workers, silent)
    print(f"{result.counts}  {update.statements:,} statements, {update.failed} documents failed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder to work in, used again when it is there")
    keep = parser.parse_args().keep
    if not SHARED.exists():
        raise SystemExit(f"there is no {SHARED}")
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = keep or Path(scratch)
        settings = Settings(raw=folder / "raw", home=folder / "home", workers=1)
        if not settings.warehouse_path.exists():
            print(f"{lay_out(settings.documents_dir):,} files")
            read(settings)
        began = time.perf_counter()
        results = dbt.run(settings, "build", None)
    odd = [r for r in results if r.status not in ("success", "pass")]
    for result in odd:
        print(f"  {result.status}: {result.name}: {result.message}")
    print(
        f"{len(results)} nodes in {time.perf_counter() - began:.0f} s,"
        f" {sum(r.is_broken for r in results)} broken"
    )
    raise SystemExit(any(r.is_broken or r.status == "skipped" for r in results))


if __name__ == "__main__":
    main()
