select document_id, span_start, span_end, kind
from {{ source("raw", "suppressed_text") }}
