with
    frames as (select * from {{ ref("int_capacity_frames") }}),

    units as (select * from {{ ref("unit_factors") }} where dimension = 'mass'),

    believed as (
        select
            fact_id as capacity_id,
            {{ believed("value_text", "kind") }} as kind,
            {{ believed("qualifier", "amount") }} as qualifier
        from {{ ref("int_current_beliefs") }}
        where fact_table = 'fct_capacities'
        group by fact_id
    ),

    capacities as (
        select
            capacity_id,
            any_value(plant_id) as plant_id,
            any_value(organization_id) as organization_id,
            any_value(side) as side,
            any_value(material_id) as material_id,
            any_value(value) as value,
            any_value(unit) as unit,
            any_value(basis) as basis,
            any_value(target_year) as by_year,
            min(reported_on) as reported_on,
            max(
                {'is_dated':is_dated, 'known_from':known_from, 'span_start':span_start}
            ) as last_report
        from frames
        group by capacity_id
    )

select
    capacities.* exclude (last_report),
    believed.kind,
    believed.qualifier,
    -- Only what needs no assumption is converted: a plant does not run 365 days a year.
    capacities.value
    * units.factor_to_base
    * case capacities.basis when 'per_year' then 1 when 'per_month' then 12 end as tonnes_per_year,
    {{
        hashed_id(
            [
                "coalesce(capacities.plant_id, capacities.organization_id, capacities.capacity_id)",
                "capacities.side",
                "capacities.material_id",
                "capacities.basis",
                "believed.kind",
                "capacities.by_year",
            ]
        )
    }} as capacity_series_id,
    row_number() over (
        partition by capacity_series_id order by capacities.last_report desc, capacities.capacity_id
    )
    = 1 as is_current
from capacities
left join believed on capacities.capacity_id = believed.capacity_id
left join units on capacities.unit = units.unit
