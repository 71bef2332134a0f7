select
    {{ hashed_id(["fact_id", "property", "known_from"]) }} as deal_history_id,
    fact_id as deal_id,
    property,
    value_text,
    value_number,
    unit,
    qualifier,
    value_date,
    value_precision,
    known_from,
    known_to,
    document_id,
    statement_id
from {{ ref("int_belief_history") }}
where fact_table = 'fct_deals' and is_single
