with frames as (select * from {{ ref("int_headcount_frames") }})

select
    headcount_id,
    any_value(plant_id) as plant_id,
    any_value(organization_id) as organization_id,
    any_value(jobs) as jobs,
    coalesce(arg_max(qualifier, (reported_on, frame_key)), 'exact') as qualifier,
    min(reported_on) as reported_on
from frames
group by headcount_id
