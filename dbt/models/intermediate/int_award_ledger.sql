-- A running balance: what is committed and what is paid after each change. Nothing is committed
-- while only selected or conditional; what is not paid leaves at a cancellation; what a document
-- calls retained after one is what had been paid.
with recursive
    steps as (select * from {{ ref("int_award_steps") }}),

    balances as (
        select
            award_id,
            as_of_on,
            step,
            grant_change_id,
            case
                when
                    action in ('awarded', 'closed', 'disbursed', 'retained')
                    or (action = 'reduced' and is_level)
                then coalesce(amount, 0)
                else 0
            end as committed,
            case when action = 'disbursed' then coalesce(amount, 0) else 0 end as paid,
            action in ('cancelled', 'terminated') as is_ended,
            action as status,
            amount as announced_amount
        from steps
        where step = 1

        union all

        select
            steps.award_id,
            steps.as_of_on,
            steps.step,
            steps.grant_change_id,
            case
                when steps.action in ('cancelled', 'terminated')
                then
                    greatest(
                        balances.committed - coalesce(steps.amount, balances.committed),
                        balances.paid
                    )
                when steps.amount is null
                then balances.committed
                when steps.action in ('awarded', 'closed', 'retained')
                then greatest(steps.amount, balances.paid)
                when steps.action = 'increased' and steps.is_level
                then greatest(steps.amount, balances.committed)
                when steps.action = 'increased' and balances.committed > 0
                then balances.committed + steps.amount
                when steps.action = 'reduced' and steps.is_level
                then greatest(least(steps.amount, balances.committed), balances.paid)
                when steps.action = 'reduced'
                then greatest(balances.committed - steps.amount, balances.paid)
                when steps.action = 'disbursed'
                then greatest(balances.committed, balances.paid + steps.amount)
                else balances.committed
            end as committed,
            case
                when steps.action = 'disbursed'
                then balances.paid + coalesce(steps.amount, 0)
                when steps.action = 'retained' and balances.is_ended
                then greatest(balances.paid, coalesce(steps.amount, 0))
                else balances.paid
            end as paid,
            balances.is_ended
            or (
                steps.action in ('cancelled', 'terminated')
                and balances.committed - coalesce(steps.amount, balances.committed) <= balances.paid
            ) as is_ended,
            -- What is left after an end does not undo it.
            case
                when steps.action = 'retained' and balances.is_ended
                then balances.status
                else steps.action
            end as status,
            coalesce(balances.announced_amount, steps.amount) as announced_amount
        from balances
        inner join
            steps
            on balances.award_id = steps.award_id
            and balances.as_of_on = steps.as_of_on
            and balances.step + 1 = steps.step
    )

select
    steps.*,
    balances.status,
    balances.announced_amount,
    balances.committed as committed_amount,
    balances.paid as disbursed_amount,
    balances.committed - coalesce(
        lag(balances.committed) over (
            partition by balances.award_id, balances.as_of_on order by balances.step
        ),
        0
    ) as amount_delta,
    balances.paid - coalesce(
        lag(balances.paid) over (
            partition by balances.award_id, balances.as_of_on order by balances.step
        ),
        0
    ) as disbursed_delta,
    max(steps.as_of_on) over (partition by steps.award_id) = steps.as_of_on as is_latest,
    max(steps.step) over (partition by steps.award_id, steps.as_of_on) = steps.step as is_last
from balances
inner join
    steps
    on balances.award_id = steps.award_id
    and balances.as_of_on = steps.as_of_on
    and balances.step = steps.step
