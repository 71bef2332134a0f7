"""The published tables in a PostgreSQL database, for tools that speak nothing else.

DuckDB's own scanner copies them into schemas of new names; then, in one transaction, those take
the place of the old ones. Another session sees the last publication or this one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.keys import with_keys
from dagster_project.publishing.tables import (
    PUBLISHED_SCHEMAS,
    PublishedTable,
    literal,
    published_tables,
    quoted,
    row_counts,
)
from dagster_project.warehouse.store import CONNECTION_CONFIG

READER_ROLE = "battery_ledger_reader"
# A schema without this comment is somebody else's and is never replaced.
MARK = "Battery Ledger: replaced as a whole by every publication."
PATIENCE_SECONDS = 60
# A server that does not answer is told as such, and soon.
CONNECT_TIMEOUT_SECONDS = 10

# Three things would let a session meet parts of two publications, or an empty table:
# - A statement looks up its tables one after the other, a transaction reads one after the other.
#   So every old table is locked before the names change; whoever has read one is waited for.
# - Waiting for one lock while holding others can be a deadlock with such a statement. So all are
#   taken at once or none, again and again.
# - A snapshot older than the new rows does not see them under whatever name. So transactions that
#   had one when the new tables were complete are waited for first.
SWAP = """
DO $swap$
DECLARE
    last_try timestamptz := clock_timestamp() + interval '{patience} seconds';
    older text[] := ARRAY(
        SELECT virtualtransaction FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'virtualxid' AND datname = current_database()
            AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
    );
    readers text;
BEGIN
    LOOP
        BEGIN
            IF EXISTS (
                SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE virtualtransaction = ANY (older) AND backend_xmin IS NOT NULL
            ) THEN
                RAISE lock_not_available;
            END IF;
            {lock}
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF clock_timestamp() > last_try THEN
                SELECT string_agg(DISTINCT format(
                    'process %s of %s (%s)', pid, usename,
                    coalesce(nullif(application_name, ''), 'unnamed program')
                ), ', ')
                INTO readers
                FROM pg_locks JOIN pg_stat_activity USING (pid)
                LEFT JOIN pg_class ON pg_class.oid = relation
                WHERE pid <> pg_backend_pid() AND (
                    relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ({schemas}))
                    OR virtualtransaction = ANY (older) AND backend_xmin IS NOT NULL
                );
                RAISE EXCEPTION 'the tables are in use by %; end that transaction and run again',
                    coalesce(readers, 'another session');
            END IF;
            PERFORM pg_sleep(0.02 + random() * 0.03);
            PERFORM pg_stat_clear_snapshot();
        END;
    END LOOP;
END
$swap$
"""

FOREIGN_SCHEMA = """
DO $check$
DECLARE
    taken text;
BEGIN
    SELECT string_agg(nspname, ', ') INTO taken FROM pg_namespace
    WHERE nspname IN ({schemas})
        AND obj_description(oid, 'pg_namespace') IS DISTINCT FROM {mark};
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION 'the database has a schema % that Battery Ledger did not make;'
            ' give the ledger a database of its own', taken;
    END IF;
END
$check$
"""

READERS = """
DO $role$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {role_name}) THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'this user may not create the role {role}; have an administrator'
            ' run CREATE ROLE {role} NOLOGIN';
