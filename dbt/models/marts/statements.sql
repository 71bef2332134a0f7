select
    statements.statement_id,
    statements.document_id,
    statements.frame,
    statements.frame_id,
    statements.property,
    statements.value_text,
    statements.value_number,
    statements.unit,
    statements.value_date,
    statements.value_precision,
    statements.qualifier,
    statements.span_start,
    statements.span_end,
    statements.quote,
    statements.extractor,
    statements.extractor_version,
    statements.confidence,
    statements.reported_on,
    statements.recorded_at
from {{ ref("stg_statements") }} as statements
anti join
    {{ ref("int_refused_statements") }} as refused
    on statements.statement_id = refused.statement_id
