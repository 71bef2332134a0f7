"""Two states of a folder of documents: enough batches to be killed between, cheap to read."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

RELEASES = 44
_TOWNS = ("Springfield, Ohio", "Lakeview, Texas", "Riverton, Nevada")


def release(number: int) -> str:
    """A made-up press release about a made-up company; the same number gives the same text."""
    chance = random.Random(number)
    name = f"Northfield {number} Materials Inc."
    return (
        f"---\npublished_on: 2025-0{chance.randrange(1, 9)}-1{chance.randrange(9)}\n---\n"
        f"# {name} plans a plant\n\n"
        f"{name} said today it will build a ${chance.randrange(20, 900)} million battery recycling"
        f" plant in {chance.choice(_TOWNS)} that will process up to {chance.randrange(5, 90)},000"
        f" tonnes of lithium-ion batteries a year.\n\n"
        f"The company signed an offtake agreement with Southfield {number % 7} Metals Inc.\n"
    )


def write_documents(shipped: Path, first: Path, after: Path) -> None:
    """`first` is what is shipped and many releases; in `after` some are new, changed or gone."""
    shutil.copytree(shipped, first)
    folder = first / "documents" / "releases"
    folder.mkdir()
    for number in range(RELEASES):
        (folder / f"{number:03}.md").write_text(release(number))
    shutil.copytree(first, after)
    folder = after / "documents" / "releases"
    for number in range(RELEASES, RELEASES + 20):
        (folder / f"{number:03}.md").write_text(release(number))
    (folder / "000.md").write_text(release(1_000))
    (folder / "001.md").unlink()
