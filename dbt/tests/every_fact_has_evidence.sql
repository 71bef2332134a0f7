{{ config(meta={"dagster": {"ref": {"name": "bridge_fact_evidence"}}}) }}
-- An inferred opening has none of its own: it names the change that implies it, which has.
with
    facts as (
        select 'fct_deals' as fact_table, deal_id as fact_id
        from {{ ref("fct_deals") }}
        union all
        select 'dim_plants', plant_id
        from {{ ref("dim_plants") }}
        union all
        select 'fct_capacities', capacity_id
        from {{ ref("fct_capacities") }}
        union all
        select 'dim_awards', award_id
        from {{ ref("dim_awards") }}
        union all
        select 'fct_grant_changes', coalesce(inferred_from_grant_change_id, grant_change_id)
        from {{ ref("fct_grant_changes") }}
        union all
        select 'fct_market_figures', market_figure_id
        from {{ ref("fct_market_figures") }}
        where dataset is null
        union all
        select 'fct_headcounts', headcount_id
        from {{ ref("fct_headcounts") }}
        union all
        select 'fct_process_claims', process_claim_id
        from {{ ref("fct_process_claims") }}
        union all
        select 'fct_plant_changes', plant_change_id
        from {{ ref("fct_plant_changes") }}
    )

select facts.*
from facts
anti join
    {{ ref("bridge_fact_evidence") }} as evidence
    on facts.fact_table = evidence.fact_table
    and facts.fact_id = evidence.fact_id
