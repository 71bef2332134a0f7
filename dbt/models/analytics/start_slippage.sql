-- Documents tell a start as the year by which a capacity is to be there. Undated ones cannot be
-- put in order and are left out.
with
    targets as (
        select plant_id, side, material_id, by_year, reported_on, capacity_id
        from {{ ref("fct_capacities") }}
        where
            plant_id is not null
            and by_year is not null
            and reported_on is not null
            and basis in ('per_year', 'per_month')
    ),

    told as (
        select
            plant_id,
            side,
            material_id,
            arg_min(by_year, {'reported_on':reported_on, 'capacity_id':capacity_id}) as first_year,
            min(reported_on) as first_told_on,
            arg_max(by_year, {'reported_on':reported_on, 'capacity_id':capacity_id}) as last_year,
            max(reported_on) as last_told_on,
            count(distinct by_year) as n_years
        from targets
        group by plant_id, side, material_id
    )

select
    {{ hashed_id(["told.plant_id", "told.side", "told.material_id"]) }} as start_slippage_id,
    told.plant_id,
    plants.name as plant,
    told.side,
    told.material_id,
    told.first_year as first_target_year,
    told.first_told_on,
    told.last_year as last_target_year,
    told.last_told_on,
    cast(told.n_years as integer) as n_target_years,
    case when plants.stage = 'operating' then plants.stage_on end as started_on,
    cast(coalesce(year(started_on), told.last_year) - told.first_year as integer) as slippage_years
from told
inner join {{ ref("dim_plants") }} as plants on told.plant_id = plants.plant_id
