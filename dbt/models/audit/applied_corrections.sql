select
    corrections.correction_id,
    statements.statement_id,
    statements.document_id,
    statements.frame,
    statements.property,
    corrections.action,
    statements.original_value,
    case
        when corrections.action = 'replace'
        then
            coalesce(
                statements.value_text,
                {{ plain_number("statements.value_number") }},
                cast(statements.value_date as varchar)
            )
    end as corrected_value,
    corrections.reason,
    corrections.source_url,
    corrections.reviewer,
    corrections.reviewed_on
from {{ ref("int_corrected_statements") }} as statements
inner join
    {{ ref("corrections") }} as corrections on statements.correction_id = corrections.correction_id
