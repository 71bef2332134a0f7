select
    grant_change_id,
    award_id,
    action,
    amount,
    currency,
    amount_delta,
    disbursed_delta,
    action_on,
    coalesce(action_precision, 'unknown') as action_precision,
    is_inferred,
    reported_on,
    qualifier,
    inferred_from_grant_change_id,
    cast(step as integer) as step,
    committed_amount,
    disbursed_amount
from {{ ref("int_award_ledger") }}
where is_latest
