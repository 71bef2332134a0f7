select
    replace(contradictions.property, '_', ' ') as property,
    replace(contradictions.kind, '_', ' ') as kind,
    coalesce(
        plants.name, plants.city, replace(deals.deal_type, '_', ' '), contradictions.fact_table
    ) as of_what,
    replace(contradictions.values, '_', ' ') as values_told,
    replace(contradictions.resolution_rule, '_', ' ') as decided_by,
    row_number() over (
        partition by contradictions.property
        order by contradictions.kind, contradictions.contradiction_id
    ) as position,
    statements.quote,
    document_name(documents.title, documents.file_path, documents.publisher) as document,
    day_shown(documents.published_on, documents.published_precision) as published
from audit.contradictions as contradictions
inner join
    marts.statements as statements on contradictions.winning_statement_id = statements.statement_id
inner join marts.dim_documents as documents on statements.document_id = documents.document_id
left join marts.dim_plants as plants on contradictions.fact_id = plants.plant_id
left join marts.fct_deals as deals on contradictions.fact_id = deals.deal_id
order by property, position
