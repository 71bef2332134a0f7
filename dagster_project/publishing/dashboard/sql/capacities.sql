-- As analytics.capacity_outlook: the largest current figure of each plant or company, side,
-- material, year and unit, here one by one.
select
    capacities.side,
    coalesce(materials.name, 'material not stated') as material,
    replace(materials.chain_stage, '_', ' ') as chain,
    case
        when capacities.plant_id is null
        then 'no plant named'
        else coalesce(replace(plants.stage, '_', ' '), 'stage not stated')
    end as stage,
    cast(capacities.by_year as varchar) as year,
    coalesce(capacities.tonnes_per_year, capacities.value) as amount,
    case
        when capacities.tonnes_per_year is not null
        then 't per year'
        when capacities.basis is null
        then replace(capacities.unit, '_', ' ') || ', no period stated'
        when capacities.basis = 'cumulative'
        then replace(capacities.unit, '_', ' ') || ' in total'
        else replace(capacities.unit, '_', ' ') || ' ' || replace(capacities.basis, '_', ' ')
    end as unit,
    replace(capacities.qualifier, '_', ' ') as qualifier,
    capacities.kind,
    coalesce(plants.name, plants.city, organizations.name, 'not named') as subject,
    unnest(evidence.shown)
from marts.fct_capacities as capacities
left join marts.dim_plants as plants using (plant_id)
left join marts.dim_organizations as organizations using (organization_id)
left join marts.dim_materials as materials using (material_id)
inner join evidence on capacities.capacity_id = evidence.fact_id
where capacities.is_current and capacities.side is not null
qualify
    row_number() over (
        partition by
            coalesce(capacities.plant_id, capacities.organization_id, capacities.capacity_id),
            capacities.side,
            capacities.material_id,
            capacities.by_year,
            unit
        order by amount desc, capacities.capacity_id
    )
    = 1
order by capacities.side, unit, amount desc, capacities.capacity_id
