select
    changes.grant_change_id,
    changes.award_id,
    changes.step,
    recipients.name as recipient,
    funders.name as funder,
    awards.instrument,
    awards.purpose,
    changes.action,
    changes.action_on,
    changes.action_precision,
    changes.amount,
    changes.qualifier,
    changes.currency,
    changes.amount_delta,
    changes.disbursed_delta,
    changes.committed_amount,
    changes.disbursed_amount,
    -- Committed and not yet paid: what the recipient can still lose.
    changes.committed_amount - changes.disbursed_amount as at_risk_amount,
    -- What once was committed and has left, after this change.
    max(changes.committed_amount) over (
        partition by changes.award_id
        order by changes.step
        rows between unbounded preceding and current row
    )
    - changes.committed_amount as lapsed_amount,
    changes.is_inferred,
    changes.reported_on
from {{ ref("fct_grant_changes") }} as changes
inner join {{ ref("dim_awards") }} as awards on changes.award_id = awards.award_id
inner join
    {{ ref("dim_organizations") }} as recipients
    on awards.recipient_organization_id = recipients.organization_id
left join
    {{ ref("dim_organizations") }} as funders
    on awards.funder_organization_id = funders.organization_id
