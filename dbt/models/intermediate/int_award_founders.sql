-- Awards first met at their end: a cancelled, terminated or retained sum founds its award. What
-- a document calls retained beside a larger cancellation, and for no other aim, is its rest. What
-- is still without an award then joins the one that it fits among all of them.
with
    frames as (select * from {{ ref("int_award_frames") }}),

    changes as (select * from {{ ref("int_award_changes") }}),

    unopened as (
        select frames.*
        from frames
        anti join changes on frames.frame_key = changes.frame_key
        where not frames.is_opening
    ),

    remainders as (
        select distinct kept.frame_key
        from unopened as kept
        inner join
            unopened as lost
            on kept.document_id = lost.document_id
            and kept.award_group = lost.award_group
            and coalesce(kept.plant_id = lost.plant_id, true)
            and coalesce(kept.purpose_key = lost.purpose_key, true)
        where
            kept.action = 'retained'
            and lost.action in ('cancelled', 'terminated')
            and lost.amount > kept.amount
    ),

    founders as (
        select unopened.*
        from unopened
        anti join remainders on unopened.frame_key = remainders.frame_key
        where
            unopened.action in ('cancelled', 'terminated', 'retained')
            and unopened.amount_key is not null
    ),

    founded as (
        select
            founders.frame_key,
            founders.award_group,
            min(founders.frame_key) over (
                partition by founders.award_group, founders.currency, founders.amount_key
            ) as label
        from founders
    ),

    followers as (
        select unopened.* from unopened anti join founded on unopened.frame_key = founded.frame_key
    ),

    placed as (
        select *
        from {{ ref("int_award_openings") }}
        union all
        select *
        from changes
        union all
        select *
        from founded
    ),

    awards as ({{ award_traits("placed", "frames") }}),

    joined as (
        {{
            best_award(
                "followers",
                "awards",
                ["disbursed", "increased", "reduced", "cancelled", "retained"],
            )
        }}
    )

select frame_key, award_group, label
from founded
union all
select followers.frame_key, followers.award_group, joined.label
from followers
inner join joined on followers.frame_key = joined.frame_key
