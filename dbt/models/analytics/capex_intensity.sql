-- What a plant costs per unit of one side's capacity. Both sides of a plant have their own row:
-- the cost cannot be split between them, so the figures of two rows are never added.
select
    capacities.announced_capacity_id,
    capacities.plant_id,
    plants.name as plant,
    capacities.side,
    capacities.material_id,
    plants.capex_amount,
    plants.capex_currency as currency,
    plants.capex_qualifier,
    capacities.announced_per_year,
    capacities.unit,
    plants.capex_amount / capacities.announced_per_year as capex_per_unit
from {{ ref("announced_capacities") }} as capacities
inner join {{ ref("dim_plants") }} as plants on capacities.plant_id = plants.plant_id
where plants.capex_amount > 0 and capacities.announced_per_year > 0
