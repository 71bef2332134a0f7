select
    document_id,
    cast(span_start as integer) as span_start,
    cast(span_end as integer) as span_end,
    kind
from {{ source("raw", "suppressed_text") }}
