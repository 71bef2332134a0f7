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
                then cast(plant_labels.label as varchar)
                else coalesce(strongest_keys.link_key, cast(frames.frame_key as varchar))
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

    plants as (
        select
            label,
            array_to_string(
                list_sort(list_distinct(flatten(list(operators)))), ' + '
            ) as owners_key,
            max(country) as country,
            max(region) as region,
            bool_or(name is not null or city is not null) as is_located,
            min(capex_amount) as lowest_capex,
            max(capex_amount) as highest_capex,
            list_distinct(flatten(list(chain_stages))) as chain_stages,
            bool_or(is_small) as is_small,
            list(distinct document_id) as document_ids
        from labelled
        where not is_bare and len(operators) > 0 and country is not null
        group by label
    ),

    -- A plant told by its region alone is the operator's only one with a name or a town there,
    -- unless something else is said of it.
    homes as (
        select wanderers.label, min(located.label) as home
        from plants as wanderers
        inner join
            plants as located
            on wanderers.owners_key = located.owners_key
            and wanderers.country = located.country
            and wanderers.region = located.region
            and located.is_located
        where not wanderers.is_located
        group by wanderers.label
        having
            count(*) = 1
            and bool_and(
                wanderers.is_small = located.is_small
                and not list_has_any(wanderers.document_ids, located.document_ids)
                and coalesce(wanderers.highest_capex <= 1.5 * located.lowest_capex, true)
                and coalesce(located.highest_capex <= 1.5 * wanderers.lowest_capex, true)
                and (
                    len(wanderers.chain_stages) = 0
                    or len(located.chain_stages) = 0
                    or list_has_any(wanderers.chain_stages, located.chain_stages)
                )
            )
    ),

    -- Two that could be it leave it open.
    settled as (select * from homes qualify count(*) over (partition by home) = 1),

    homed as (
        select
            labelled.* replace (coalesce(settled.home, labelled.label) as label),
            coalesce(plants.owners_key, labelled.operators_key) as owners_key
        from labelled
        left join settled on labelled.label = settled.label
        left join plants on labelled.label = plants.label
    ),

    only_plants as (
        select
            owners_key as operators_key,
            country,
            region,
            min(label) as label,
            list(distinct document_id) as document_ids
        from homed
        where not is_bare
        group by owners_key, country, region
        having count(distinct label) = 1
    ),

    bare_counts as (
        select document_id, operators_key, country, region, count(*) as n_frames
        from homed
        where is_bare
        group by document_id, operators_key, country, region
    ),

    -- A bare mention is the operator's only known plant in that region, if there is only one.
    placed as (
        select
            homed.* exclude (label),
            case
                when not homed.is_bare or bare_counts.n_frames > 1
                then homed.label
                when
                    only_plants.label is not null
                    and not list_contains(only_plants.document_ids, homed.document_id)
                then only_plants.label
                when only_plants.label is null
                then
                    concat_ws(
                        '|', 'bare', homed.operators_key, homed.country, coalesce(homed.region, '')
                    )
                else homed.label
            end as label
        from homed
        left join
            bare_counts
            on homed.document_id = bare_counts.document_id
            and homed.operators_key = bare_counts.operators_key
            and homed.country = bare_counts.country
            and homed.region is not distinct from bare_counts.region
        left join
            only_plants
            on homed.operators_key = only_plants.operators_key
            and homed.country = only_plants.country
            and homed.region is not distinct from only_plants.region
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
