with
    statements as (select * from {{ ref("int_statements") }} where frame = 'plant'),

    organizations as (select * from {{ ref("int_frame_organizations") }} where frame = 'plant'),

    documents as (select * from {{ ref("int_documents") }}),

    quotes as (select statement_id, quote from {{ ref("stg_statements") }}),

    curated_plants as (select * from {{ ref("plants") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            any_value(frame_id) as frame_id,
            any_value(known_from) as known_from,
            min(span_start) as span_start,
            arg_min(statement_id, span_start) as first_statement_id,
            arg_max(value_text, belief_rank) filter (property = 'name') as name,
            arg_max(value_text, belief_rank) filter (property = 'city') as city,
            arg_max(value_text, belief_rank) filter (property = 'region') as region,
            arg_max(value_text, belief_rank) filter (property = 'country') as country,
            arg_max(value_text, belief_rank) filter (property = 'facility_type') as facility_type,
            arg_max(value_number, belief_rank) filter (property = 'capex') as capex_amount,
            arg_max(unit, belief_rank) filter (property = 'capex') as capex_currency,
            list_sort(list(distinct value_text) filter (property = 'product')) as products
        from statements
        group by frame_key
    ),

    -- What a plant makes, coarsely enough that two documents about one plant meet.
    makes as (
        select statements.frame_key, list_sort(list(distinct materials.chain_stage)) as chain_stages
        from statements
        inner join
            {{ ref("materials") }} as materials on statements.value_text = materials.material_id
        where
            statements.property = 'product'
            and materials.chain_stage not in ('feedstock', 'other_material')
        group by statements.frame_key
    ),

    operators as (
        select frame_key, list_sort(list(distinct organization_id)) as operators
        from organizations
        group by frame_key
    ),

    curated as (
        select frames.frame_key, min(curated_plants.name) as curated_name
        from frames
        inner join operators on frames.frame_key = operators.frame_key
        inner join
            curated_plants
            on {{ normalise_words("frames.name") }} = {{ normalise_words("curated_plants.alias") }}
            and list_contains(operators.operators, curated_plants.organization_id)
        group by frames.frame_key
    )

select
    frames.* exclude (name, first_statement_id),
    documents.file_path,
    quotes.quote,
    coalesce(curated.curated_name, frames.name) as name,
    {{ plant_name_key("coalesce(curated.curated_name, frames.name)") }} as name_key,
    coalesce(makes.chain_stages, []) as chain_stages,
    -- Said of a pilot line or laboratory only; a plant is seldom called a plant.
    coalesce(frames.facility_type in ('pilot_line', 'laboratory'), false) as is_small,
    coalesce(operators.operators, []) as operators,
    array_to_string(coalesce(operators.operators, []), ' + ') as operators_key
from frames
inner join documents on frames.document_id = documents.document_id
inner join quotes on frames.first_statement_id = quotes.statement_id
left join makes on frames.frame_key = makes.frame_key
left join operators on frames.frame_key = operators.frame_key
left join curated on frames.frame_key = curated.frame_key
