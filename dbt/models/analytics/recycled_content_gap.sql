-- Targets of the EU Battery Regulation beside what documents claim. A claim is compared only when
-- it names the metal and gives a share of the same kind; "up to 98% of battery elements" is not.
with
    targets as (
        select *
        from {{ ref("stg_regulation_targets") }}
        where jurisdiction = 'EU' and measure in ('recycled_content', 'material_recovery')
    ),

    claims as (
        select
            process_claim_id,
            organization_id,
            concat(' ', {{ normalise_words("subject") }}, ' ') as subject_key,
            case
                when contains(subject_key, 'recycled content')
                then 'recycled_content'
                when regexp_matches(subject_key, 'recover|yield|extraction')
                then 'material_recovery'
            end as measure,
            value,
            qualifier
        from {{ ref("fct_process_claims") }}
        where unit = '%' and metric in ('recovery_rate', 'other')
    ),

    compared as (
        select
            targets.rule_id,
            max(claims.value) as best_claim_pct,
            arg_max(
                claims.qualifier, {'value':claims.value, 'id':claims.process_claim_id}
            ) as best_claim_qualifier,
            arg_max(
                claims.process_claim_id, {'value':claims.value, 'id':claims.process_claim_id}
            ) as process_claim_id,
            count(*) as n_claims
        from targets
        inner join
            claims
            on targets.measure = claims.measure
            and contains(claims.subject_key, concat(' ', targets.subject, ' '))
        group by targets.rule_id
    )

select
    targets.rule_id,
    targets.measure,
    targets.subject as metal,
    cast(targets.applies_on as date) as applies_on,
    cast(targets.value as double) as target_pct,
    compared.best_claim_pct,
    compared.best_claim_qualifier,
    compared.process_claim_id,
    cast(coalesce(compared.n_claims, 0) as integer) as n_claims,
    targets.value - compared.best_claim_pct as gap_pct_points,
    -- "Up to 98%" is a ceiling: it does not show that a target is reached.
    case
        when
            targets.measure = 'material_recovery'
            and coalesce(compared.best_claim_qualifier, 'exact') not in ('up_to', 'less_than')
        then compared.best_claim_pct - targets.value
    end as recovery_headroom_pct_points,
    targets.source
from targets
left join compared on targets.rule_id = compared.rule_id
