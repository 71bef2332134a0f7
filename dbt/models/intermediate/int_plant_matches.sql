-- Frames that share a usable key are one plant; a bare mention is the operator's only plant there.
with
    frames as (select * from {{ ref("int_plant_frames") }}),

    keys as (select * from {{ ref("int_plant_keys") }}),

    {{ spread_labels("plant", "frames", "keys") }},

    -- Keys of different kinds can chain two plants of one document together: undo such a chain.
    broken_labels as (
        select plant_labels.label
        from plant_labels
        inner join frames on plant_labels.frame_key = frames.frame_key
        group by plant_labels.label
        having count(*) > count(distinct frames.document_id)
    ),

    strongest_keys as (
        select frame_key, min(link_key) as link_key
        from keys
        where link_key like 'name|%' or link_key like 'city|%'
        group by frame_key
    ),

    labelled as (
        select
            frames.*,
            case
                when broken_labels.label is null
                then plant_labels.label
                else coalesce(strongest_keys.link_key, frames.frame_key)
            end as label,
            -- A bare mention ("its Kentucky facility") carries nothing that could contradict.
            frames.name is null
            and frames.city is null
            and frames.capex_amount is null
            and len(coalesce(frames.products, [])) = 0
            and len(frames.operators) > 0
            and frames.country is not null as is_bare
        from frames
        inner join plant_labels on frames.frame_key = plant_labels.frame_key
        left join broken_labels on plant_labels.label = broken_labels.label
        left join strongest_keys on frames.frame_key = strongest_keys.frame_key
    ),

    only_plants as (
        select
            operators_key,
            country,
            region,
            min(label) as label,
            list(distinct document_id) as document_ids
        from labelled
        where not is_bare
        group by operators_key, country, region
        having count(distinct label) = 1
    ),

    bare_counts as (
        select document_id, operators_key, country, region, count(*) as n_frames
        from labelled
        where is_bare
        group by document_id, operators_key, country, region
    ),

    -- A bare mention is the operator's only known plant in that region, if there is only one.
    placed as (
        select
            labelled.* exclude (label),
            case
                when not labelled.is_bare or bare_counts.n_frames > 1
                then labelled.label
                when
                    only_plants.label is not null
                    and not list_contains(only_plants.document_ids, labelled.document_id)
                then only_plants.label
                when only_plants.label is null
                then
                    concat_ws(
                        '|',
                        'bare',
                        labelled.operators_key,
                        labelled.country,
                        coalesce(labelled.region, '')
                    )
                else labelled.label
            end as label
        from labelled
        left join
            bare_counts
            on labelled.document_id = bare_counts.document_id
            and labelled.operators_key = bare_counts.operators_key
            and labelled.country = bare_counts.country
            and labelled.region is not distinct from bare_counts.region
        left join
            only_plants
            on labelled.operators_key = only_plants.operators_key
            and labelled.country = only_plants.country
            and labelled.region is not distinct from only_plants.region
    ),

    described as (
        select
            label,
            arg_max(
                concat_ws(
                    '|', operators_key, coalesce(country, ''), coalesce(name_key, city, region, '')
                ),
                {
                    'has_name':name is not null,
                    'has_city':city is not null,
                    'has_region':region is not null,
                    'known_from': - epoch(known_from),
                    'frame_key':frame_key
                }
            ) as description,
            arg_min(
                concat_ws('|', file_path, md5(quote), coalesce(name_key, ''), frame_id),
                {'known_from':known_from, 'file_path':file_path, 'span_start':span_start}
            ) as first_mention
        from placed
        group by label
    ),

    identified as (
        select
            label,
            case
                when count(*) over (partition by description) = 1
                then {{ hashed_id(["'plant'", "description"]) }}
                else {{ hashed_id(["'plant'", "description", "first_mention"]) }}
            end as plant_id
        from described
    )

select placed.frame_key, placed.document_id, placed.frame_id, identified.plant_id
from placed
inner join identified on placed.label = identified.label
