-- Each side is a sum of products of published figures and constants. An identity with a figure
-- that is missing, or there with two values, is not evaluated rather than guessed.
with
    reconciliations as (select * from {{ ref("reconciliation_identities") }}),

    factors as (select * from {{ ref("reconciliation_factors") }}),

    figures as (
        select
            indicators.indicator,
            dim_indicators.geography,
            figures.period_start,
            figures.period_precision,
            figures.value,
            figures.change_pct,
            figures.change_basis
        from {{ ref("fct_market_figures") }} as figures
        inner join
            {{ ref("dim_indicators") }} as dim_indicators
            on figures.indicator_id = dim_indicators.indicator_id
        inner join {{ ref("indicators") }} as indicators on dim_indicators.name = indicators.name
        where figures.document_id is not null
    ),

    grants as (
        select awards.recipient_organization_id, changes.action, changes.amount
        from {{ ref("fct_grant_changes") }} as changes
        inner join {{ ref("dim_awards") }} as awards on changes.award_id = awards.award_id
        where changes.amount is not null and not changes.is_inferred
    ),

    candidates as (
        select
            factors.reconciliation,
            factors.side,
            factors.addend,
            factors.reason,
            case
                when factors.kind = 'percent' then figures.value / 100 else figures.value
            end as value
        from factors
        inner join
            figures
            on factors.indicator = figures.indicator
            and factors.geography = figures.geography
            and factors.period_start = figures.period_start
            and factors.period_precision = figures.period_precision
        where factors.kind in ('value', 'percent') and figures.value is not null
        union
        select
            factors.reconciliation,
            factors.side,
            factors.addend,
            factors.reason,
            1 + figures.change_pct / 100 as value
        from factors
        inner join
            figures
            on factors.indicator = figures.indicator
            and factors.geography = figures.geography
            and factors.period_start = figures.period_start
            and factors.period_precision = figures.period_precision
            and factors.change_basis = figures.change_basis
        where factors.kind = 'change'
        union
        select
            factors.reconciliation,
            factors.side,
            factors.addend,
            factors.reason,
            grants.amount as value
        from factors
        inner join
            grants
            on factors.organization_id = grants.recipient_organization_id
            and factors.action = grants.action
        where factors.kind = 'grant'
        union
        select reconciliation, side, addend, reason, constant as value
        from factors
        where kind = 'constant'
    ),

    resolved as (
        select
            factors.reconciliation,
            factors.side,
            factors.addend,
            factors.exponent,
            case when count(candidates.value) = 1 then min(candidates.value) end as value
        from factors
        left join
            candidates
            on factors.reconciliation = candidates.reconciliation
            and factors.side = candidates.side
            and factors.addend = candidates.addend
            and factors.reason = candidates.reason
        group by
            factors.reconciliation, factors.side, factors.addend, factors.exponent, factors.reason
    ),

    addends as (
        select
            reconciliation,
            side,
            addend,
            case when count(value) = count(*) then product(pow(value, exponent)) end as value
        from resolved
        group by reconciliation, side, addend
    ),

    sides as (
        select
            reconciliation,
            case
                when bool_and(value is not null) filter (side = 'left')
                then sum(value) filter (side = 'left')
            end as left_value,
            case
                when bool_and(value is not null) filter (side = 'right')
                then sum(value) filter (side = 'right')
            end as right_value
        from addends
        group by reconciliation
    )

select
    reconciliations.reconciliation as name,
    sides.left_value as "left",
    sides.right_value as "right",
    reconciliations.tolerance,
    abs(sides.left_value - sides.right_value) / abs(sides.right_value) as difference,
    abs(sides.left_value - sides.right_value) / abs(sides.right_value)
    <= reconciliations.tolerance as passed,
    reconciliations.source_url,
    reconciliations.reason
from reconciliations
inner join sides on reconciliations.reconciliation = sides.reconciliation
