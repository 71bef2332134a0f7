"""Which columns a column is made of, read from SQL."""

from __future__ import annotations

from dagster_project.warehouse.lineage import Column, column_lineage, table_schemas

TABLES = table_schemas(
    [
        ("raw", "a", "id", "VARCHAR"),
        ("raw", "a", "amount", "DOUBLE"),
        ("raw", "b", "id", "VARCHAR"),
        ("raw", "b", "factor", "DOUBLE"),
    ]
)


def test_columns_are_followed_through_ctes_stars_and_joins() -> None:
    sql = """
        with a as (select * from "warehouse"."raw"."a"),
        scaled as (
            select a.id, a.amount * b.factor as value, 1 as one
            from a join "warehouse"."raw"."b" as b using (id)
        )
        select *, sum(value) over () as total from scaled
    """
    amount, factor = Column("raw", "a", "amount"), Column("raw", "b", "factor")
    assert column_lineage(sql, TABLES) == {
        "id": [Column("raw", "a", "id")],
        "value": [amount, factor],
        "one": [],
        "total": [amount, factor],
    }


def test_both_sides_of_a_union_count() -> None:
    sql = "select id from raw.a union all select id from raw.b"
    assert column_lineage(sql, TABLES) == {
        "id": [Column("raw", "a", "id"), Column("raw", "b", "id")]
    }


def test_of_sql_it_cannot_read_nothing_is_claimed() -> None:
    assert column_lineage("select from where (", TABLES) == {}
