select
    market_figure_id,
    any_value(indicator_id) as indicator_id,
    any_value(period_start) as period_start,
    any_value(period_end) as period_end,
    any_value(value) as value,
    any_value(unit) as unit,
    any_value(change_pct) as change_pct,
    any_value(change_basis) as change_basis,
    any_value(is_estimate) as is_estimate,
    any_value(vintage_on) as vintage_on,
    any_value(document_id) as document_id,
    any_value(dataset) as dataset,
    any_value(value_high) as value_high,
    min(qualifier) as qualifier,
    min(period_precision) as period_precision
from {{ ref("int_market_figures") }}
group by market_figure_id
