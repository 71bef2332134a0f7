select
    dataset,
    rule_id,
    jurisdiction,
    measure,
    subject,
    timing,
    unit,
    qualifier,
    source,
    source_url,
    value,
    applies_on,
    applies_precision
from {{ source("raw", "regulation_targets") }}
