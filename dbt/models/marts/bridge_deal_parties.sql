select distinct matches.deal_id, organizations.organization_id, organizations.role
from {{ ref("int_deal_matches") }} as matches
inner join
    {{ ref("int_frame_organizations") }} as organizations
    on matches.frame_key = organizations.frame_key
-- Two documents may name one party by two roles; a specific role says more than "partner".
qualify
    organizations.role != 'partner'
    or count(*) filter (organizations.role != 'partner') over (
        partition by matches.deal_id, organizations.organization_id
    )
    = 0
