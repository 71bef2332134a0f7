with
    parties as (select distinct deal_id, organization_id from {{ ref("bridge_deal_parties") }}),

    pairs as (
        select
            parties.organization_id,
            partners.organization_id as partner_organization_id,
            count(*) as n_deals
        from parties
        inner join
            parties as partners
            on parties.deal_id = partners.deal_id
            and parties.organization_id != partners.organization_id
        group by parties.organization_id, partners.organization_id
    ),

    partners as (
        select
            pairs.organization_id,
            count(*) as n_partners,
            count(*) filter (pairs.n_deals > 1) as n_repeat_partners,
            count(distinct organizations.country) as n_partner_countries
        from pairs
        inner join
            {{ ref("dim_organizations") }} as organizations
            on pairs.partner_organization_id = organizations.organization_id
        group by pairs.organization_id
    ),

    deals as (select organization_id, count(*) as n_deals from parties group by organization_id)

select
    deals.organization_id,
    organizations.name as organization,
    organizations.country,
    cast(deals.n_deals as integer) as n_deals,
    cast(coalesce(partners.n_partners, 0) as integer) as n_partners,
    cast(coalesce(partners.n_repeat_partners, 0) as integer) as n_repeat_partners,
    cast(coalesce(partners.n_partner_countries, 0) as integer) as n_partner_countries
from deals
inner join
    {{ ref("dim_organizations") }} as organizations
    on deals.organization_id = organizations.organization_id
left join partners on deals.organization_id = partners.organization_id
