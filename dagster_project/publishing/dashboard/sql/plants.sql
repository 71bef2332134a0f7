select
    coalesce(plants.name, 'unnamed ' || coalesce(plants.facility_type, 'plant')) as plant,
    plants.city,
    plants.region,
    plants.country,
    coalesce(replace(plants.stage, '_', ' '), 'stage not stated') as stage,
    coalesce(plants.products, 'not stated') as products,
    coalesce(
        (
            select string_agg(distinct organizations.name, ', ' order by organizations.name)
            from marts.bridge_plant_operators as operators
            inner join marts.dim_organizations as organizations using (organization_id)
            where operators.plant_id = plants.plant_id
        ),
        'not stated'
    ) as run_by,
    unnest(evidence.shown)
from marts.dim_plants as plants
inner join evidence on plants.plant_id = evidence.fact_id
order by plants.last_reported_on desc nulls last, plants.plant_id
