-- The share of a plant's believed capex that public money covers, on each day on which a balance
-- of one of its awards came to be known anew. Currencies are never added together.
with
    plants as (select * from {{ ref("dim_plants") }} where capex_amount > 0),

    history as (
        select awards.plant_id, awards.currency, history.*
        from {{ ref("award_history") }} as history
        inner join {{ ref("dim_awards") }} as awards on history.award_id = awards.award_id
        where awards.plant_id is not null
    ),

    days as (select distinct plant_id, currency, known_from from history),

    balances as (
        select
            days.plant_id,
            days.currency,
            days.known_from,
            sum(history.announced_amount) as announced_amount,
            sum(history.net_amount) as net_amount,
            sum(history.disbursed_amount) as disbursed_amount,
            cast(count(*) as integer) as n_awards
        from days
        inner join
            history
            on days.plant_id = history.plant_id
            and days.currency = history.currency
            and days.known_from >= history.known_from
            and coalesce(days.known_from < history.known_to, true)
        group by days.plant_id, days.currency, days.known_from
    )

select
    balances.plant_id,
    plants.name as plant,
    balances.known_from,
    balances.currency,
    balances.n_awards,
    balances.announced_amount,
    balances.net_amount,
    balances.disbursed_amount,
    plants.capex_amount,
    plants.capex_qualifier,
    balances.announced_amount / plants.capex_amount as announced_leverage,
    balances.net_amount / plants.capex_amount as net_leverage
from balances
inner join
    plants on balances.plant_id = plants.plant_id and balances.currency = plants.capex_currency
