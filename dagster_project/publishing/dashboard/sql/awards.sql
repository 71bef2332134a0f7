select
    ledger.award_id,
    coalesce(ledger.recipient, 'recipient not named')
    || ' '
    || ledger.currency
    || ' '
    || format('{:,.0f}', max(ledger.committed_amount) over award / 1e6)
    || ' m' as award,
    ledger.step,
    replace(ledger.action, '_', ' ')
    || case when ledger.is_inferred then ' (inferred)' else '' end as action,
    (ledger.committed_amount - ledger.amount_delta) / 1e6 as committed_before,
    ledger.committed_amount / 1e6 as committed_after,
    ledger.amount_delta / 1e6 as change,
    ledger.disbursed_amount / 1e6 as disbursed,
    ledger.currency,
    replace(ledger.qualifier, '_', ' ') as qualifier,
    coalesce(ledger.funder, 'not named') as funder,
    coalesce(cast(ledger.action_on as varchar), 'no date stated') as action_on,
    unnest(evidence.shown)
from analytics.grant_ledger as ledger
inner join marts.fct_grant_changes as changes using (grant_change_id)
inner join
    evidence
    on coalesce(changes.inferred_from_grant_change_id, changes.grant_change_id) = evidence.fact_id
-- An award whose sum no document states has no balance to draw.
where ledger.currency is not null and ledger.committed_amount is not null
window award as (partition by ledger.award_id)
order by max(ledger.committed_amount) over award desc, ledger.award_id, ledger.step
