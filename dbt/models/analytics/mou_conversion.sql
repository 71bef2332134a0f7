with
    memoranda as (
        select * from {{ ref("fct_deals") }} where deal_type in ('mou', 'loi', 'framework')
    ),

    -- "Now" is the last day on which anything became known, so that a rebuild says the same.
    today as (select max(known_from) as day from {{ ref("dim_documents") }} where is_dated),

    followers as (
        select follows_deal_id as deal_id, min(announced_on) as converted_on
        from {{ ref("fct_deals") }}
        where follows_deal_id is not null
        group by follows_deal_id
    )

select
    memoranda.deal_id,
    memoranda.deal_type,
    memoranda.announced_on,
    memoranda.announced_precision,
    followers.converted_on,
    followers.deal_id is not null as is_converted,
    cast(date_diff('month', memoranda.announced_on, today.day) as integer) as age_months,
    -- Only these enter the ratio: younger ones have not had their time.
    coalesce(date_diff('month', memoranda.announced_on, today.day) > 18, false) as is_mature
from memoranda
cross join today
left join followers on memoranda.deal_id = followers.deal_id
