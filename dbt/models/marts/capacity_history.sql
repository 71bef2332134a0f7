select
    {{ hashed_id(["fact_id", "property", "known_from"]) }} as capacity_history_id,
    fact_id as capacity_id,
    property,
    value_text,
    qualifier,
    known_from,
    known_to,
    document_id,
    statement_id
from {{ ref("int_belief_history") }}
where fact_table = 'fct_capacities' and is_single
