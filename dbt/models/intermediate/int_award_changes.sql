-- Later changes that fit an opening some document tells.
with
    frames as (select * from {{ ref("int_award_frames") }}),

    openings as (select * from {{ ref("int_award_openings") }}),

    changes as (select * from frames where not is_opening),

    awards as ({{ award_traits("openings", "frames") }}),

    joined as ({{ best_award("changes", "awards") }})

select changes.frame_key, changes.award_group, joined.label
from changes
inner join joined on changes.frame_key = joined.frame_key
