with
    documents as (select * from {{ ref("stg_documents") }}),

    masked_texts as (select * from {{ ref("int_masked_texts") }})

select
    documents.document_id,
    documents.parent_document_id,
    documents.file_path,
    documents.sha256,
    regexp_replace(documents.title, {{ contact_pattern() }}, '█', 'g') as title,
    regexp_replace(documents.publisher, {{ contact_pattern() }}, '█', 'g') as publisher,
    documents.published_on,
    documents.published_precision,
    documents.published_basis,
    documents.language,
    documents.kind,
    documents.origin_id,
    documents.status,
    coalesce(masked_texts.text, documents.text) as text,
    coalesce(documents.published_latest, cast(documents.recorded_at as date)) as known_from,
    documents.published_latest is not null as is_dated,
    documents.url,
    documents.recorded_at
from documents
left join masked_texts on documents.document_id = masked_texts.document_id
