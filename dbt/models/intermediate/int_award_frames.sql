-- Awards are sought within one recipient, funder and instrument; a change that names no funder
-- belongs to the only funder who gave that recipient the same sum.
with
    frames as (select * from {{ ref("int_grant_frames") }}),

    funders as (
        select
            recipient_organization_id,
            instrument,
            currency,
            amount_key,
            min(funder_organization_id) as funder_organization_id
        from frames
        where funder_organization_id is not null and amount_key is not null
        group by recipient_organization_id, instrument, currency, amount_key
        having count(distinct funder_organization_id) = 1
    )

select
    frames.*,
    {{
        hashed_id(
            [
                "frames.recipient_organization_id",
                "coalesce(frames.funder_organization_id, funders.funder_organization_id)",
                "frames.instrument",
            ]
        )
    }} as award_group
from frames
left join
    funders
    on frames.recipient_organization_id = funders.recipient_organization_id
    and frames.instrument is not distinct from funders.instrument
    and frames.currency = funders.currency
    and frames.amount_key = funders.amount_key
