{{ config(meta={"dagster": {"ref": {"name": "statements"}}}) }}
select statements.statement_id, documents.file_path, statements.quote
from {{ ref("statements") }} as statements
inner join {{ ref("dim_documents") }} as documents on statements.document_id = documents.document_id
where
    substr(documents.text, statements.span_start + 1, statements.span_end - statements.span_start)
    != statements.quote
