with
    history as (
        select * from {{ ref("int_belief_history") }}
        where
            fact_table = 'dim_plants'
            and (is_single or property in ('product', 'operator', 'owner', 'partner'))
            -- A product known to be dropped is no belief of its own: the belief before it ended.
            and is_held
    ),

    names as (select * from {{ ref("int_organization_names") }}),

    -- Two spellings of one operator hold the same belief.
    resolved as (
        select
            history.*,
            coalesce(names.organization_id, history.item) as held_item,
            coalesce(
                names.organization_id,
                history.value_text,
                cast(history.value_number as varchar),
                cast(history.value_date as varchar)
            ) as value
        from history
        left join
            names
            on history.property in ('operator', 'owner', 'partner')
            and history.value_text = names.name
    )

select
    {{ hashed_id(["fact_id", "property", "held_item", "known_from"]) }} as plant_history_id,
    fact_id as plant_id,
    property,
    value,
    value_number,
    unit,
    qualifier,
    value_date,
    value_precision,
    is_stated,
    known_from,
    known_to,
    document_id,
    statement_id
from resolved
qualify
    row_number() over (
        partition by fact_id, property, held_item, known_from order by statement_id
    )
    = 1
    and (
        property not in ('operator', 'owner', 'partner')
        or known_from
        = min(known_from) over (partition by fact_id, property, held_item)
    )
order by plant_history_id
