with
    frames as (select * from {{ ref("int_award_frames") }}),

    placed as (
        select *
        from {{ ref("int_award_openings") }}
        union all
        select *
        from {{ ref("int_award_changes") }}
        union all
        select *
        from {{ ref("int_award_founders") }}
    ),

    grouped as (
        select
            frames.*,
            coalesce(
                cast(placed.label as varchar),
                -- Nothing tells these apart but what they are for.
                concat_ws(
                    '|',
                    'rest',
                    frames.award_group,
                    coalesce(frames.plant_id, frames.purpose_key, '')
                )
            ) as whole_label
        from frames
        left join placed on frames.frame_key = placed.frame_key
    ),

    labelled as (
        select
            * exclude (whole_label),
            -- A chain of reports without sums may join two currencies: they are two awards.
            case
                when currency > min(currency) over (partition by award_group, whole_label)
                then concat_ws('|', whole_label, currency)
                else whole_label
            end as label
        from grouped
    ),

    described as (
        select
            award_group,
            label,
            concat_ws('|', award_group, max(currency), max(amount_key)) as description,
            arg_min(
                concat_ws('|', file_path, md5(quote), frame_id),
                {'known_from':known_from, 'file_path':file_path, 'span_start':span_start}
            ) as first_mention
        from labelled
        group by award_group, label
    ),

    identified as (
        select
            award_group,
            label,
            case
                when count(*) over (partition by description) = 1
                then {{ hashed_id(["'award'", "description"]) }}
                else {{ hashed_id(["'award'", "description", "first_mention"]) }}
            end as award_id
        from described
    ),

    awarded as (
        select labelled.*, identified.award_id
        from labelled
        inner join
            identified
            on labelled.award_group = identified.award_group
            and labelled.label = identified.label
    ),

    -- A sum can be paid, raised or cut twice: only the month tells two such changes apart.
    months as (
        select
            award_id,
            action,
            amount_key,
            case
                when count(distinct date_trunc('month', action_on)) = 1
                then min(date_trunc('month', action_on))
            end as only_month
        from awarded
        where action_precision in ('day', 'month')
        group by award_id, action, amount_key
    )

select
    awarded.*,
    {{
        hashed_id(
            [
                "'grant_change'",
                "awarded.award_id",
                "awarded.action",
                "awarded.currency",
                "awarded.amount_key",
                "case when awarded.action in ('disbursed', 'increased', 'reduced') then coalesce("
                ~ "case when awarded.action_precision in ('day', 'month') "
                ~ "then date_trunc('month', awarded.action_on) end, months.only_month) end",
            ]
        )
    }} as grant_change_id
from awarded
left join
    months
    on awarded.award_id = months.award_id
    and awarded.action = months.action
    and awarded.amount_key is not distinct from months.amount_key
