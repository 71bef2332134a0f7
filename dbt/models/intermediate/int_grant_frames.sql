with
    statements as (select * from {{ ref("int_statements") }} where frame = 'grant_change'),

    organizations as (
        select * from {{ ref("int_frame_organizations") }} where frame = 'grant_change'
    ),

    plant_matches as (select * from {{ ref("int_plant_matches") }}),

    documents as (select * from {{ ref("int_documents") }}),

    quotes as (select statement_id, quote from {{ ref("stg_statements") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            any_value(frame_id) as frame_id,
            any_value(known_from) as known_from,
            any_value(is_dated) as is_dated,
            any_value(reported_on) as reported_on,
            min(span_start) as span_start,
            arg_min(statement_id, span_start) as first_statement_id,
            arg_max(value_text, belief_rank) filter (property = 'action') as action,
            arg_max(value_text, belief_rank) filter (property = 'instrument') as instrument,
            arg_max(value_text, belief_rank) filter (property = 'program') as program,
            arg_max(value_text, belief_rank) filter (property = 'purpose') as purpose,
            arg_max(value_text, belief_rank) filter (property = 'plant') as plant_frame_id,
            arg_max(value_number, belief_rank) filter (property = 'amount') as amount,
            arg_max(unit, belief_rank) filter (property = 'amount') as currency,
            arg_max(qualifier, belief_rank) filter (property = 'amount') as amount_qualifier,
            arg_max(value_date, belief_rank) filter (property = 'action_on') as action_on,
            arg_max(value_precision, belief_rank) filter (
                property = 'action_on'
            ) as action_precision
        from statements
        group by frame_key
    ),

    parties as (
        select
            frame_key,
            min(organization_id) filter (role = 'recipient') as recipient_organization_id,
            min(organization_id) filter (role = 'funder') as funder_organization_id
        from organizations
        group by frame_key
    )

select
    frames.* exclude (first_statement_id),
    documents.file_path,
    quotes.quote,
    parties.recipient_organization_id,
    parties.funder_organization_id,
    plant_matches.plant_id,
    {{ normalise_words("frames.purpose") }} as purpose_key,
    {{ two_digits("frames.amount") }} as amount_key,
    frames.action in ('selected', 'conditional_commitment', 'awarded', 'closed') as is_opening
from frames
inner join documents on frames.document_id = documents.document_id
inner join quotes on frames.first_statement_id = quotes.statement_id
-- Money nobody receives is no award.
inner join parties on frames.frame_key = parties.frame_key
left join
    plant_matches
    on {{ frame_key("frames.document_id", "'plant'", "frames.plant_frame_id") }}
    = plant_matches.frame_key
where parties.recipient_organization_id is not null and frames.action is not null
