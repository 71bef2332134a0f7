{{ config(meta={"dagster": {"ref": {"name": "refused_statements"}}}) }}
-- One odd statement is refused; most of them being odd is our fault, and the emptied tables must
-- not replace the last good ones.
with
    counted as (
        select
            (select count(*) from {{ ref("stg_statements") }}) as n_statements,
            (select count(*) from {{ ref("refused_statements") }}) as n_refused
    )

select n_statements, n_refused
from counted
where n_refused * 2 > n_statements
