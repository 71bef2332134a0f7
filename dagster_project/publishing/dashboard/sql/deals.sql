with
    parties as (
        select parties.deal_id, list_sort(list_distinct(list(organizations.name))) as names
        from marts.bridge_deal_parties as parties
        inner join marts.dim_organizations as organizations using (organization_id)
        group by parties.deal_id
    )

select
    replace(deals.deal_type, '_', ' ') as deal_type,
    coalesce(deals.status, 'not stated') as status,
    cast(deals.announced_on as varchar) as announced_on,
    deals.announced_precision as precision,
    deals.binding,
    coalesce(
        replace(deals.value_qualifier, '_', ' ')
        || ' '
        || format('{:,.0f}', deals.value_amount)
        || ' '
        || deals.value_currency,
        'not stated'
    ) as value,
    coalesce(parties.names, []) as parties,
    coalesce(array_to_string(parties.names, ', '), 'not named') as between_whom,
    unnest(evidence.shown)
from marts.fct_deals as deals
inner join evidence on deals.deal_id = evidence.fact_id
left join parties using (deal_id)
order by deals.announced_on desc nulls last, deals.deal_id
