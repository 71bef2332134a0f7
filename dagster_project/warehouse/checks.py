"""What every check found, kept from run to run, and failures in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from dagster_project.warehouse.dbt import NodeResult, failing_rows

CREATE_CHECK_RESULTS = """
CREATE SCHEMA IF NOT EXISTS audit;
CREATE TABLE IF NOT EXISTS audit.check_results (
    check_name VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    passed BOOLEAN NOT NULL,
    failing_rows BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    checked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (check_name, run_id, checked_at)
);
COMMENT ON TABLE audit.check_results IS
'One row per check and run: whether the check passed. Differs from run to run, so not in Parquet.';
COMMENT ON COLUMN audit.check_results.check_name IS 'Name of the dbt test.';
COMMENT ON COLUMN audit.check_results.severity IS
'error: a failure stops publishing; warn: it is only reported.';
COMMENT ON COLUMN audit.check_results.passed IS 'Whether no row failed.';
COMMENT ON COLUMN audit.check_results.failing_rows IS 'How many rows failed.';
COMMENT ON COLUMN audit.check_results.run_id IS 'The Dagster run that evaluated the check.';
COMMENT ON COLUMN audit.check_results.checked_at IS 'When it was evaluated, UTC.';
"""


# What a generic test promises; a test of one file says so itself, in dbt/tests/tests.yml.
PROMISES = {
    "unique": "No two rows have the same {column_name}.",
    "unique_combination": "No two rows have the same {columns}.",
    "not_null": "Every row has a {column_name}.",
    "complete": "Every row has all of {columns}.",
    "accepted_values": "{column_name} is one of: {values}.",
    "relationships": "Every {column_name} is a {field} of {to}.",
    "sides_kept_apart": "No sum ({amounts}) mixes what goes into plants with what comes out.",
}


def promise(test: Mapping[str, Any]) -> str:
    """What a test of dbt's manifest promises of the data, as a sentence.

    Raises KeyError for a generic test that `PROMISES` does not know.
    """
    if not (generic := test.get("test_metadata")):
        return str(test["description"])
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in generic["kwargs"].items()
    }
    if "to" in told:
        told["to"] = told["to"].removeprefix("ref('").removesuffix("')")
    return PROMISES[generic["name"]].format(**told)


LAST_FAILED = """
    SELECT check_name, max(checked_at), arg_max(failing_rows, checked_at)
    FROM audit.check_results
    WHERE severity = 'error' AND list_contains(?, check_name)
    GROUP BY check_name
    HAVING NOT arg_max(passed, checked_at)
    ORDER BY check_name
"""


def failed_when_last_seen(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str]
) -> list[tuple[str, dt.datetime, int]]:
    """Those of the checks `names` that block publishing and failed when last evaluated.

    Each with the time of that, UTC, and the failing rows.
    """
    connection.execute(CREATE_CHECK_RESULTS)
    return connection.execute(LAST_FAILED, [list(names)]).fetchall()


def record_checks(
    connection: duckdb.DuckDBPyConnection, run_id: str, at: dt.datetime, tests: Iterable[NodeResult]
) -> None:
    """Add the tests that were evaluated to `audit.check_results`; earlier runs' rows stay."""
    connection.execute(CREATE_CHECK_RESULTS)
    # Times in the warehouse are UTC without a zone.
    checked_at = at.astimezone(dt.UTC).replace(tzinfo=None)
    rows = [
        (test.name, test.severity, test.status == "pass", test.failures)
        for test in tests
        if test.status != "skipped"
    ]
    if rows:
        # One statement: a statement for each row takes longer than most tests.
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(
            "INSERT INTO audit.check_results"
            " SELECT unnest(?), unnest(?), unnest(?), unnest(?), ?, ?",
            [*columns, run_id, checked_at],
        )


def describe_failures(
    connection: duckdb.DuckDBPyConnection, results: Sequence[NodeResult]
) -> list[str]:
    """For every broken node its name and cause; for a failed test up to five failing rows too."""
    lines: list[str] = []
    for result in results:
        if not result.is_broken:
            continue
        if result.status != "fail" or not result.compiled_sql or result.kind != "test":
            lines.append(f"{result.kind} {result.name}: {_cause(result.message)}")
            continue
        lines.append(f"check {result.name} failed on {result.failures} rows:")
        columns, rows = failing_rows(connection, result)
        lines += [
            "  " + ", ".join(f"{c}={v!r}" for c, v in zip(columns, row, strict=True))
            for row in rows
        ]
    return lines


def _cause(message: str) -> str:
    """Dbt's message without the chain of macros that led to it."""
    told = (line for line in message.splitlines() if not line.lstrip().startswith(">"))
    return "\n".join(told).rstrip()
