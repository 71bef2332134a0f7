with
    reports as (
        select fact_table, fact_id, document_id, bool_or(not is_winning) as is_disputed
        from {{ ref("bridge_fact_evidence") }}
        group by fact_table, fact_id, document_id
    ),

    evidence as (
        select
            reports.fact_table,
            reports.fact_id,
            count(*) as n_documents,
            count(distinct documents.origin_id) as n_origins,
            count(distinct documents.publisher) as n_publishers,
            count(distinct documents.language) as n_languages,
            bool_or(reports.is_disputed) as is_disputed
        from reports
        inner join
            {{ ref("dim_documents") }} as documents on reports.document_id = documents.document_id
        group by reports.fact_table, reports.fact_id
    )

select
    fact_table,
    fact_id,
    cast(n_documents as integer) as n_documents,
    cast(n_origins as integer) as n_origins,
    cast(n_publishers as integer) as n_publishers,
    cast(n_languages as integer) as n_languages,
    is_disputed,
    n_origins > 1 as is_corroborated
from evidence
