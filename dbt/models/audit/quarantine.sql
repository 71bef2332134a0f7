select file_path, sha256, reason, detail, first_seen_at
from {{ ref("stg_quarantine") }}
union all
select file_path, sha256, reason, detail, first_seen_at
from {{ ref("stg_market_quarantine") }}
union all
select
    documents.file_path,
    documents.sha256,
    -- the extractor begins the sentence with the word when the time was up
    if(starts_with(extractions.failure, 'Slow:'), 'slow', 'extraction_failed') as reason,
    extractions.failure as detail,
    documents.recorded_at as first_seen_at
from {{ ref("stg_extractions") }} as extractions
inner join
    {{ ref("stg_documents") }} as documents on extractions.document_id = documents.document_id
where extractions.failure is not null and documents.status = 'active'
