-- One figure per plant (or operator), side, material, unit and target year: the largest of what
-- is currently believed, so that a nameplate and a plan for the same thing are not added up.
with
    capacities as (
        select *
        from {{ ref("fct_capacities") }}
        where is_current and basis in ('per_year', 'per_month') and side is not null
    ),

    measured as (
        select
            coalesce(
                capacities.plant_id, capacities.organization_id, capacities.capacity_id
            ) as subject_id,
            plants.stage,
            capacities.side,
            capacities.material_id,
            capacities.by_year,
            case when capacities.tonnes_per_year is null then capacities.unit else 't' end as unit,
            max(
                coalesce(
                    capacities.tonnes_per_year,
                    capacities.value * case capacities.basis when 'per_month' then 12 else 1 end
                )
            ) as capacity_per_year
        from capacities
        left join {{ ref("dim_plants") }} as plants on capacities.plant_id = plants.plant_id
        group by all
    )

select
    {{
        hashed_id(
            [
                "measured.side",
                "measured.material_id",
                "measured.stage",
                "measured.by_year",
                "measured.unit",
            ]
        )
    }} as capacity_outlook_id,
    measured.side,
    materials.chain_stage,
    measured.material_id,
    measured.stage,
    measured.by_year,
    measured.unit,
    sum(measured.capacity_per_year) as capacity_per_year,
    cast(count(*) as integer) as n_subjects
from measured
left join {{ ref("dim_materials") }} as materials on measured.material_id = materials.material_id
group by all
