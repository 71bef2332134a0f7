with
    statements as (select * from {{ ref("int_statements") }}),

    names as (select * from {{ ref("int_organization_names") }})

select distinct
    statements.frame_key,
    statements.document_id,
    statements.frame,
    statements.property as role,
    names.organization_id,
    statements.known_from
from statements
inner join names on statements.value_text = names.name
where {{ is_organization_property("statements.frame", "statements.property") }}
