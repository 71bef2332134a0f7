{{
    config(
        severity="warn",
        meta={"dagster": {"ref": {"name": "dim_documents"}}},
    )
}}
-- Only a warning: a page may be read well and state nothing of this field.
select documents.document_id, documents.file_path
from {{ ref("dim_documents") }} as documents
anti join {{ ref("statements") }} as statements on documents.document_id = statements.document_id
where documents.status = 'active'
