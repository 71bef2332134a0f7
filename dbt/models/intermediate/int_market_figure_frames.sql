with statements as (select * from {{ ref("int_statements") }} where frame = 'market_figure')

select
    frame_key,
    any_value(document_id) as document_id,
    any_value(reported_on) as reported_on,
    arg_max(value_text, belief_rank) filter (property = 'indicator') as indicator,
    arg_max(value_text, belief_rank) filter (property = 'geography') as geography,
    arg_max(value_date, belief_rank) filter (property = 'period') as period_start,
    arg_max(value_precision, belief_rank) filter (property = 'period') as period_precision,
    arg_max(value_date, belief_rank) filter (property = 'period_end') as period_end,
    arg_max(value_number, belief_rank) filter (property = 'value') as value,
    arg_max(unit, belief_rank) filter (property = 'value') as unit,
    arg_max(qualifier, belief_rank) filter (property = 'value') as qualifier,
    arg_max(value_number, belief_rank) filter (property = 'value_high') as value_high,
    arg_max(value_number, belief_rank) filter (property = 'change_pct') as change_pct,
    arg_max(unit, belief_rank) filter (property = 'change_pct') as change_basis,
    coalesce(
        arg_max(value_text, belief_rank) filter (property = 'is_estimate') = 'true', false
    ) as is_estimate
from statements
group by frame_key
having indicator is not null
