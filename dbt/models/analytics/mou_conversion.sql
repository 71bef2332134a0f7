with
    memoranda as (
        select * from {{ ref("fct_deals") }} where deal_type in ('mou', 'loi', 'framework')
    ),

    -- "Now" is the last day on which anything became known, so that a rebuild says the same.
    today as (select max(known_from) as day from {{ ref("dim_documents") }} where is_dated),

    contracts as (
        select follows_deal_id as deal_id, min(announced_on) as converted_on
        from {{ ref("fct_deals") }}
        where follows_deal_id is not null
        group by follows_deal_id
    ),

    plants as (
        select plant_id, min(known_from) as known_from
        from {{ ref("plant_history") }}
        group by plant_id
    ),

    -- A plant that two parties of the memorandum run together and nobody knew of before.
    joint_plants as (
        select memoranda.deal_id, operators.plant_id, plants.known_from
        from memoranda
        inner join
            {{ ref("bridge_deal_parties") }} as parties on memoranda.deal_id = parties.deal_id
        inner join
            {{ ref("bridge_plant_operators") }} as operators
            on parties.organization_id = operators.organization_id
        inner join plants on operators.plant_id = plants.plant_id
        where plants.known_from > memoranda.announced_on
        group by memoranda.deal_id, operators.plant_id, plants.known_from
        having count(distinct parties.organization_id) > 1
    ),

    followers as (
        select
            deal_id,
            min(converted_on) as converted_on,
            arg_min(converted_by, {'on':converted_on, 'by':converted_by}) as converted_by
        from
            (
                select deal_id, converted_on, 'contract' as converted_by
                from contracts
                union all
                select deal_id, known_from, 'plant'
                from joint_plants
            )
        group by deal_id
    )

select
    memoranda.deal_id,
    memoranda.deal_type,
    memoranda.announced_on,
    memoranda.announced_precision,
    followers.converted_on,
    followers.converted_by,
    followers.deal_id is not null as is_converted,
    cast(date_diff('month', memoranda.announced_on, today.day) as integer) as age_months,
    -- Only these enter the ratio: younger ones have not had their time.
    coalesce(date_diff('month', memoranda.announced_on, today.day) > 18, false) as is_mature
from memoranda
cross join today
left join followers on memoranda.deal_id = followers.deal_id
