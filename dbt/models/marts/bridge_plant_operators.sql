select distinct plant_matches.plant_id, organizations.organization_id, organizations.role
from {{ ref("int_plant_matches") }} as plant_matches
inner join
    {{ ref("int_frame_organizations") }} as organizations
    on plant_matches.frame_key = organizations.frame_key
