{{ config(meta={"dagster": {"ref": {"name": "dim_awards"}}}) }}
with
    ledgers as (
        select
            award_id,
            sum(amount_delta) as committed_amount,
            sum(disbursed_delta) as disbursed_amount,
            min(changes.committed_amount) as lowest_committed_amount,
            min(changes.disbursed_amount) as lowest_disbursed_amount,
            bool_or(changes.disbursed_amount > changes.committed_amount * 1.0001) as is_overpaid,
            count(distinct currency) as n_currencies
        from {{ ref("fct_grant_changes") }} as changes
        group by award_id
    )

select ledgers.*
from ledgers
inner join {{ ref("dim_awards") }} as awards on ledgers.award_id = awards.award_id
where
    abs(ledgers.committed_amount - awards.net_amount) > 0.5
    or abs(ledgers.disbursed_amount - awards.disbursed_amount) > 0.5
    or ledgers.lowest_committed_amount < 0
    or ledgers.lowest_disbursed_amount < 0
    or ledgers.is_overpaid
    or ledgers.n_currencies > 1
