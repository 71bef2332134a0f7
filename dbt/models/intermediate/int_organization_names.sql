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
        select organization_id, lower(name) as spelling, {{ normalise_name("name") }} as name_key
        from organizations
        union
        select organization_id, lower(alias) as spelling, {{ normalise_name("alias") }} as name_key
        from aliases
    ),

    -- A subsidiary may differ from its parent in nothing but the legal form: as written it is
    -- told apart, and otherwise a form that two organisations share names neither of them.
    by_spelling as (
        select spelling, any_value(organization_id) as organization_id
        from known_names
        group by spelling
        having count(distinct organization_id) = 1
    ),

    by_key as (
        select name_key, any_value(organization_id) as organization_id
        from known_names
        group by name_key
        having count(distinct organization_id) = 1
    ),

    identified as (
        select
            names.*,
            coalesce(by_spelling.organization_id, by_key.organization_id) as known_organization_id
        from names
        left join by_spelling on lower(names.name) = by_spelling.spelling
        left join by_key on names.name_key = by_key.name_key
    )

select
    name,
    name_key,
    n_statements,
    known_organization_id is not null as is_curated,
    coalesce(
        known_organization_id, {{ hashed_id(["'organization'", "name_key"]) }}
    ) as organization_id
from identified
-- A name of nothing but punctuation or a legal suffix names nobody.
where name_key != ''
