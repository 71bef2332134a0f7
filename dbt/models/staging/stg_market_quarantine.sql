select file_path, sha256, reason, detail, first_seen_at at time zone 'UTC' as first_seen_at
from {{ source("raw", "market_quarantine") }}
