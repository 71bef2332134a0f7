with
    names as (select * from {{ ref("int_organization_names") }} where not is_curated),

    known_names as (
        select organization_id, {{ normalise_name("name") }} as name_key
        from {{ ref("organizations") }}
        union
        select organization_id, {{ normalise_name("alias") }} as name_key
        from {{ ref("organization_aliases") }}
    ),

    -- Only names with the same first letter are compared: a product of all would grow square.
    candidates as (
        select
            names.name,
            known_names.organization_id,
            max(jaro_winkler_similarity(names.name_key, known_names.name_key)) as similarity
        from names
        inner join known_names on left(names.name_key, 1) = left(known_names.name_key, 1)
        where jaro_winkler_similarity(names.name_key, known_names.name_key) >= 0.85
        group by names.name, known_names.organization_id
    ),

    nearest as (
        select
            name,
            string_agg(
                organization_id || ' (' || round(similarity, 2) || ')',
                '; '
                order by similarity desc, organization_id
            ) as candidates
        from
            (
                select *
                from candidates
                qualify
                    row_number() over (partition by name order by similarity desc, organization_id)
                    <= 3
            )
        group by name
    )

select
    names.name,
    names.organization_id,
    cast(names.n_statements as integer) as n_statements,
    nearest.candidates
from names
left join nearest on names.name = nearest.name
