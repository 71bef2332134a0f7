with recursive
    names as (select * from {{ ref("int_organization_names") }}),

    curated as (select * from {{ ref("organizations") }}),

    -- A parent is published with its subsidiary even where no document names it.
    lineage as (
        select curated.organization_id, curated.parent_organization_id
        from curated
        where curated.organization_id in (select organization_id from names)
        union
        select curated.organization_id, curated.parent_organization_id
        from curated
        inner join lineage on curated.organization_id = lineage.parent_organization_id
    ),

    uncurated as (
        select
            organization_id,
            -- The form most often written, and of these the fullest.
            arg_max(name, {'n':n_statements, 'length':length(name), 'name':name}) as name,
            bool_or(name_key != {{ normalise_words("name") }}) as has_legal_suffix
        from names
        where not is_curated
        group by organization_id
    )

select
    curated.organization_id,
    curated.name,
    curated.kind,
    curated.country,
    curated.parent_organization_id,
    true as is_curated
from curated
inner join lineage on curated.organization_id = lineage.organization_id
union all
select
    organization_id,
    name,
    case
        when
            regexp_matches(
                lower(name),
                '\b(ministry|ministère|ministerio|ministerium|department|government|commission|state of|province of|treasury|authority|municipality)\b|ministerium|部$|부$|省$'
            )
        then 'government'
        when
            regexp_matches(
                lower(name),
                '\b(university|université|universität|institute|institut|laboratory)\b|大学|대학교|연구원'
            )
        then 'research'
        when regexp_matches(lower(name), '\b(association|foundation|non-profit|nonprofit)\b|协会|협회')
        then 'nonprofit'
        when has_legal_suffix
        then 'company'
        else 'unknown'
    end as kind,
    null as country,
    null as parent_organization_id,
    false as is_curated
from uncurated
