select
    {{ hashed_id(["year(first_reported_on)", "side", "material_id", "unit"]) }}
    as capacity_realisation_id,
    cast(year(first_reported_on) as integer) as cohort,
    side,
    material_id,
    unit,
    cast(count(*) as integer) as n_subjects,
    sum(announced_per_year) as announced_per_year,
    coalesce(sum(operating_per_year), 0) as operating_per_year,
    coalesce(sum(operating_per_year), 0) / sum(announced_per_year) as realisation
from {{ ref("announced_capacities") }}
group by all
having sum(announced_per_year) > 0
