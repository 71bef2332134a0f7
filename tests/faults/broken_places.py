"""Full disks, folders that refuse and damaged files: `make faults`.

Each is one whole run in a home that a run has filled. It must say in one sentence what is wrong,
where and what to do, leave the published file as it was, and succeed with the same bytes once the
fault is gone. A full disk is a small tmpfs; mounting takes root, so others skip those tests.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.conftest import ROOT, Run, run_ledger

needs_mount = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("filled") / "home"
    run = run_ledger(ROOT / "raw", home)
    assert run.status == 0, run.said
    return run


@pytest.fixture
def disk(filled: Run, tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with the filled home on it."""
    mount(tmp_path, "size=1g")
    try:
        yield Path(shutil.copytree(filled.home, tmp_path / "home"))
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def assert_told(run: Run, *words: str) -> None:
    assert run.status == 1, run.said
    assert "Traceback" not in run.said
    told = [line for line in run.said.splitlines() if "then run again" in line]
    assert len(told) == 1, run.said
    for word in words:
        assert word in told[0]


def assert_recovers(filled: Run, home: Path) -> None:
    again = run_ledger(ROOT / "raw", home)
    assert again.status == 0, again.said
    assert again.parquet() == filled.parquet()
    assert not [path.name for path in again.published.parent.iterdir() if path.name[0] == "."]


@needs_mount
@pytest.mark.parametrize("free_kilobytes", [0, 400, 4_000, 12_000])
def test_a_disk_that_fills_up_is_named_and_loses_nothing(
    filled: Run, disk: Path, free_kilobytes: int
) -> None:
    before = (disk / "published" / filled.published.name).read_bytes()
    used = shutil.disk_usage(disk).used // 1024
    remount(disk.parent, f"size={used + free_kilobytes}k")
    run = run_ledger(ROOT / "raw", disk)
    assert_told(run, str(disk), "full", "LEDGER_HOME")
    assert (disk / "published" / filled.published.name).read_bytes() == before
    remount(disk.parent, "size=1g")
    assert_recovers(filled, disk)


@needs_mount
def test_a_home_that_cannot_be_written_is_named(filled: Run, disk: Path) -> None:
    remount(disk.parent, "ro")
    run = run_ledger(ROOT / "raw", disk)
    assert_told(run, str(disk), "cannot be written", "LEDGER_HOME")
    assert run.rows("SELECT count(*) FROM marts.dim_documents") == filled.rows(
        "SELECT count(*) FROM marts.dim_documents"
    )


@needs_mount
def test_a_published_folder_that_cannot_be_written_is_named(filled: Run, disk: Path) -> None:
    published = disk / "published"
    mount(published, "size=100m")
    shutil.copytree(filled.published.parent, published, dirs_exist_ok=True)
    before = (published / filled.published.name).read_bytes()
    remount(published, "ro")
    try:
        assert_told(run_ledger(ROOT / "raw", disk), str(published), "cannot be written")
        assert (published / filled.published.name).read_bytes() == before
        remount(published, "rw")
        assert_recovers(filled, disk)
    finally:
        subprocess.run(["umount", "--lazy", str(published)], check=True)


@pytest.mark.parametrize("damage", ["cut", "noise", "flipped"])
def test_a_damaged_warehouse_is_named_and_built_anew_once_it_is_moved_away(
    filled: Run, tmp_path: Path, damage: str
) -> None:
    home = Path(shutil.copytree(filled.home, tmp_path / "home"))
    warehouse = home / "warehouse.duckdb"
    content = bytearray(warehouse.read_bytes())
    chance = random.Random(1)
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "noise":
        content[:] = chance.randbytes(len(content))
    else:
        for start in range(3 * 4096, len(content), 100_000):
            content[start : start + 64] = chance.randbytes(64)
    warehouse.write_bytes(content)
    before = filled.published.read_bytes()
    run = run_ledger(ROOT / "raw", home)
    assert_told(run, str(warehouse), "damaged", "back-up")
    assert run.published.read_bytes() == before
    assert warehouse.read_bytes() == content, "it is left as it was, for whoever can mend it"
    warehouse.rename(home / "damaged")
    assert_recovers(filled, home)


@pytest.mark.parametrize("content", [b"", bytes(4_096)])
def test_a_warehouse_whose_writer_was_killed_while_it_was_made_is_begun_anew(
    filled: Run, tmp_path: Path, content: bytes
) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled.home / "dbt", home / "dbt")
    (home / "warehouse.duckdb").write_bytes(content)
    assert_recovers(filled, home)


def test_a_back_up_put_back_in_another_place_gives_the_same_bytes_and_reads_nothing_again(
    filled: Run, tmp_path: Path
) -> None:
    restored = tmp_path / "restored"
    restored.mkdir()
    packed = str(tmp_path / "back-up.tar.gz")
    pack = ["tar", "-czf", packed, "-C", str(ROOT), "raw", "-C", str(filled.home)]
    subprocess.run([*pack, "warehouse.duckdb"], check=True)
    subprocess.run(["tar", "-xzf", packed, "-C", str(restored)], check=True)
    again = run_ledger(restored / "raw", restored)
    assert again.status == 0, again.said
    assert "Documents   0 read" in again.said
    assert again.parquet() == filled.parquet()


def test_a_write_ahead_log_that_is_noise_loses_nothing(filled: Run, tmp_path: Path) -> None:
    home = Path(shutil.copytree(filled.home, tmp_path / "home"))
    (home / "warehouse.duckdb.wal").write_bytes(random.Random(1).randbytes(5_000))
    assert_recovers(filled, home)
