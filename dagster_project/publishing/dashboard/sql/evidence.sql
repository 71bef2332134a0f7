-- How documents and days are shown, and for every fact the sentence to show: believed rather than
-- overruled, of a number rather than of a name, the latest. Made first; other queries use them.
create or replace temp macro document_name(title, file_path, publisher) as
coalesce(title, file_path) || coalesce(' (' || publisher || ')', '');

create or replace temp macro day_shown(day, how_finely) as case
    when day is null or how_finely = 'unknown'
    then 'undated'
    when how_finely = 'day'
    then strftime(day, '%Y-%m-%d')
    when how_finely = 'month'
    then strftime(day, '%Y-%m')
    when how_finely = 'quarter'
    then strftime(day, '%Y-Q') || quarter(day)
    else strftime(day, '%Y')
end;

create or replace temp view evidence as
select
    evidence.fact_id,
    max_by(
        {
            'quote': evidence.quote,
            'document': document_name(documents.title, documents.file_path, documents.publisher),
            'published': day_shown(documents.published_on, documents.published_precision)
        },
        {
            'is_winning': evidence.is_winning,
            'is_number': statements.value_number is not null,
            'known_from': documents.known_from,
            'statement_id': evidence.statement_id
        }
    ) as shown
from marts.bridge_fact_evidence as evidence
inner join marts.statements as statements using (statement_id)
inner join marts.dim_documents as documents on evidence.document_id = documents.document_id
group by evidence.fact_id
