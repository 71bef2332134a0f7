-- Every key names a plant only while no document uses it for two plants and its frames do not
-- carry two names or two cities; a key that fails is no evidence and is left out. A town alone
-- names a plant only where nothing tells of two there.
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

    -- A plant keeps its name when it is sold; "pilot plant" is no name of its own.
    place_name_keys as (
        select
            frame_key,
            concat_ws('|', 'name', '', coalesce(country, ''), place, name_key) as link_key
        from frames, unnest([city, region]) as located(place)
        where
            place is not null
            and regexp_matches(
                regexp_replace(
                    name_key,
                    '\b(the|new|first|second|pilot|demonstration|demo|phase|project|plant|factory|gigafactory|facility|site|mine|refinery|battery|recycling|lithium|nickel|graphite|hydrometallurgical|\d+[a-z]?)\b',
                    '',
                    'g'
                ),
                '\p{L}{3}'
            )
    ),

    capex_keys as (
        select
            frame_key,
            concat_ws(
                '|',
                'capex',
                operator_id,
                country,
                place,
                capex_currency,
                {{ two_digits("capex_amount") }}
            ) as link_key
        from
            frames,
            unnest([city, region]) as located(place),
            unnest(operators) as named(operator_id)
        where capex_amount is not null and place is not null
    ),

    product_keys as (
        select
            frame_key,
            concat_ws('|', 'product', operators_key, country, region, product) as link_key
        from frames, unnest(products) as made(product)
        where region is not null and len(operators) > 0
        union
        select frame_key, concat_ws('|', 'product', operators_key, country, city, stage) as link_key
        from frames, unnest(chain_stages) as made(stage)
        where city is not null and len(operators) > 0
    ),

    keys as (
        select *
        from name_keys
        union
        select *
        from unowned_name_keys
        union
        select *
        from place_name_keys
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
            -- "Plant" and "facility" say nothing that could differ.
            and count(distinct frames.facility_type) filter (
                frames.facility_type not in ('plant', 'facility', 'site')
            )
            <= 1
            and (
                keys.link_key like 'name|%'
                or count(distinct {{ two_digits("frames.capex_amount") }}) <= 1
            )
    ),

    strong_edges as (
        select keys.frame_key, keys.link_key
        from keys
        inner join usable_keys on keys.link_key = usable_keys.link_key
    ),

    {{ spread_labels("strong", "frames", "strong_edges") }},

    city_keys as (
        select
            frames.*,
            concat_ws('|', 'city', operators_key, coalesce(country, ''), city) as link_key,
            strong_labels.label
        from frames
        inner join strong_labels on frames.frame_key = strong_labels.frame_key
        where frames.city is not null and len(frames.operators) > 0
    ),

    usable_city_keys as (
        select link_key
        from city_keys
        group by link_key
        having
            count(*) = count(distinct document_id)
            and count(distinct name_key) <= 1
            and count(distinct facility_type) filter (
                facility_type not in ('plant', 'facility', 'site')
            )
            <= 1
            and count(distinct is_small) = 1
            and count(distinct label) filter (len(chain_stages) > 0) <= 1
            and coalesce(max(capex_amount) <= 1.5 * min(capex_amount), true)
    )

select *
from strong_edges
union all
select city_keys.frame_key, city_keys.link_key
from city_keys
inner join usable_city_keys on city_keys.link_key = usable_city_keys.link_key
