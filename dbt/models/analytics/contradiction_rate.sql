-- Only what more than one document tells can be contradicted.
with
    told as (
        select evidence.fact_table, evidence.fact_id, statements.property
        from {{ ref("bridge_fact_evidence") }} as evidence
        inner join
            {{ ref("statements") }} as statements on evidence.statement_id = statements.statement_id
        group by evidence.fact_table, evidence.fact_id, statements.property
        having min(statements.document_id) < max(statements.document_id)
    ),

    contradictions as (select * from {{ ref("contradictions") }})

select
    told.fact_table,
    told.property,
    cast(count(*) as integer) as n_comparable,
    cast(count(contradictions.kind) as integer) as n_contradicted,
    cast(count(*) filter (contradictions.kind = 'conflict') as integer) as n_conflicts,
    count(contradictions.kind) / count(*) as contradiction_rate
from told
left join
    contradictions
    on told.fact_table = contradictions.fact_table
    and told.fact_id = contradictions.fact_id
    and told.property = contradictions.property
group by told.fact_table, told.property
