{{ config(meta={"dagster": {"ref": {"name": "dim_documents"}}}) }}
-- Quotes, titles and values are parts of the stored text or read from it; names are checked apart.
with
    texts as (
        select document_id as id, text
        from {{ ref("dim_documents") }}
        union all
        select document_id, title
        from {{ ref("dim_documents") }}
        union all
        select document_id, publisher
        from {{ ref("dim_documents") }}
        union all
        select statement_id, value_text
        from {{ ref("statements") }}
        union all
        select organization_id, name
        from {{ ref("dim_organizations") }}
        union all
        select award_id, purpose
        from {{ ref("dim_awards") }}
        union all
        select process_claim_id, subject
        from {{ ref("fct_process_claims") }}
    )

select id, regexp_extract(text, {{ contact_pattern() }}) as contact
from texts
where regexp_matches(text, {{ contact_pattern() }})
