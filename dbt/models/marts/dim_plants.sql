with
    frames as (
        select plant_matches.plant_id, documents.reported_on
        from {{ ref("int_plant_matches") }} as plant_matches
        inner join
            {{ ref("int_documents") }} as documents
            on plant_matches.document_id = documents.document_id
    ),

    plants as (
        select plant_id, min(reported_on) as first_reported_on, max(reported_on) as last_reported_on
        from frames
        group by plant_id
    ),

    history as (select * from {{ ref("plant_history") }} where known_to is null),

    believed as (
        select
            plant_id,
            {{ believed("value", "name") }} as name,
            {{ believed("value", "city") }} as city,
            {{ believed("value", "region") }} as region,
            {{ believed("value", "country") }} as country,
            {{ believed("value", "stage") }} as stage,
            {{ believed("value_date", "stage") }} as stage_on,
            {{ believed("value_precision", "stage") }} as stage_precision,
            bool_or(is_stated) filter (property = 'stage') as is_stage_stated,
            {{ believed("value_number", "capex") }} as capex_amount,
            {{ believed("unit", "capex") }} as capex_currency,
            {{ believed("qualifier", "capex") }} as capex_qualifier,
            {{ believed("value_number", "floor_area") }} as floor_area_m2,
            {{ believed("qualifier", "floor_area") }} as floor_area_qualifier,
            {{ believed("value", "facility_type") }} as facility_type
        from history
        group by plant_id
    ),

    products as (
        select
            history.plant_id, string_agg(materials.name, '; ' order by materials.name) as products
        from history
        inner join {{ ref("materials") }} as materials on history.value = materials.material_id
        where history.property = 'product'
        group by history.plant_id
    )

select
    plants.plant_id,
    believed.name,
    believed.city,
    believed.region,
    believed.country,
    believed.stage,
    believed.stage_on,
    case
        when believed.stage is not null then coalesce(believed.stage_precision, 'unknown')
    end as stage_precision,
    case
        when believed.is_stage_stated
        then 'stated'
        when not believed.is_stage_stated
        then 'inferred'
    end as stage_basis,
    believed.capex_amount,
    believed.capex_currency,
    believed.capex_qualifier,
    believed.floor_area_m2,
    case
        when believed.floor_area_m2 is not null then believed.floor_area_qualifier
    end as floor_area_qualifier,
    products.products,
    plants.first_reported_on,
    plants.last_reported_on,
    believed.facility_type
from plants
left join believed on plants.plant_id = believed.plant_id
left join products on plants.plant_id = products.plant_id
