with
    deals as (
        select
            matches.deal_id,
            any_value(matches.parties_key) as parties_key,
            any_value(matches.family) as family,
            count(distinct matches.document_id) as n_documents,
            count(distinct documents.origin_id) as n_origins
        from {{ ref("int_deal_matches") }} as matches
        inner join
            {{ ref("int_documents") }} as documents on matches.document_id = documents.document_id
        group by matches.deal_id
    ),

    believed as (
        select
            fact_id as deal_id,
            {{ believed("value_text", "deal_type") }} as deal_type,
            {{ believed("value_text", "status") }} as status,
            {{ believed("value_date", "announced_on") }} as announced_on,
            {{ believed("value_precision", "announced_on") }} as announced_precision,
            {{ believed("value_text", "binding") }} as binding,
            {{ believed("value_text", "geography") }} as geography,
            {{ believed("value_number", "value") }} as value_amount,
            {{ believed("unit", "value") }} as value_currency,
            {{ believed("qualifier", "value") }} as value_qualifier
        from {{ ref("int_current_beliefs") }}
        where fact_table = 'fct_deals'
        group by fact_id
    ),

    deal_types as (select * from {{ ref("deal_types") }}),

    materials as (
        select named.deal_id, string_agg(materials.name, '; ' order by materials.name) as materials
        from
            (
                select distinct fact_id as deal_id, item as material_id
                from {{ ref("int_beliefs") }}
                where fact_table = 'fct_deals' and property = 'material'
            ) as named
        inner join {{ ref("materials") }} as materials on named.material_id = materials.material_id
        group by named.deal_id
    ),

    joined as (
        select
            deals.*,
            believed.* exclude (deal_id),
            materials.materials,
            coalesce(deals.family = 'memorandum', false) as is_memorandum,
            coalesce(deal_types.is_binding, false) as is_contract
        from deals
        inner join believed on deals.deal_id = believed.deal_id
        left join materials on deals.deal_id = materials.deal_id
        left join deal_types on believed.deal_type = deal_types.deal_type
    ),

    -- The memorandum that a later contract of the same parties follows.
    followed as (
        select joined.deal_id, memoranda.deal_id as follows_deal_id
        from joined
        asof inner join
            (
                select parties_key, announced_on, min(deal_id) as deal_id
                from joined
                where is_memorandum and announced_on is not null
                group by parties_key, announced_on
            ) as memoranda
            on joined.parties_key = memoranda.parties_key
            and joined.announced_on > memoranda.announced_on
        where joined.is_contract
    )

select
    joined.deal_id,
    joined.deal_type,
    joined.status,
    joined.announced_on,
    coalesce(joined.announced_precision, 'unknown') as announced_precision,
    coalesce(
        joined.binding, case when joined.is_memorandum then 'no' else 'unknown' end
    ) as binding,
    joined.geography,
    joined.value_amount,
    joined.value_currency,
    joined.value_qualifier,
    joined.materials,
    cast(joined.n_documents as integer) as n_documents,
    cast(joined.n_origins as integer) as n_origins,
    followed.follows_deal_id
from joined
left join followed on joined.deal_id = followed.deal_id
