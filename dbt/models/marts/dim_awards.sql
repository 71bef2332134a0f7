with
    frames as (select * from {{ ref("int_award_matches") }}),

    ledger as (select * from {{ ref("int_award_ledger") }} where is_latest and is_last),

    awards as (
        select
            award_id,
            any_value(recipient_organization_id) as recipient_organization_id,
            min(funder_organization_id) as funder_organization_id,
            any_value(instrument) as instrument,
            arg_max(program, {'known_from':known_from, 'frame_key':frame_key}) filter (
                program is not null
            ) as program,
            arg_max(plant_id, {'known_from':known_from, 'frame_key':frame_key}) filter (
                plant_id is not null
            ) as plant_id,
            arg_max(purpose, {'known_from':known_from, 'frame_key':frame_key}) filter (
                purpose is not null
            ) as purpose,
            min(currency) as currency
        from frames
        group by award_id
    )

select
    awards.award_id,
    awards.recipient_organization_id,
    awards.funder_organization_id,
    awards.instrument,
    awards.program,
    awards.plant_id,
    awards.purpose,
    awards.currency,
    ledger.announced_amount,
    ledger.committed_amount as net_amount,
    ledger.disbursed_amount,
    ledger.status
from awards
inner join ledger on awards.award_id = ledger.award_id
