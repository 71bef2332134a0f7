-- Expected feedstock (cumulative, input side) over what its receiver can take in a year. Packs and
-- cars become tonnes only through a reviewed assumption, which the row names.
with
    factors as (select * from {{ ref("assumption_factors") }} where side = 'input'),

    capacities as (
        select
            capacities.*,
            coalesce(capacities.organization_id, operators.organization_id) as receiver_id
        from {{ ref("fct_capacities") }} as capacities
        left join
            (
                select plant_id, min(organization_id) as organization_id
                from {{ ref("bridge_plant_operators") }}
                group by plant_id
            ) as operators
            on capacities.plant_id = operators.plant_id
        where capacities.side = 'input'
    ),

    expected as (
        select
            capacities.capacity_id,
            capacities.receiver_id,
            capacities.value,
            capacities.unit,
            capacities.qualifier,
            capacities.by_year,
            factors.assumption_id,
            capacities.value
            * coalesce(factors.tonnes_per_unit, units.factor_to_base) as expected_tonnes
        from capacities
        left join factors on capacities.unit = factors.unit
        left join
            {{ ref("unit_factors") }} as units
            on capacities.unit = units.unit
            and units.dimension = 'mass'
        where capacities.basis = 'cumulative' and capacities.receiver_id is not null
    ),

    intakes as (
        select receiver_id, sum(tonnes_per_year) as intake_tonnes_per_year
        from
            (
                select
                    receiver_id,
                    coalesce(plant_id, capacity_id) as subject_id,
                    max(tonnes_per_year) as tonnes_per_year
                from capacities
                where is_current and tonnes_per_year > 0
                group by receiver_id, subject_id
            )
        group by receiver_id
    )

select
    expected.capacity_id,
    expected.receiver_id as organization_id,
    expected.value,
    expected.unit,
    expected.qualifier,
    expected.by_year,
    expected.assumption_id,
    expected.expected_tonnes,
    intakes.intake_tonnes_per_year,
    expected.expected_tonnes / intakes.intake_tonnes_per_year as cover_years
from expected
left join intakes on expected.receiver_id = intakes.receiver_id
where expected.expected_tonnes is not null
