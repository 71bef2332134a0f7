-- Each number as it was told and retold, in the order in which the documents came to be known.
with
    told as (
        select
            evidence.fact_table,
            evidence.fact_id,
            statements.property,
            statements.statement_id,
            statements.document_id,
            documents.known_from,
            documents.is_dated,
            documents.origin_id,
            statements.value_number as value,
            statements.unit,
            coalesce(statements.qualifier, 'exact') as qualifier,
            statements.span_start
        from {{ ref("bridge_fact_evidence") }} as evidence
        inner join
            {{ ref("statements") }} as statements on evidence.statement_id = statements.statement_id
        inner join
            {{ ref("dim_documents") }} as documents
            on statements.document_id = documents.document_id
        where
            (evidence.fact_table = 'dim_plants' and statements.property in ('capex', 'floor_area'))
            or (evidence.fact_table = 'fct_capacities' and statements.property = 'amount')
            or (evidence.fact_table = 'fct_deals' and statements.property = 'value')
            or (evidence.fact_table = 'fct_process_claims' and statements.property = 'value')
            or (evidence.fact_table = 'fct_grant_changes' and statements.property = 'amount')
    ),

    per_document as (
        select *
        from told
        qualify
            row_number() over (
                partition by fact_table, fact_id, property, document_id
                order by span_start, statement_id
            )
            = 1
    ),

    retold as (
        select
            *,
            lag(value) over telling as previous_value,
            lag(unit) over telling as previous_unit,
            lag(qualifier) over telling as previous_qualifier,
            row_number() over telling as telling
        from per_document
        window
            telling as (partition by fact_table, fact_id, property order by known_from, document_id)
    )

select
    fact_table,
    fact_id,
    property,
    cast(telling as integer) as telling,
    document_id,
    known_from,
    is_dated,
    value,
    unit,
    qualifier,
    previous_value,
    previous_qualifier,
    case
        when
            unit is distinct from previous_unit
            or abs(value - previous_value) > 0.006 * abs(previous_value)
        then 'value_changed'
        when qualifier = 'exact' and previous_qualifier != 'exact'
        then 'qualifier_lost'
        when qualifier != previous_qualifier
        then 'qualifier_changed'
        else 'unchanged'
    end as drift
from retold
where telling > 1
