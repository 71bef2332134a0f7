with figures as (select * from {{ ref("int_market_figures") }})

select
    indicator_id,
    any_value(indicator_name) as name,
    any_value(geography) as geography,
    any_value(unit) as unit,
    -- A series is as frequent as its periods; periods of several lengths leave it open.
    coalesce(
        min(curated_frequency),
        case when count(distinct period_precision) = 1 then min(period_precision) end
    ) as frequency,
    any_value(is_real) as is_real,
    min(source) as source
from figures
group by indicator_id
