select
    award_id,
    announced_amount,
    committed_amount as net_amount,
    disbursed_amount,
    status,
    as_of_on as known_from,
    lead(as_of_on) over (partition by award_id order by as_of_on) as known_to
from {{ ref("int_award_ledger") }}
where is_last
