"""The published file is whole, described, and only ever replaced as one piece."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.database import PublishingError, differing_tables, publish_database


def warehouse_with(path: Path, deals: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    with duckdb.connect(path) as connection:
        connection.execute("""
            CREATE SCHEMA marts; CREATE SCHEMA staging;
            CREATE TABLE marts.fct_deals (deal_id VARCHAR PRIMARY KEY, title VARCHAR);
            COMMENT ON TABLE marts.fct_deals IS 'One row per deal; it''s "quoted".';
            COMMENT ON COLUMN marts.fct_deals.title IS 'What the deal''s document calls it.';
            CREATE VIEW staging.stg_deals AS SELECT 1 AS one;
        """)
        connection.execute(
            "INSERT INTO marts.fct_deals"
            " SELECT 'd' || lpad((9 - i)::VARCHAR, 3, '0'), 'a deal' FROM range(?) AS r(i)",
            [deals],
        )
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return warehouse_with(tmp_path / "warehouse.duckdb", deals=5)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "published" / "battery_ledger.duckdb"


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_only_the_readers_schemas_are_published_with_descriptions_and_sorted_by_key(
    warehouse: Path, published: Path
) -> None:
    assert publish_database(warehouse, published, []) == {"marts.fct_deals": 5}
    assert rows(published, "SELECT deal_id FROM marts.fct_deals") == [
        (f"d{i:03}",) for i in range(5, 10)
    ]
    assert rows(published, "SELECT table_name, comment FROM duckdb_tables()") == [
        ("fct_deals", 'One row per deal; it\'s "quoted".')
    ]
    assert ("What the deal's document calls it.",) in rows(
        published, "SELECT comment FROM duckdb_columns() WHERE schema_name = 'marts'"
    )
    assert not rows(published, "SELECT * FROM duckdb_views() WHERE schema_name = 'staging'")


def test_macros_can_be_called_in_the_published_file_alone(warehouse: Path, published: Path) -> None:
    macro = "CREATE MACRO marts.deals_as_of(d) AS TABLE SELECT *, d FROM marts.fct_deals"
    publish_database(warehouse, published, [macro])
    warehouse.unlink()
    assert len(rows(published, "SELECT * FROM marts.deals_as_of(DATE '2025-01-01')")) == 5


def test_a_reader_keeps_the_file_it_opened_and_the_next_one_sees_the_new(
    warehouse: Path, published: Path, tmp_path: Path
) -> None:
    publish_database(warehouse, published, [])
    with published.open("rb") as reader:
        old = reader.read(100)
        publish_database(warehouse_with(tmp_path / "next" / "warehouse.duckdb", 7), published, [])
        reader.seek(0)
        assert reader.read(100) == old
    assert rows(published, "SELECT count(*) FROM marts.fct_deals") == [(7,)]


def test_a_write_ahead_log_left_by_someone_else_is_not_replayed_into_the_new_file(
    warehouse: Path, published: Path
) -> None:
    publish_database(warehouse, published, [])
    with duckdb.connect(published) as intruder:
        intruder.execute("PRAGMA disable_checkpoint_on_shutdown")
        intruder.execute("DELETE FROM marts.fct_deals")
    assert Path(f"{published}.wal").exists()
    publish_database(warehouse, published, [])
    assert rows(published, "SELECT count(*) FROM marts.fct_deals") == [(5,)]


def test_a_failure_on_the_way_leaves_the_last_file_and_nothing_else(
    warehouse: Path, published: Path, tmp_path: Path
) -> None:
    publish_database(warehouse, published, [])
    before = published.read_bytes()
    with pytest.raises(duckdb.Error):
        publish_database(warehouse, published, ["CREATE MACRO marts.broken(d) AS TABLE SELECT"])
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(empty).close()
    with pytest.raises(PublishingError, match="no table"):
        publish_database(empty, published, [])
    assert published.read_bytes() == before
    assert list(published.parent.iterdir()) == [published]


def test_tables_that_differ_from_the_warehouse_are_told_with_both_counts(
    warehouse: Path, published: Path
) -> None:
    assert differing_tables(warehouse, published) == {"marts.fct_deals": (5, None)}
    publish_database(warehouse, published, [])
    assert differing_tables(warehouse, published) == {}
    with duckdb.connect(warehouse) as connection:
        connection.execute("DELETE FROM marts.fct_deals WHERE deal_id = 'd009'")
    assert differing_tables(warehouse, published) == {"marts.fct_deals": (4, 5)}
