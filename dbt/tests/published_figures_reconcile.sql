{{ config(severity="warn", meta={"dagster": {"ref": {"name": "reconciliations"}}}) }}
-- Only a warning: sources may truly disagree, and then both are published with the difference.
select name, "left", "right", tolerance, difference
from {{ ref("reconciliations") }}
where not passed
