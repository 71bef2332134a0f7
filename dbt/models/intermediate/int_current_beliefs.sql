{{ config(materialized="view") }}
select *
from {{ ref("int_belief_history") }}
where known_to is null and is_single
