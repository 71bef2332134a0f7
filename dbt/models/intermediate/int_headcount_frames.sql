with
    statements as (select * from {{ ref("int_statements") }} where frame = 'headcount'),

    organizations as (select * from {{ ref("int_frame_organizations") }} where frame = 'headcount'),

    plant_matches as (select * from {{ ref("int_plant_matches") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            max(reported_on) as reported_on,
            arg_max(value_number, belief_rank) filter (property = 'jobs') as jobs,
            arg_max(qualifier, belief_rank) filter (property = 'jobs') as qualifier,
            arg_max(value_text, belief_rank) filter (property = 'plant') as plant_frame_id
        from statements
        group by frame_key
    ),

    employers as (
        select frame_key, min(organization_id) as organization_id
        from organizations
        group by frame_key
    )

select
    frames.* exclude (plant_frame_id),
    employers.organization_id,
    plant_matches.plant_id,
    {{
        hashed_id(
            ["'headcount'", "plant_matches.plant_id", "employers.organization_id", "frames.jobs"]
        )
    }} as headcount_id
from frames
inner join employers on frames.frame_key = employers.frame_key
left join
    plant_matches
    on {{ frame_key("frames.document_id", "'plant'", "frames.plant_frame_id") }}
    = plant_matches.frame_key
where frames.jobs is not null
