"""Dagster's SQLite event log with one connection kept per file.

Dagster's own builds an engine and opens the file anew for every statement: for a build of 300
nodes and checks that costs more CPU than dbt itself. The files are the same ones.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as db
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData

BUSY_TIMEOUT_SECONDS = 60


class PooledEventLogStorage(SqliteEventLogStorage):
    """Named in `dagster.yaml`; see `defs/instance.py`."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, db.Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "PooledEventLogStorage":
        """As Dagster's own, which would make one of its own class."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[db.Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = _engine(self.conn_string_for_shard(shard))
            engine = self._engines[shard]
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection


def _engine(address: str) -> db.Engine:
    engine = db.create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    db.event.listen(engine, "connect", _relax_sync)
    return engine


def _relax_sync(connection: sqlite3.Connection, _record: object) -> None:
    # A power cut may lose the log's last lines, never its integrity; data are synced elsewhere.
    connection.execute("PRAGMA synchronous = NORMAL")
