-- Reports of one deal: same parties, one family of deal types, and dates that can be the same.
-- Days decide first (reprints lag by up to three days); coarser dates then join the only deal
-- they overlap; undated reports join the only deal there is, unless it is of another size.
with
    frames as (
        select
            *,
            concat_ws(
                '|',
                parties_key,
                coalesce(family, ''),
                -- One party alone (a funding round) says too little: its size must agree as well.
                case when n_parties = 1 then {{ two_digits("value_amount") }} end
            ) as deal_group
        from {{ ref("int_deal_frames") }}
    ),

    day_starts as (
        select
            frame_key,
            deal_group,
            announced_on,
            coalesce(
                announced_on
                - lag(announced_on) over (partition by deal_group order by announced_on, frame_key)
                > 3,
                true
            ) as is_start
        from frames
        where announced_precision = 'day'
    ),

    day_islands as (
        select
            frame_key,
            deal_group,
            announced_on,
            sum(cast(is_start as integer)) over (
                partition by deal_group
                order by announced_on, frame_key
                rows between unbounded preceding and current row
            ) as island
        from day_starts
    ),

    dated_deals as (
        select
            deal_group,
            island,
            min(announced_on) as first_on,
            max(announced_on) as last_on,
            cast(min(announced_on) as varchar) as deal_date
        from day_islands
        group by deal_group, island
    ),

    -- A coarse date that meets no dated deal founds one of its own, the finest first.
    coarse_overlaps as (
        select
            frames.frame_key,
            count(dated_deals.island) as n_deals,
            min(dated_deals.deal_date) as deal_date
        from frames
        left join
            dated_deals
            on frames.deal_group = dated_deals.deal_group
            and dated_deals.first_on <= frames.announced_until
            and dated_deals.last_on >= frames.announced_on
        where frames.announced_on is not null and frames.announced_precision != 'day'
        group by frames.frame_key
    ),

    own_periods as (
        select distinct
            frames.deal_group, frames.announced_on, frames.announced_until, frames.date_rank
        from frames
        inner join coarse_overlaps on frames.frame_key = coarse_overlaps.frame_key
        where coarse_overlaps.n_deals = 0
    ),

    finer_periods as (
        select
            coarse.deal_group,
            coarse.announced_on,
            coarse.date_rank,
            count(finer.date_rank) as n_finer,
            min(cast(finer.announced_on as varchar) || '/' || finer.date_rank) as finer_date
        from own_periods as coarse
        left join
            own_periods as finer
            on coarse.deal_group = finer.deal_group
            and finer.date_rank > coarse.date_rank
            and finer.announced_on <= coarse.announced_until
            and finer.announced_until >= coarse.announced_on
        group by coarse.deal_group, coarse.announced_on, coarse.date_rank
    ),

    dates as (
        select day_islands.frame_key, dated_deals.deal_date
        from day_islands
        inner join
            dated_deals
            on day_islands.deal_group = dated_deals.deal_group
            and day_islands.island = dated_deals.island
        union all
        select
            frames.frame_key,
            case
                when coarse_overlaps.n_deals = 1
                then coarse_overlaps.deal_date
                when finer_periods.n_finer = 1
                then finer_periods.finer_date
                else cast(frames.announced_on as varchar) || '/' || frames.date_rank
            end as deal_date
        from frames
        inner join coarse_overlaps on frames.frame_key = coarse_overlaps.frame_key
        left join
            finer_periods
            on frames.deal_group = finer_periods.deal_group
            and frames.announced_on = finer_periods.announced_on
            and frames.date_rank = finer_periods.date_rank
    ),

    group_dates as (
        select
            frames.deal_group,
            case
                when count(distinct dates.deal_date) = 1 then min(dates.deal_date)
            end as only_date,
            min(frames.value_amount) filter (dates.deal_date is not null) as lowest_value,
            max(frames.value_amount) filter (dates.deal_date is not null) as highest_value,
            max(frames.value_amount) > 1.5 * min(frames.value_amount) as has_sizes
        from frames
        left join dates on frames.frame_key = dates.frame_key
        group by frames.deal_group
    ),

    keyed as (
        select
            frames.*,
            dates.deal_date is null as is_undated,
            concat_ws(
                '|',
                frames.deal_group,
                case
                    when dates.deal_date is not null
                    then dates.deal_date
                    when
                        group_dates.has_sizes
                        and coalesce(
                            frames.value_amount not between group_dates.lowest_value / 1.5
                            and group_dates.highest_value * 1.5,
                            frames.value_amount is not null
                        )
                    then concat_ws('|', 'undated', {{ two_digits("frames.value_amount") }})
                    else coalesce(group_dates.only_date, 'undated')
                end
            ) as deal_key
        from frames
        inner join group_dates on frames.deal_group = group_dates.deal_group
        left join dates on frames.frame_key = dates.frame_key
    ),

    matched as (
        select
            *,
            row_number() over (
                partition by document_id, deal_key
                order by is_undated, deal_type, span_start, frame_id
            ) as mention
        from keyed
    )

select
    frame_key,
    document_id,
    parties_key,
    family,
    -- The extractor told two frames of one document apart: they stay two deals.
    case
        when mention = 1
        then {{ hashed_id(["'deal'", "deal_key"]) }}
        else {{ hashed_id(["'deal'", "deal_key", "file_path", "frame_id"]) }}
    end as deal_id
from matched
