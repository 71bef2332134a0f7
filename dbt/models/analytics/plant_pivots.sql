-- Products of a plant before and after each day on which the belief about them changed.
with
    products as (select * from {{ ref("plant_history") }} where property = 'product'),

    first_days as (
        select plant_id, min(known_from) as first_known_from from products group by plant_id
    ),

    days as (
        select plant_id, known_from as day
        from products
        union
        select plant_id, known_to as day
        from products
        where known_to is not null
    ),

    sets as (
        select
            days.plant_id,
            days.day,
            list_sort(list(products.value) filter (products.known_from < days.day)) as before,
            list_sort(
                list(products.value) filter (coalesce(products.known_to > days.day, true))
            ) as after
        from days
        inner join first_days on days.plant_id = first_days.plant_id
        inner join
            products
            on days.plant_id = products.plant_id
            and products.known_from <= days.day
            and coalesce(products.known_to >= days.day, true)
        where days.day > first_days.first_known_from
        group by days.plant_id, days.day
    )

select
    sets.plant_id,
    plants.name as plant,
    sets.day as known_from,
    array_to_string(sets.before, '; ') as products_before,
    array_to_string(sets.after, '; ') as products_after,
    array_to_string(
        list_filter(coalesce(sets.after, []), x -> not list_contains(coalesce(sets.before, []), x)),
        '; '
    ) as products_added,
    array_to_string(
        list_filter(coalesce(sets.before, []), x -> not list_contains(coalesce(sets.after, []), x)),
        '; '
    ) as products_dropped
from sets
inner join {{ ref("dim_plants") }} as plants on sets.plant_id = plants.plant_id
