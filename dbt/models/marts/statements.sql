select
    statement_id,
    document_id,
    frame,
    frame_id,
    property,
    value_text,
    value_number,
    unit,
    value_date,
    value_precision,
    qualifier,
    span_start,
    span_end,
    quote,
    extractor,
    extractor_version,
    confidence,
    reported_on,
    recorded_at
from {{ ref("stg_statements") }}
order by statement_id
