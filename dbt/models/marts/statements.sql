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
    coalesce(
        substr(
            masked_texts.text,
            statements.span_start + 1,
            statements.span_end - statements.span_start
        ),
        statements.quote
    ) as quote,
    statements.extractor,
    statements.extractor_version,
    statements.confidence,
    statements.reported_on,
    statements.recorded_at
from {{ ref("stg_statements") }} as statements
left join
    {{ ref("int_masked_texts") }} as masked_texts
    on statements.document_id = masked_texts.document_id
anti join
    {{ ref("int_refused_statements") }} as refused on statements.statement_id = refused.statement_id
