select
    coalesce(documents.publisher, 'publisher unknown') as publisher,
    document_name(documents.title, documents.file_path, documents.publisher) as document,
    documents.language,
    documents.kind,
    cast(documents.known_from as varchar) as known_from,
    documents.is_dated,
    day_shown(documents.published_on, documents.published_precision) as published,
    count(statements.statement_id) as statements,
    coalesce(
        min_by(statements.quote, statements.span_start), 'No statement was read from this document.'
    ) as quote
from marts.dim_documents as documents
left join marts.statements as statements using (document_id)
where documents.status = 'active'
group by all
order by known_from desc, document
