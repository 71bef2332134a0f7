with
    statements as (select * from {{ ref("int_statements") }} where frame = 'deal'),

    organizations as (select * from {{ ref("int_frame_organizations") }} where frame = 'deal'),

    documents as (select * from {{ ref("int_documents") }}),

    families as (select * from {{ ref("deal_types") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            any_value(frame_id) as frame_id,
            any_value(known_from) as known_from,
            min(span_start) as span_start,
            arg_max(value_text, belief_rank) filter (property = 'deal_type') as deal_type,
            arg_max(value_date, belief_rank) filter (property = 'announced_on') as announced_on,
            arg_max(value_precision, belief_rank) filter (
                property = 'announced_on'
            ) as announced_precision,
            arg_max(value_number, belief_rank) filter (property = 'value') as value_amount
        from statements
        group by frame_key
    ),

    parties as (
        select
            frame_key,
            array_to_string(list_sort(list(distinct organization_id)), ' + ') as parties_key,
            count(distinct organization_id) as n_parties
        from organizations
        group by frame_key
    )

select
    frames.*,
    documents.file_path,
    {{ period_last_day("frames.announced_on", "frames.announced_precision") }} as announced_until,
    {{ precision_rank("frames.announced_precision") }} as date_rank,
    families.family,
    parties.parties_key,
    parties.n_parties
from frames
inner join documents on frames.document_id = documents.document_id
-- A deal is its parties; a frame without any says nothing that can be published.
inner join parties on frames.frame_key = parties.frame_key
left join families on frames.deal_type = families.deal_type
where frames.deal_type is not null
