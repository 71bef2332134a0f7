with
    history as (
        select *
        from {{ ref("int_belief_history") }}
        where
            fact_table = 'dim_plants'
            -- A product known to be dropped is no belief of its own: the belief before it ended.
            and is_held
    ),

    names as (select * from {{ ref("int_organization_names") }}),

    areas as (select * from {{ ref("unit_factors") }} where dimension = 'area'),

    curated_names as (
        select plant_matches.plant_id, min(curated.name) as name
        from {{ ref("int_plant_matches") }} as plant_matches
        inner join
            {{ ref("int_plant_frames") }} as plant_frames
            on plant_matches.frame_key = plant_frames.frame_key
        inner join {{ ref("plants") }} as curated on plant_frames.name = curated.name
        group by plant_matches.plant_id
    ),

    -- Two spellings of one operator hold the same belief.
    resolved as (
        select
            history.* replace (
                case
                    when history.property = 'floor_area'
                    then history.value_number * areas.factor_to_base
                    else history.value_number
                end as value_number,
                case
                    when history.property = 'floor_area' then areas.base_unit else history.unit
                end as unit
            ),
            coalesce(names.organization_id, history.item) as held_item,
            coalesce(
                names.organization_id,
                case when history.property = 'name' then curated_names.name end,
                history.value_text,
                {{ plain_number("history.value_number") }},
                cast(history.value_date as varchar)
            ) as value,
            hash(history.fact_id, history.property, held_item) as held_key
        from history
        left join
            names
            on history.property in ('operator', 'owner', 'partner')
            and history.value_text = names.name
        left join areas on history.property = 'floor_area' and history.unit = areas.unit
        left join curated_names on history.fact_id = curated_names.plant_id
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
    row_number() over (partition by held_key, known_from order by statement_id) = 1
    and (
        property not in ('operator', 'owner', 'partner')
        or known_from = min(known_from) over (partition by held_key)
    )
