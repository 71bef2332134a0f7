select
    capacity_id,
    plant_id,
    organization_id,
    side,
    material_id,
    value,
    unit,
    tonnes_per_year,
    basis,
    kind,
    qualifier,
    by_year,
    reported_on,
    is_current
from {{ ref("int_capacities") }}
