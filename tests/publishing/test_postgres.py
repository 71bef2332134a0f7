"""PostgreSQL for tools that speak nothing else: whole, described, never half of one publication."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from dagster_project.publishing.postgres import PostgresError, publish_postgres

SWAPS = 20


def table(name: str, key: str) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": "marts",
        "name": name,
        "primary_key": [key],
    }


def relationship(child: str, column: str, parent: str, field: str) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "test_metadata": {"name": "relationships", "kwargs": {"field": field}},
        "attached_node": child,
        "column_name": column,
        "config": {"severity": "error", "where": None},
        "depends_on": {"nodes": [parent] if parent == child else [child, parent]},
    }


MANIFEST = {
    "nodes": {
        "plants": table("dim_plants", "plant_id"),
        "capacities": table("fct_capacities", "capacity_id"),
        "plant_of_a_capacity": relationship("capacities", "plant_id", "plants", "plant_id"),
        "parent_of_a_plant": relationship("plants", "parent_plant_id", "plants", "plant_id"),
    }
}


def published(path: Path, edition: int) -> Path:
    """A published file whose every row carries the number of its edition."""
    with duckdb.connect(path) as connection:
        connection.execute(f"""
            CREATE SCHEMA marts; CREATE SCHEMA analytics; CREATE SCHEMA audit;
            CREATE TABLE marts.dim_plants AS
                SELECT 'p' || i AS plant_id, NULL::VARCHAR AS parent_plant_id,
                       'Zw' || chr(246) || 'lf; "12"' AS name, DATE '2025-01-31' AS stage_on,
                       {edition} AS edition
                FROM range(50) AS r(i);
            CREATE TABLE marts.fct_capacities AS
                SELECT 'c' || i AS capacity_id, 'p' || i % 50 AS plant_id, i / 7 AS value,
                       i % 2 = 0 AS is_current, {edition} AS edition
                FROM range(500) AS r(i);
            CREATE TABLE audit.runs AS SELECT {edition} AS edition, now()::TIMESTAMP AS at;
            COMMENT ON TABLE marts.dim_plants IS 'One row per plant; it''s "quoted".';
            COMMENT ON COLUMN marts.dim_plants.name IS 'Name; 100 % as stated.';
        """)
    return path


@pytest.fixture
def database(postgres_server: str) -> Iterator[str]:
    """The address of a new, empty database."""
    name = f"ledger_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rows(database: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(query).fetchall()


def test_tables_arrive_with_their_rows_keys_and_descriptions(database: str, tmp_path: Path) -> None:
    counts = publish_postgres(database, published(tmp_path / "one.duckdb", 1), MANIFEST)
    assert counts == {"audit.runs": 1, "marts.dim_plants": 50, "marts.fct_capacities": 500}
    assert rows(
        database,
        "SELECT p.name, p.stage_on::text, c.value, c.is_current FROM marts.fct_capacities AS c"
        " JOIN marts.dim_plants AS p USING (plant_id) WHERE c.capacity_id = 'c14'",
    ) == [('Zwölf; "12"', "2025-01-31", 2.0, True)]
    constraints = rows(
        database,
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('p', 'f') AND connamespace = 'marts'::regnamespace ORDER BY 1, 2",
    )
    assert constraints == [
        ("marts.dim_plants", "FOREIGN KEY (parent_plant_id) REFERENCES marts.dim_plants(plant_id)"),
        ("marts.dim_plants", "PRIMARY KEY (plant_id)"),
        ("marts.fct_capacities", "FOREIGN KEY (plant_id) REFERENCES marts.dim_plants(plant_id)"),
        ("marts.fct_capacities", "PRIMARY KEY (capacity_id)"),
    ]
    assert rows(
        database,
        "SELECT obj_description('marts.dim_plants'::regclass, 'pg_class'),"
        " col_description('marts.dim_plants'::regclass, 3)",
    ) == [('One row per plant; it\'s "quoted".', "Name; 100 % as stated.")]


def test_the_readers_role_reads_everything_and_writes_nothing(
    database: str, tmp_path: Path
) -> None:
    publish_postgres(database, published(tmp_path / "one.duckdb", 1), MANIFEST)
    publish_postgres(database, published(tmp_path / "two.duckdb", 2), MANIFEST)
    with psycopg.connect(database, autocommit=True) as reader:
        reader.execute("SET ROLE battery_ledger_reader")
        assert reader.execute("SELECT edition FROM audit.runs").fetchall() == [(2,)]
        for change in ("DELETE FROM marts.dim_plants", "CREATE TABLE marts.mine (a int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(change)


def test_readers_never_meet_an_error_nor_two_publications_at_once(
    database: str, tmp_path: Path
) -> None:
    """A join in one statement, and two statements in one transaction, under every isolation."""
    editions = [published(tmp_path / f"{n}.duckdb", n) for n in (1, 2)]
    publish_postgres(database, editions[0], MANIFEST)
    done = threading.Event()
    seen: list[set[int]] = []
    errors: list[Exception] = []

    def read(isolation: psycopg.IsolationLevel | None) -> None:
        try:
            with psycopg.connect(database, autocommit=isolation is None) as connection:
                connection.isolation_level = isolation
                while not done.is_set():
                    seen.append(set(editions_read(connection, isolation)))
                    done.wait(0.002)
        except Exception as error:
            errors.append(error)

    isolations = (None, psycopg.IsolationLevel.READ_COMMITTED, psycopg.IsolationLevel.SERIALIZABLE)
    readers = [threading.Thread(target=read, args=(i,)) for i in (*isolations, None)]
    for reader in readers:
        reader.start()
    try:
        for swap in range(SWAPS):
            publish_postgres(database, editions[(swap + 1) % 2], MANIFEST)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert {len(both) for both in seen} == {1}
    assert {edition for both in seen for edition in both} == {1, 2}


def editions_read(
    connection: psycopg.Connection[Any], isolation: psycopg.IsolationLevel | None
) -> Iterator[int]:
    if isolation is None:
        query = (
            "SELECT DISTINCT unnest(ARRAY[p.edition, c.edition, r.edition]) FROM audit.runs AS r,"
            " marts.fct_capacities AS c JOIN marts.dim_plants AS p USING (plant_id)"
        )
        yield from (edition for (edition,) in connection.execute(query))
        return
    with connection.transaction():
        for name in ("marts.fct_capacities", "audit.runs", "marts.dim_plants"):
            query = f"SELECT DISTINCT edition FROM {name}"
            yield from (edition for (edition,) in connection.execute(query))


@contextmanager
def reading(database: str) -> Iterator[None]:
    """A transaction left open by a program that has read a table."""
    with psycopg.connect(database, application_name="dashboards") as connection:
        connection.execute("SELECT count(*) FROM marts.dim_plants")
        yield


def test_a_transaction_left_open_is_named_and_the_tables_stay(
    database: str, tmp_path: Path
) -> None:
    publish_postgres(database, published(tmp_path / "one.duckdb", 1), MANIFEST)
    with (
        reading(database),
        pytest.raises(PostgresError, match=r"in use by process \d+ of ledger \(dashboards\)"),
    ):
        publish_postgres(database, published(tmp_path / "two.duckdb", 2), MANIFEST, patience=0.2)
    assert rows(database, "SELECT edition FROM audit.runs") == [(1,)]
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE '%\\_new'"
    assert rows(database, schemas) == []


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ("CREATE SCHEMA marts", "has a schema marts that Battery Ledger did not make"),
        ("CREATE VIEW public.mine AS SELECT * FROM audit.runs", "view mine depends on table"),
    ],
)
def test_what_others_made_is_never_dropped(
    database: str, tmp_path: Path, theirs: str, told: str
) -> None:
    first = published(tmp_path / "one.duckdb", 1)
    if "VIEW" in theirs:
        publish_postgres(database, first, MANIFEST)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(theirs)
    with pytest.raises(PostgresError, match=told):
        publish_postgres(database, first, MANIFEST)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://me:secret@127.0.0.1:1/none", "Connection refused"),
        ("postgresql://me:a secret@127.0.0.1:1/none", "should look like"),
        ("postgresql://me:a@secret@127.0.0.1:1/none", "should look like"),
    ],
)
def test_a_server_that_is_not_there_is_one_sentence_without_the_password(
    tmp_path: Path, address: str, told: str
) -> None:
    with pytest.raises(PostgresError) as caught:
        publish_postgres(address, published(tmp_path / "one.duckdb", 1), MANIFEST)
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__context__ is None, "the driver's error quotes the password"
