select frame_key, 'fct_deals' as fact_table, deal_id as fact_id
from {{ ref("int_deal_matches") }}
union all
select frame_key, 'dim_plants' as fact_table, plant_id as fact_id
from {{ ref("int_plant_matches") }}
union all
select frame_key, 'fct_capacities' as fact_table, capacity_id as fact_id
from {{ ref("int_capacity_frames") }}
union all
select frame_key, 'fct_grant_changes' as fact_table, grant_change_id as fact_id
from {{ ref("int_award_matches") }}
union all
select frame_key, 'dim_awards' as fact_table, award_id as fact_id
from {{ ref("int_award_matches") }}
union all
select frame_key, 'fct_market_figures' as fact_table, market_figure_id as fact_id
from {{ ref("int_market_figures") }}
where frame_key is not null
union all
select frame_key, 'fct_headcounts' as fact_table, headcount_id as fact_id
from {{ ref("int_headcount_frames") }}
union all
select frame_key, 'fct_process_claims' as fact_table, process_claim_id as fact_id
from {{ ref("int_process_claim_frames") }}
