-- Belief over time, from the published tables alone. Publishing executes this file in the new
-- database after its tables are copied. A day's belief rests on the documents known by that day
-- (dim_documents.known_from), never on when they were loaded.
create or replace macro marts.plants_as_of(d) as table
with
    known as (
        select
            evidence.fact_id as plant_id,
            min(documents.published_on) as first_reported_on,
            max(documents.published_on) as last_reported_on
        from marts.bridge_fact_evidence as evidence
        inner join marts.dim_documents as documents using (document_id)
        where evidence.fact_table = 'dim_plants' and documents.known_from <= d
        group by evidence.fact_id
    ),

    history as (
        select *
        from marts.plant_history
        where known_from <= d and coalesce(known_to > d, true)
    ),

    believed as (
        select
            plant_id,
            max(value) filter (property = 'name') as name,
            max(value) filter (property = 'city') as city,
            max(value) filter (property = 'region') as region,
            max(value) filter (property = 'country') as country,
            max(value) filter (property = 'stage') as stage,
            max(value_date) filter (property = 'stage') as stage_on,
            max(value_precision) filter (property = 'stage') as stage_precision,
            bool_or(is_stated) filter (property = 'stage') as is_stage_stated,
            max(value_number) filter (property = 'capex') as capex_amount,
            max(unit) filter (property = 'capex') as capex_currency,
            max(qualifier) filter (property = 'capex') as capex_qualifier,
            max(value_number) filter (property = 'floor_area') as floor_area_m2,
            max(qualifier) filter (property = 'floor_area') as floor_area_qualifier,
            max(value) filter (property = 'facility_type') as facility_type
        from history
        group by plant_id
    ),

    products as (
        select history.plant_id, string_agg(materials.name, '; ' order by materials.name) as products
        from history
        inner join marts.dim_materials as materials on history.value = materials.material_id
        where history.property = 'product'
        group by history.plant_id
    )

select
    known.plant_id,
    believed.name,
    believed.city,
    believed.region,
    believed.country,
    believed.stage,
    believed.stage_on,
    case when believed.stage is not null then coalesce(believed.stage_precision, 'unknown') end
    as stage_precision,
    case
        when believed.is_stage_stated then 'stated' when not believed.is_stage_stated then 'inferred'
    end as stage_basis,
    believed.capex_amount,
    believed.capex_currency,
    believed.capex_qualifier,
    believed.floor_area_m2,
    case when believed.floor_area_m2 is not null then believed.floor_area_qualifier end
    as floor_area_qualifier,
    products.products,
    known.first_reported_on,
    known.last_reported_on,
    believed.facility_type
from known
left join believed using (plant_id)
left join products using (plant_id)
order by known.plant_id;

create or replace macro marts.plant_operators_as_of(d) as table
select distinct plant_id, value as organization_id, property as role
from marts.plant_history
where
    property in ('operator', 'owner', 'partner')
    and known_from <= d
    and coalesce(known_to > d, true)
order by all;

create or replace macro marts.deals_as_of(d) as table
with
    evidence as (
        select
            evidence.fact_id as deal_id, evidence.statement_id, documents.document_id, documents.origin_id
        from marts.bridge_fact_evidence as evidence
        inner join marts.dim_documents as documents using (document_id)
        where evidence.fact_table = 'fct_deals' and documents.known_from <= d
    ),

    known as (
        select
            deal_id,
            cast(count(distinct document_id) as integer) as n_documents,
            cast(count(distinct origin_id) as integer) as n_origins
        from evidence
        group by deal_id
    ),

    believed as (
        select
            deal_id,
            max(value_text) filter (property = 'deal_type') as deal_type,
            max(value_text) filter (property = 'status') as status,
            max(value_date) filter (property = 'announced_on') as announced_on,
            max(value_precision) filter (property = 'announced_on') as announced_precision,
            max(value_text) filter (property = 'binding') as binding,
            max(value_text) filter (property = 'geography') as geography,
            max(value_number) filter (property = 'value') as value_amount,
            max(unit) filter (property = 'value') as value_currency,
            max(qualifier) filter (property = 'value') as value_qualifier
        from marts.deal_history
        where known_from <= d and coalesce(known_to > d, true)
        group by deal_id
    ),

    materials as (
        select named.deal_id, string_agg(materials.name, '; ' order by materials.name) as materials
        from
            (
                select distinct evidence.deal_id, statements.value_text as material_id
                from evidence
                inner join marts.statements as statements using (statement_id)
                where statements.property = 'material'
            ) as named
        inner join marts.dim_materials as materials using (material_id)
        group by named.deal_id
    )

select
    known.deal_id,
    believed.deal_type,
    believed.status,
    believed.announced_on,
    coalesce(believed.announced_precision, 'unknown') as announced_precision,
    coalesce(
        believed.binding,
        case when believed.deal_type in ('mou', 'loi', 'framework') then 'no' else 'unknown' end
    ) as binding,
    believed.geography,
    believed.value_amount,
    believed.value_currency,
    believed.value_qualifier,
    materials.materials,
    known.n_documents,
    known.n_origins,
    followed.deal_id as follows_deal_id
from known
inner join marts.fct_deals as deals using (deal_id)
left join believed using (deal_id)
left join materials using (deal_id)
left join known as followed on deals.follows_deal_id = followed.deal_id
order by known.deal_id;

create or replace macro marts.capacities_as_of(d) as table
with
    known as (
        select
            evidence.fact_id as capacity_id,
            min(documents.published_on) as reported_on,
            max(
                {
                    'is_dated': documents.is_dated,
                    'known_from': documents.known_from,
                    'span_start': evidence.span_start
                }
            ) as last_report
        from marts.bridge_fact_evidence as evidence
        inner join marts.dim_documents as documents using (document_id)
        where evidence.fact_table = 'fct_capacities' and documents.known_from <= d
        group by evidence.fact_id
    ),

    believed as (
        select
            capacity_id,
            max(value_text) filter (property = 'kind') as kind,
            max(qualifier) filter (property = 'amount') as qualifier
        from marts.capacity_history
        where known_from <= d and coalesce(known_to > d, true)
        group by capacity_id
    )

select
    capacities.capacity_id,
    capacities.plant_id,
    capacities.organization_id,
    capacities.side,
    capacities.material_id,
    capacities.value,
    capacities.unit,
    capacities.tonnes_per_year,
    capacities.basis,
    believed.kind,
    believed.qualifier,
    capacities.by_year,
    known.reported_on,
    row_number() over (
        partition by
            coalesce(capacities.plant_id, capacities.organization_id, capacities.capacity_id),
            capacities.side,
            capacities.material_id,
            capacities.basis,
            believed.kind,
            capacities.by_year
        order by known.last_report desc, capacities.capacity_id
    )
    = 1 as is_current
from known
inner join marts.fct_capacities as capacities using (capacity_id)
left join believed using (capacity_id)
order by capacities.capacity_id;

create or replace macro marts.awards_as_of(d) as table
select
    awards.* replace (
        history.announced_amount as announced_amount,
        history.net_amount as net_amount,
        history.disbursed_amount as disbursed_amount,
        history.status as status
    )
from marts.dim_awards as awards
inner join marts.award_history as history using (award_id)
where history.known_from <= d and coalesce(history.known_to > d, true)
order by awards.award_id;
