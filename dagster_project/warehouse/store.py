"""One writer for `warehouse.duckdb`, and its raw tables written from Arrow."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    # Slow to import, and Dagster's definitions import this room.
    import pyarrow as pa

# No extension is fetched from anywhere.
CONNECTION_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


# DuckDB begins a file with three headers of 4 KiB; data follow.
_FILE_HEADERS = 3 * 4096


@contextmanager
def one_writer(home: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the right to write under `home`; wait for whoever has it, and say so once."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "writer.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"Another run ({lock.read().strip() or 'unknown'}) is writing {home}; waiting …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


@contextmanager
def connect(
    path: Path, say: Callable[[str], None] = print, patience: float = 600
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing; wait up to `patience` seconds while another process has it.

    Raises duckdb.IOException when the file stays locked or is no DuckDB database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_stillborn(path)
    deadline = time.monotonic() + patience
    waiting = False
    while True:
        try:
            connection = duckdb.connect(path, config=CONNECTION_CONFIG)
            break
        except duckdb.IOException as error:
            # Even a read-only reader in another process keeps the writer out.
            if "could not set lock" not in str(error).lower() or time.monotonic() > deadline:
                raise
            if not waiting:
                holder = re.search(r"PID \d+", str(error))
                where = f" ({holder[0]})" if holder else ""
                say(f"{path} is open in another program{where}; waiting for it to be closed")
                waiting = True
            time.sleep(0.5)
    try:
        yield connection
    finally:
        connection.close()


def _remove_stillborn(path: Path) -> None:
    """Remove a file whose writer was killed while it was made: it holds no page of data yet."""
    if path.exists() and path.stat().st_size < _FILE_HEADERS:
        path.unlink()


def replace_table(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make `raw.<name>` hold exactly `rows`. Names are ours, never input."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    connection.register("incoming", rows)
    connection.execute(f"CREATE OR REPLACE TABLE raw.{name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def create_table(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    """Create `raw.<name>` without rows unless it is there."""
    if not table_exists(connection, "raw", name):
        replace_table(connection, name, schema.empty_table())


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Add rows to `raw.<name>`."""
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO raw.{name} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def table_exists(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    """Whether the database has this table or view."""
    found = connection.execute(
        "SELECT count(*) FROM information_schema.tables"
        " WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?",
        [schema, name],
    ).fetchone()
    return bool(found and found[0])


def count_rows(
    connection: duckdb.DuckDBPyConnection, names: Iterable[Sequence[str]]
) -> dict[str, int]:
    """Rows of each relation that exists, by `schema.name`; `names` are (schema, name) pairs."""
    return {
        f"{schema}.{name}": connection.sql(f'FROM "{schema}"."{name}"').shape[0]
        for schema, name in names
        if table_exists(connection, schema, name)
    }
