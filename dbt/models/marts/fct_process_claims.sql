with
    frames as (select * from {{ ref("int_process_claim_frames") }}),

    believed as (
        select
            fact_id as process_claim_id,
            {{ believed("value_text", "subject") }} as subject,
            {{ believed("qualifier", "value") }} as qualifier
        from {{ ref("int_current_beliefs") }}
        where fact_table = 'fct_process_claims'
        group by fact_id
    ),

    claims as (
        select
            process_claim_id,
            any_value(organization_id) as organization_id,
            any_value(metric) as metric,
            any_value(value) as value,
            any_value(unit) as unit,
            min(reported_on) as reported_on
        from frames
        group by process_claim_id
    )

select
    claims.process_claim_id,
    believed.subject,
    claims.organization_id,
    claims.metric,
    claims.value,
    claims.unit,
    believed.qualifier,
    claims.reported_on
from claims
inner join believed on claims.process_claim_id = believed.process_claim_id
