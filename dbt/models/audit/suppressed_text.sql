select document_id, span_start, span_end, kind from {{ ref("stg_suppressed_text") }}
