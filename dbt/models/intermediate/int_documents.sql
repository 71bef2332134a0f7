with
    documents as (select * from {{ ref("stg_documents") }}),

    reliabilities as (select * from {{ ref("source_reliability") }})

select
    documents.document_id,
    documents.origin_id,
    documents.file_path,
    documents.sha256,
    documents.publisher,
    documents.status = 'active' as is_active,
    documents.published_on as reported_on,
    documents.published_latest is not null as is_dated,
    -- An undated page counts as known from the day its file was written: no earlier day is safe.
    coalesce(documents.published_latest, cast(documents.recorded_at as date)) as known_from,
    -- A publisher nobody has reviewed ranks with the trade press.
    coalesce(reliabilities.reliability, 2) as reliability
from documents
left join reliabilities on documents.publisher = reliabilities.publisher
