with
    documents as (select * from {{ ref("stg_documents") }})

select
    document_id,
    parent_document_id,
    file_path,
    sha256,
    title,
    publisher,
    published_on,
    published_precision,
    published_basis,
    language,
    kind,
    origin_id,
    status,
    text,
    coalesce(published_latest, cast(recorded_at as date)) as known_from,
    published_latest is not null as is_dated,
    url,
    recorded_at
from documents
