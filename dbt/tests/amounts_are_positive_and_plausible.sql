{{ config(meta={"dagster": {"ref": {"name": "fct_grant_changes"}}}) }}
-- By unit: a figure outside is a misreading that the refusals should have caught.
with
    amounts as (
        select 'deal' as frame, 'value' as property, deal_id as fact_id, value_amount as amount
        from {{ ref("fct_deals") }}
        union all
        select 'plant', 'capex', plant_id, capex_amount
        from {{ ref("dim_plants") }}
        union all
        select 'capacity', 'amount', capacity_id, value
        from {{ ref("fct_capacities") }}
        union all
        select 'grant_change', 'amount', grant_change_id, amount
        from {{ ref("fct_grant_changes") }}
        union all
        select 'headcount', 'jobs', headcount_id, jobs
        from {{ ref("fct_headcounts") }}
        union all
        select 'process_claim', 'value', process_claim_id, value
        from {{ ref("fct_process_claims") }}
    )

select amounts.*
from amounts
inner join
    {{ ref("plausible_ranges") }} as ranges
    on amounts.frame = ranges.frame
    and amounts.property = ranges.property
where amounts.amount not between ranges.lowest and ranges.highest
