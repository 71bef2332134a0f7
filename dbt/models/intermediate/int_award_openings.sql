-- Openings (selected, conditional, awarded, closed) of one award share its size, its purpose or
-- its plant. A key is evidence only while no action under it has two sizes, it has no two
-- plants or currencies, and no document opens it twice in one way.
with
    openings as (select * from {{ ref("int_award_frames") }} where is_opening),

    keys as (
        select frame_key, concat_ws('|', award_group, 'size', currency, amount_key) as link_key
        from openings
        where amount_key is not null
        union all
        select frame_key, concat_ws('|', award_group, 'purpose', purpose_key) as link_key
        from openings
        where purpose_key is not null
        union all
        select frame_key, concat_ws('|', award_group, 'plant', plant_id) as link_key
        from openings
        where plant_id is not null
        union all
        select frame_key, concat_ws('|', award_group, 'loan') as link_key
        from openings
        where instrument in ('loan', 'loan_guarantee')
    ),

    judged as (
        select
            keys.link_key,
            openings.action,
            count(distinct openings.amount_key) as n_sizes,
            count(*) - count(distinct openings.document_id) as n_repeats,
            min(openings.currency) as first_currency,
            max(openings.currency) as last_currency,
            min(openings.plant_id) as first_plant,
            max(openings.plant_id) as last_plant
        from keys
        inner join openings on keys.frame_key = openings.frame_key
        group by keys.link_key, openings.action
    ),

    usable as (
        select link_key
        from judged
        group by link_key
        having
            max(n_sizes) <= 1
            and max(n_repeats) = 0
            and coalesce(min(first_plant) = max(last_plant), true)
            and coalesce(min(first_currency) = max(last_currency), true)
    ),

    edges as (
        select keys.frame_key, keys.link_key
        from keys
        inner join usable on keys.link_key = usable.link_key
    ),

    {{ spread_labels("award", "openings", "edges") }}

select openings.frame_key, openings.award_group, award_labels.label
from openings
inner join award_labels on openings.frame_key = award_labels.frame_key
