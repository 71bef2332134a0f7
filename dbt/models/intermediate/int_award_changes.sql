-- Later changes that fit an opening some document tells. A part cancelled or kept joins the one
-- award with room for it; an end names the whole award, so it must share its sum or its aim, with
-- the opening or with what has joined it by then.
with
    frames as (select * from {{ ref("int_award_frames") }}),

    openings as (select * from {{ ref("int_award_openings") }}),

    changes as (select * from frames where not is_opening),

    awards as ({{ award_traits("openings", "frames") }}),

    joined as ({{ best_award("changes", "awards", ["cancelled", "retained"]) }}),

    grown as (
        select *
        from openings
        union all
        select changes.frame_key, changes.award_group, joined.label
        from changes
        inner join joined on changes.frame_key = joined.frame_key
    ),

    unjoined as (
        select changes.* from changes anti join joined on changes.frame_key = joined.frame_key
    ),

    grown_awards as ({{ award_traits("grown", "frames") }}),

    joined_later as ({{ best_award("unjoined", "grown_awards", ["cancelled", "retained"]) }}),

    placed as (
        select *
        from joined
        union all
        select *
        from joined_later
    )

select changes.frame_key, changes.award_group, placed.label
from changes
inner join placed on changes.frame_key = placed.frame_key
