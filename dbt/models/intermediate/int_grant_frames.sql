with
    statements as (select * from {{ ref("int_statements") }} where frame = 'grant_change'),

    organizations as (
        select * from {{ ref("int_frame_organizations") }} where frame = 'grant_change'
    ),

    plant_matches as (select * from {{ ref("int_plant_matches") }}),

    frames as (
        select
            frame_key,
            any_value(document_id) as document_id,
            any_value(file_path) as file_path,
            any_value(frame_id) as frame_id,
            any_value(known_from) as known_from,
            any_value(is_dated) as is_dated,
            any_value(reported_on) as reported_on,
            min(span_start) as span_start,
            arg_min(quote, span_start) as quote,
            arg_max(value_text, belief_order) filter (property = 'action') as action,
            arg_max(value_text, belief_order) filter (property = 'instrument') as instrument,
            arg_max(value_text, belief_order) filter (property = 'program') as program,
            arg_max(value_text, belief_order) filter (property = 'purpose') as purpose,
            arg_max(value_text, belief_order) filter (property = 'plant') as plant_frame_id,
            arg_max(value_number, belief_order) filter (property = 'amount') as amount,
            arg_max(unit, belief_order) filter (property = 'amount') as currency,
            arg_max(qualifier, belief_order) filter (property = 'amount') as amount_qualifier,
            arg_max(value_date, belief_order) filter (property = 'action_on') as action_on,
            arg_max(value_precision, belief_order) filter (
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
    frames.*,
    parties.recipient_organization_id,
    parties.funder_organization_id,
    plant_matches.plant_id,
    {{ normalise_words("frames.purpose") }} as purpose_key,
    {{ two_digits("frames.amount") }} as amount_key,
    frames.action in ('selected', 'conditional_commitment', 'awarded', 'closed') as is_opening
from frames
-- Money nobody receives is no award.
inner join parties on frames.frame_key = parties.frame_key
left join
    plant_matches
    on frames.document_id = plant_matches.document_id
    and frames.plant_frame_id = plant_matches.frame_id
where parties.recipient_organization_id is not null and frames.action is not null
