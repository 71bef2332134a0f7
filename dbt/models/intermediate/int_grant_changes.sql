with
    frames as (select * from {{ ref("int_award_matches") }}),

    changes as (
        select
            grant_change_id,
            any_value(award_id) as award_id,
            any_value(action) as action,
            any_value(instrument) as instrument,
            any_value(currency) as currency,
            arg_max(
                amount, {'is_dated':is_dated, 'known_from':known_from, 'key':frame_key}
            ) as amount,
            coalesce(
                arg_max(
                    amount_qualifier,
                    {'is_dated':is_dated, 'known_from':known_from, 'key':frame_key}
                ),
                case when max(amount) is not null then 'exact' end
            ) as qualifier,
            arg_max(
                action_on,
                {
                    'precision':{{ precision_rank("action_precision") }},
                    'known_from':known_from,
                    'key':frame_key
                }
            ) filter (action_on is not null) as action_on,
            arg_max(
                action_precision,
                {
                    'precision':{{ precision_rank("action_precision") }},
                    'known_from':known_from,
                    'key':frame_key
                }
            ) filter (action_on is not null) as action_precision,
            min(known_from) as known_from,
            min(reported_on) as reported_on,
            -- "cut to $2.23 billion" and "less than" give the new level, "cut by" the difference.
            bool_or(
                coalesce(amount_qualifier = 'less_than', false)
                or regexp_matches(
                    lower(quote),
                    '(reduc|cut|lower|trim|increas|rais|upsiz|boost)\w*[^.;]{0,80}\bto (about |around |approximately |some |roughly |just )?(us|c|a)?[$€£]?\d'
                )
            ) as is_level
        from frames
        group by grant_change_id
    )

select
    *,
    case
        action
        when 'selected'
        then 1
        when 'conditional_commitment'
        then 2
        when 'awarded'
        then 4
        when 'increased'
        then 5
        when 'closed'
        then 6
        when 'reduced'
        then 7
        when 'disbursed'
        then 8
        when 'cancelled'
        then 9
        when 'terminated'
        then 10
        when 'retained'
        then 11
    end as action_rank
from changes
