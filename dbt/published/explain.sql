-- Why a value is there: every statement behind one fact, the believed ones first. Publishing
-- executes this file in the new database after its tables are copied.
create or replace macro marts.explain_fact(wanted) as table
with
    -- An award that a later change implies rests on the sentence that tells of that change.
    facts as (
        select wanted as fact_id
        union
        select inferred_from_grant_change_id
        from marts.fct_grant_changes
        where grant_change_id = wanted and inferred_from_grant_change_id is not null
    ),

    supports as (
        select
            evidence.*,
            statements.property,
            coalesce(
                statements.value_text,
                concat_ws(
                    ' ',
                    nullif(replace(statements.qualifier, '_', ' '), 'exact'),
                    case
                        when
                            statements.value_number = trunc(statements.value_number)
                            and abs(statements.value_number) < 1e15
                        then format('{:,}', cast(statements.value_number as bigint))
                        else cast(statements.value_number as varchar)
                    end,
                    statements.unit,
                    cast(statements.value_date as varchar),
                    case
                        when statements.value_precision != 'day'
                        then '(' || statements.value_precision || ')'
                    end
                )
            ) as value,
            statements.confidence,
            statements.extractor
        from facts
        inner join marts.bridge_fact_evidence as evidence using (fact_id)
        inner join marts.statements as statements using (statement_id)
    )

select
    supports.fact_table,
    supports.property,
    supports.value,
    supports.is_winning,
    contradictions.kind as disagreement,
    contradictions.resolution_rule as decided_by,
    supports.quote,
    substr(documents.text, greatest(1, supports.span_start - 119), least(120, supports.span_start))
    as text_before,
    substr(documents.text, supports.span_end + 1, 120) as text_after,
    documents.title,
    documents.publisher,
    documents.file_path,
    documents.published_on,
    documents.published_precision,
    documents.known_from,
    documents.status as document_status,
    supports.extractor,
    supports.confidence,
    supports.document_id,
    supports.statement_id
from supports
inner join marts.dim_documents as documents using (document_id)
left join audit.contradictions as contradictions using (fact_table, fact_id, property)
order by
    supports.fact_table,
    supports.property,
    supports.is_winning desc,
    documents.known_from desc,
    supports.span_start,
    supports.statement_id;
