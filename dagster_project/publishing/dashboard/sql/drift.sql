-- Retellings whose day is known; what an undated page says cannot stand on a line of time.
select
    coalesce(plants.name, plants.city, replace(tellings.fact_table, '_', ' '))
    || ': '
    || replace(tellings.property, '_', ' ') as claim,
    tellings.telling,
    replace(tellings.drift, '_', ' ') as drift,
    cast(tellings.known_from as varchar) as told_on,
    replace(tellings.qualifier, '_', ' ')
    || ' '
    || format('{:,.10g}', tellings.value)
    || ' '
    || coalesce(tellings.unit, '') as value,
    min_by(evidence.quote, evidence.span_start) as quote,
    any_value(document_name(documents.title, documents.file_path, documents.publisher)) as document,
    any_value(day_shown(documents.published_on, documents.published_precision)) as published
from analytics.claim_drift as tellings
inner join marts.bridge_fact_evidence as evidence using (fact_table, fact_id, document_id)
inner join marts.statements as statements using (statement_id)
inner join marts.dim_documents as documents on tellings.document_id = documents.document_id
left join marts.dim_plants as plants on tellings.fact_id = plants.plant_id
where statements.property = tellings.property and tellings.is_dated
group by all
order by claim, tellings.telling
