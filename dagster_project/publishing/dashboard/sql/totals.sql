select
    (
        select count(*) from marts.dim_documents where status = 'active' and kind = 'document'
    ) as documents,
    (select count(*) from marts.statements) as statements,
    (select count(*) from marts.fct_deals) as deals,
    (select count(*) from marts.dim_plants) as plants,
    (select count(*) from marts.dim_awards) as awards,
    (select count(*) from audit.contradictions) as contradictions,
    (select count(*) from audit.quarantine) as refused,
    (
        select max(published_on) from marts.dim_documents where status = 'active' and is_dated
    ) as latest_document
