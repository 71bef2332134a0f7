{{ config(meta={"dagster": {"ref": {"name": "reconciliations"}}}) }}
select name, "left", "right", tolerance, difference
from {{ ref("reconciliations") }}
where not passed
