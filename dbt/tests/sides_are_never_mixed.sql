{{ config(meta={"dagster": {"ref": {"name": "capacity_outlook"}}}) }}
-- Each sum of the outlook is reached by the capacities of its own side alone.
with
    sums as (
        select side, unit, sum(capacity_per_year) as capacity_per_year
        from {{ ref("capacity_outlook") }}
        group by side, unit
    ),

    highest as (
        select
            side,
            case when tonnes_per_year is null then unit else 't' end as unit,
            sum(
                coalesce(tonnes_per_year, value * case basis when 'per_month' then 12 else 1 end)
            ) as capacity_per_year
        from {{ ref("fct_capacities") }}
        where is_current and basis in ('per_year', 'per_month')
        group by all
    )

select sums.*, highest.capacity_per_year as highest_capacity_per_year
from sums
left join highest on sums.side = highest.side and sums.unit = highest.unit
where sums.capacity_per_year > coalesce(highest.capacity_per_year, 0) * 1.0001
