with
    statements as (select * from {{ ref("int_statements") }}),

    organizations as (select * from {{ ref("organizations") }}),

    aliases as (select * from {{ ref("organization_aliases") }}),

    names as (
        select
            value_text as name,
            {{ normalise_name("value_text") }} as name_key,
            count(*) as n_statements
        from statements
        where {{ is_organization_property("frame", "property") }} and value_text is not null
        group by value_text
    ),

    known_names as (
        select organization_id, {{ normalise_name("name") }} as name_key
        from organizations
        union
        select organization_id, {{ normalise_name("alias") }} as name_key
        from aliases
    )

select
    names.name,
    names.name_key,
    names.n_statements,
    known_names.organization_id is not null as is_curated,
    coalesce(
        known_names.organization_id, {{ hashed_id(["'organization'", "names.name_key"]) }}
    ) as organization_id
from names
left join known_names on names.name_key = known_names.name_key
-- A name of nothing but punctuation or a legal suffix names nobody.
where names.name_key != ''
