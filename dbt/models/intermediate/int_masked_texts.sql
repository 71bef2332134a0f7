-- Pages end with contact lines. The addresses and numbers are no part of what is published. A
-- number glued to an address is seen as one only after the address is gone.
with
    masked_once as (
        select document_id, {{ masked("text") }} as text
        from {{ ref("stg_documents") }}
        where regexp_matches(text, {{ contact_pattern() }})
    )

select
    document_id,
    case
        when regexp_matches(text, {{ contact_pattern() }}) then {{ masked("text") }} else text
    end as text
from masked_once
