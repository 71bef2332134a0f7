select document_id, extractor_version, failure from {{ source("raw", "extractions") }}
