-- The changes of each award in the order in which they took effect, once for every day on which
-- a new change became known, so that the ledger can be read as of any day.
with
    changes as (select * from {{ ref("int_grant_changes") }}),

    known_days as (select distinct award_id, known_from as as_of_on from changes),

    known as (
        select known_days.as_of_on, changes.*
        from known_days
        inner join
            changes
            on known_days.award_id = changes.award_id
            and known_days.as_of_on >= changes.known_from
    ),

    ends as (
        select
            award_id,
            as_of_on,
            -- A cancellation of a part ends nothing.
            min(action_on) filter (
                action = 'terminated'
                or (action = 'cancelled' and coalesce(amount >= 0.99 * largest_amount, true))
            ) as ended_on,
            max(amount) filter (action in ('cancelled', 'terminated')) as ended_amount
        from
            (
                select *, max(amount) over (partition by award_id, as_of_on) as largest_amount
                from known
            )
        group by award_id, as_of_on
    ),

    placed as (
        select
            known.* exclude (action_rank),
            -- A document that calls the whole award retained was written before its end; a part
            -- retained is what an end leaves.
            case
                when known.action = 'retained' and known.amount >= 0.99 * ends.ended_amount
                then 8
                else known.action_rank
            end as action_rank,
            case
                when known.action_on is not null
                then known.action_on
                -- An undated opening precedes whatever else is told of the award.
                when known.action_rank in (1, 2, 4, 6)
                then date '0001-01-01'
                -- Payments and cuts told at or after an end took place before it.
                else least(known.known_from, coalesce(ends.ended_on, known.known_from))
            end as effective_on
        from known
        inner join ends on known.award_id = ends.award_id and known.as_of_on = ends.as_of_on
    ),

    sized as (
        select
            award_id,
            as_of_on,
            any_value(currency) filter (currency is not null) as currency,
            any_value(instrument) as instrument,
            max(amount) filter (action in ('selected', 'conditional_commitment')) as promised,
            max(amount) filter (action in ('cancelled', 'terminated', 'retained')) as named_at_end,
            max(amount) filter (action = 'retained') as retained,
            max(amount) filter (action = 'cancelled') as cancelled,
            sum(amount) filter (action = 'reduced' and not is_level) as cuts,
            sum(amount) filter (action = 'disbursed') as paid,
            bool_or(action in ('awarded', 'closed')) as is_committed,
            bool_or(
                action in ('terminated', 'retained', 'disbursed', 'reduced')
            ) as needs_commitment,
            bool_or(action = 'cancelled') as is_cancelled,
            min(effective_on) filter (
                action not in ('selected', 'conditional_commitment')
            ) as first_effective_on,
            arg_min(
                grant_change_id, {'on':effective_on, 'rank':action_rank, 'id':grant_change_id}
            ) filter (action not in ('selected', 'conditional_commitment')) as first_change_id,
            min(known_from) filter (
                action not in ('selected', 'conditional_commitment')
            ) as known_from,
            min(reported_on) filter (
                action not in ('selected', 'conditional_commitment')
            ) as reported_on
        from placed
        group by award_id, as_of_on
    ),

    -- First met at its end, an award must have been made: an opening is inferred and marked. Only
    -- a selection or a term sheet cancelled whole needs none, for nothing had been committed.
    inferred as (
        select
            sized.*,
            greatest(
                coalesce(promised, 0),
                coalesce(named_at_end, 0),
                coalesce(retained, 0) + coalesce(cuts, 0),
                coalesce(paid, 0)
            ) as opening_amount
        from sized
        where
            not is_committed
            and opening_amount > 0
            and (
                needs_commitment
                or (is_cancelled and (promised is null or cancelled < 0.99 * promised))
            )
    ),

    steps as (
        select
            award_id,
            as_of_on,
            grant_change_id,
            action,
            amount,
            qualifier,
            currency,
            action_on,
            action_precision,
            is_level,
            false as is_inferred,
            cast(null as varchar) as inferred_from_grant_change_id,
            known_from,
            reported_on,
            effective_on,
            action_rank
        from placed
        union all
        select
            award_id,
            as_of_on,
            {{ hashed_id(["'inferred grant_change'", "award_id"]) }} as grant_change_id,
            case
                when instrument in ('loan', 'loan_guarantee') then 'closed' else 'awarded'
            end as action,
            opening_amount as amount,
            'at_least' as qualifier,
            currency,
            null as action_on,
            null as action_precision,
            false as is_level,
            true as is_inferred,
            first_change_id as inferred_from_grant_change_id,
            known_from,
            reported_on,
            first_effective_on as effective_on,
            3 as action_rank
        from inferred
    )

select
    *,
    row_number() over (
        partition by award_id, as_of_on
        order by effective_on, action_rank, amount desc nulls last, grant_change_id
    ) as step
from steps
