{{ config(severity="warn", meta={"dagster": {"ref": {"name": "applied_corrections"}}}) }}
-- Only a warning: its document may not be among those read.
select corrections.correction_id, corrections.file_path, corrections.original_value
from {{ ref("corrections") }} as corrections
anti join
    {{ ref("applied_corrections") }} as applied on corrections.correction_id = applied.correction_id
