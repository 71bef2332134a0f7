with
    statements as (select * from {{ ref("int_statements") }} where frame = 'process_claim'),

    organizations as (
        select * from {{ ref("int_frame_organizations") }} where frame = 'process_claim'
    ),

    documents as (select * from {{ ref("int_documents") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            any_value(frame_id) as frame_id,
            max(reported_on) as reported_on,
            arg_max(value_text, belief_rank) filter (property = 'subject') as subject,
            arg_max(value_text, belief_rank) filter (property = 'metric') as metric,
            arg_max(value_number, belief_rank) filter (property = 'value') as value,
            arg_max(unit, belief_rank) filter (property = 'value') as unit
        from statements
        group by frame_key
    ),

    claimants as (
        select frame_key, min(organization_id) as organization_id
        from organizations
        group by frame_key
    ),

    described as (
        select
            frames.*,
            documents.file_path,
            claimants.organization_id,
            {{
                hashed_id(
                    [
                        "'process_claim'",
                        "coalesce(claimants.organization_id, "
                        ~ normalise_words("frames.subject")
                        ~ ", documents.file_path)",
                        "frames.metric",
                        "frames.value",
                        "frames.unit",
                    ]
                )
            }} as base_id,
            row_number() over (
                partition by frames.document_id, base_id order by frames.frame_id
            ) as mention
        from frames
        inner join documents on frames.document_id = documents.document_id
        left join claimants on frames.frame_key = claimants.frame_key
        where frames.metric is not null and frames.value is not null
    )

select
    * exclude (mention, base_id),
    -- One document gives the same percentage of two processes: two claims.
    case
        when mention = 1 then base_id else {{ hashed_id(["base_id", "file_path", "frame_id"]) }}
    end as process_claim_id
from described