END
$role$
"""


class PostgresError(Exception):
    """Nothing was published to PostgreSQL; the message is a sentence without the password."""


def publish_postgres(
    dsn: str,
    published: Path,
    manifest: Mapping[str, Any],
    patience: float = PATIENCE_SECONDS,
) -> dict[str, int]:
    """Put the tables of the `published` file in the place of those in the database `dsn` names.

    The tables lie in the schemas of the file. Keys are what dbt's `manifest` declares and tests.
    The role battery_ledger_reader may read all of it. Waits up to `patience` seconds for a moment
    in which nobody reads. Returns the row count of every table by `schema.name`. Raises
    PostgresError; the database is then as it was.
    """
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_TIMEOUT_SECONDS))
    # Both attached from memory: a read-only main database would make PostgreSQL read-only too.
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"LOAD {literal(str(_extension()))}")
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        _attach(connection, dsn)
        tables = with_keys(published_tables(connection, "ledger"), manifest)
        failure = _attempt(connection, lambda: _fill(connection, tables), dsn)
        failure = failure or _attempt(connection, lambda: _swap(connection, patience), dsn)
        if failure:
            _attempt(connection, lambda: _drop_new(connection), dsn)
            raise PostgresError(f"PostgreSQL was left as it was: {failure}")
        return row_counts(connection, "ledger", tables)


def _attempt(
    connection: duckdb.DuckDBPyConnection, work: Callable[[], None], dsn: str
) -> str | None:
    """Do the work in one transaction; why it failed and was rolled back, None when it was done.

    The reason is returned, not raised, so that the driver's error, which quotes the address with
    its password, is nobody's context.
    """
    try:
        connection.begin()
        work()
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        return _reason(error, dsn)
    return None


def _extension() -> Path:
    """The scanner as its wheel installed it; nothing is fetched."""
    package = find_spec("duckdb_extension_postgres_scanner")
    assert package is not None, "a declared dependency"
    assert package.submodule_search_locations, "it is a package"
    folder = Path(package.submodule_search_locations[0], "extensions", f"v{duckdb.__version__}")
    return folder / "postgres_scanner.duckdb_extension"


def _attach(connection: duckdb.DuckDBPyConnection, dsn: str) -> None:
    # Text in PostgreSQL cannot hold a null byte.
    connection.execute("SET pg_null_byte_replacement = '\ufffd'")
    failure = ""
    try:
        connection.execute(f"ATTACH {literal(dsn)} AS target (TYPE postgres)")
    except duckdb.Error as error:
        # What comes before may quote parts of the address, the password among them.
        _, reached, told = str(error).rpartition(" failed: ")
        failure = (
            told.splitlines()[0]
            if reached
            else "the address is not understood or the host not known; it should look like"
            " postgresql://user:password@host:5432/database"
        )
    if failure:
        raise PostgresError(
            f"LEDGER_POSTGRES_DSN leads to no database: {failure}; start the server or correct the"
            " address, then run again"
        )


def _fill(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublishedTable]) -> None:
    """The new tables, complete, under names of their own."""
    ours = [*PUBLISHED_SCHEMAS, *map(_new, PUBLISHED_SCHEMAS)]
    _tell(connection, FOREIGN_SCHEMA.format(schemas=_listed(ours), mark=literal(MARK)))
    _drop_new(connection)
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"CREATE SCHEMA target.{_new(schema)}")
    for table in tables:
        connection.execute(f"CREATE TABLE target.{_name(table)} AS FROM ledger.{table.reference}")
    _tell(connection, READERS.format(role=READER_ROLE, role_name=literal(READER_ROLE)))
    _tell(connection, *_constraints(tables), *_comments(tables))
    for schema in map(_new, PUBLISHED_SCHEMAS):
        _tell(
            connection,
            f"COMMENT ON SCHEMA {schema} IS {literal(MARK)}",
            f"GRANT USAGE ON SCHEMA {schema} TO {READER_ROLE}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {READER_ROLE}",
        )
    _tell(connection, *(f"ANALYZE {_name(table)}" for table in tables))


def _swap(connection: duckdb.DuckDBPyConnection, patience: float) -> None:
    """The new schemas under the names of the old ones, which go."""
    schemas = _listed(PUBLISHED_SCHEMAS)
    old = connection.execute(
        "SELECT schemaname, tablename FROM postgres_query('target', ?)",
        [
            "SELECT schemaname, tablename FROM pg_tables"
            f" WHERE schemaname IN ({schemas}) ORDER BY schemaname, tablename"
        ],
    ).fetchall()
    names = ", ".join(f"{quoted(schema)}.{quoted(table)}" for schema, table in old)
    lock = f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE NOWAIT;" if old else ""
    _tell(connection, SWAP.format(lock=lock, patience=patience, schemas=schemas))
    if old:
        # Without CASCADE: what others built on the tables is not ours to drop.
        _tell(connection, f"DROP TABLE {names}")
    for schema in PUBLISHED_SCHEMAS:
        _tell(connection, f"DROP SCHEMA IF EXISTS {schema}")
        _tell(connection, f"ALTER SCHEMA {_new(schema)} RENAME TO {schema}")


def _drop_new(connection: duckdb.DuckDBPyConnection) -> None:
    """What a publication that was killed has left."""
    for schema in PUBLISHED_SCHEMAS:
        _tell(connection, f"DROP SCHEMA IF EXISTS {_new(schema)} CASCADE")


def _tell(connection: duckdb.DuckDBPyConnection, *statements: str) -> None:
    """Have the server itself execute statements, in the transaction under way."""
    connection.execute(f"CALL postgres_execute('target', {literal(';'.join(statements))})")


def _constraints(tables: Sequence[PublishedTable]) -> Iterator[str]:
    """Primary keys first: a foreign key needs the one it refers to."""
    for table in tables:
        if table.key:
            columns = ", ".join(map(quoted, table.key))
            yield f"ALTER TABLE {_name(table)} ADD PRIMARY KEY ({columns})"
    for table in tables:
        for key in table.foreign_keys:
            yield (
                f"ALTER TABLE {_name(table)} ADD FOREIGN KEY ({quoted(key.column)}) REFERENCES"
                f" {_new(key.schema)}.{quoted(key.table)} ({quoted(key.references)})"
            )


def _comments(tables: Sequence[PublishedTable]) -> Iterator[str]:
    for table in tables:
        yield f"COMMENT ON TABLE {_name(table)} IS {literal(table.description)}"
        for column in table.columns:
            name = f"{_name(table)}.{quoted(column.name)}"
            yield f"COMMENT ON COLUMN {name} IS {literal(column.description)}"


def _new(schema: str) -> str:
    return f"{schema}_new"


def _name(table: PublishedTable) -> str:
    return f"{_new(table.schema)}.{quoted(table.name)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(literal, names))


def _reason(error: duckdb.Error, dsn: str) -> str:
    """What the server said, in one line, without the statement and without the address."""
    text = str(error).replace(dsn, "…")
    _, by_server, told = text.rpartition("ERROR:  ")
    return _one_line(told if by_server else text)


def _one_line(text: str) -> str:
    told = (line.strip() for line in text.splitlines())
    return "; ".join(line for line in told if line and not line.startswith(("CONTEXT:", "LINE ")))
