-- Pages end with contact lines. The addresses and numbers are no part of what is published.
select document_id, {{ masked("text") }} as text
from {{ ref("stg_documents") }}
where regexp_matches(text, {{ contact_pattern() }})
