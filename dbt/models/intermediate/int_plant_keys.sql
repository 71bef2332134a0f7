-- Every key names a plant only while no document uses it for two plants and its frames do not
-- carry two names or two cities; a key that fails is no evidence and is left out.
with
    frames as (select * from {{ ref("int_plant_frames") }}),

    name_keys as (
        select
            frame_key,
            concat_ws('|', 'name', operator_id, coalesce(country, ''), name_key) as link_key
        from frames, unnest(operators) as named(operator_id)
        where name_key is not null
    ),

    unowned_name_keys as (
        select
            frame_key,
            concat_ws(
                '|', 'name', '', coalesce(country, ''), coalesce(region, ''), name_key
            ) as link_key
        from frames
        where name_key is not null and len(operators) = 0
    ),

    city_keys as (
        select
            frame_key,
            concat_ws('|', 'city', operators_key, coalesce(country, ''), city) as link_key
        from frames
        where city is not null and len(operators) > 0
    ),

    capex_keys as (
        select
            frame_key,
            concat_ws(
                '|',
                'capex',
                operators_key,
                country,
                place,
                capex_currency,
                {{ two_digits("capex_amount") }}
            ) as link_key
        from frames, unnest([city, region]) as located(place)
        where capex_amount is not null and place is not null and len(operators) > 0
    ),

    product_keys as (
        select
            frame_key, concat_ws('|', 'product', operators_key, country, place, product) as link_key
        from frames, unnest([city, region]) as located(place), unnest(products) as made(product)
        where place is not null and len(operators) > 0
    ),

    keys as (
        select *
        from name_keys
        union
        select *
        from unowned_name_keys
        union
        select *
        from city_keys
        union
        select *
        from capex_keys
        union
        select *
        from product_keys
    ),

    usable_keys as (
        select keys.link_key
        from keys
        inner join frames on keys.frame_key = frames.frame_key
        group by keys.link_key
        having
            count(*) = count(distinct frames.document_id)
            and count(distinct frames.name_key) <= 1
            and count(distinct frames.city) <= 1
            and count(distinct frames.facility_type) <= 1
            and (
                keys.link_key like 'name|%'
                or count(distinct {{ two_digits("frames.capex_amount") }}) <= 1
                or keys.link_key like 'city|%'
            )
    )

select keys.frame_key, keys.link_key
from keys
inner join usable_keys on keys.link_key = usable_keys.link_key
