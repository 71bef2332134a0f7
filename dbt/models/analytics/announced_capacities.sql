-- Several figures for one thing (a nameplate and a plan, one year and the next) are not added up:
-- the largest ever told is what was announced, the largest nameplate or actual figure of a plant
-- that operates is what is operating.
with
    capacities as (
        select
            *,
            case when tonnes_per_year is null then unit else 't' end as base_unit,
            coalesce(
                tonnes_per_year, value * case basis when 'per_month' then 12 else 1 end
            ) as value_per_year
        from {{ ref("fct_capacities") }}
        where basis in ('per_year', 'per_month') and side is not null
    )

select
    {{
        hashed_id(
            [
                "coalesce(capacities.plant_id, capacities.organization_id, capacities.capacity_id)",
                "capacities.side",
                "capacities.material_id",
                "capacities.base_unit",
            ]
        )
    }} as announced_capacity_id,
    capacities.plant_id,
    min(capacities.organization_id) as organization_id,
    plants.stage,
    capacities.side,
    capacities.material_id,
    capacities.base_unit as unit,
    max(capacities.value_per_year) as announced_per_year,
    max(capacities.value_per_year) filter (
        capacities.is_current
        and capacities.kind in ('nameplate', 'actual')
        and plants.stage = 'operating'
    ) as operating_per_year,
    min(capacities.reported_on) as first_reported_on
from capacities
left join {{ ref("dim_plants") }} as plants on capacities.plant_id = plants.plant_id
group by
    announced_capacity_id,
    capacities.plant_id,
    plants.stage,
    capacities.side,
    capacities.material_id,
    capacities.base_unit
