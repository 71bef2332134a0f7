-- What a person has judged is no question any more, and what an old version of a page says is none.
with
    statements as (
        select
            *,
            coalesce(
                value_text, {{ plain_number("value_number") }}, cast(value_date as varchar)
            ) as value
        from {{ ref("statements") }}
    ),

    documents as (select * from {{ ref("dim_documents") }}),

    beliefs as (select * from {{ ref("int_beliefs") }}),

    -- A later report that differs needs no judge.
    disputes as (
        select contradiction_id, fact_table, fact_id, property, kind
        from {{ ref("contradictions") }}
        where kind in ('conflict', 'qualifier_lost')
    ),

    sides as (
        select
            disputes.contradiction_id,
            disputes.kind,
            beliefs.value_key,
            statements.statement_id,
            concat_ws(' ', statements.qualifier, statements.value, statements.unit)
            || ' ('
            || documents.file_path
            || ': '
            || statements.quote
            || ')' as told
        from disputes
        inner join
            beliefs
            on disputes.fact_table = beliefs.fact_table
            and disputes.fact_id = beliefs.fact_id
            and disputes.property = beliefs.property
        inner join statements on beliefs.statement_id = statements.statement_id
        inner join documents on statements.document_id = documents.document_id
    ),

    disputed as (
        select
            ours.statement_id,
            min(ours.kind) as kind,
            string_agg(distinct theirs.told, ' | ' order by theirs.told) as other_side
        from sides as ours
        inner join
            sides as theirs
            on ours.contradiction_id = theirs.contradiction_id
            and ours.value_key != theirs.value_key
        group by ours.statement_id
    ),

    frames as (
        select
            document_id,
            frame,
            frame_id,
            string_agg(
                property || ': ' || concat_ws(' ', value, unit),
                '; '
                order by property, value, statement_id
            ) as whole_fact
        from statements
        where property != 'plant'
        group by document_id, frame, frame_id
    )

select
    statements.statement_id,
    statements.document_id,
    documents.file_path,
    case when disputed.kind is not null then disputed.kind else 'low_confidence' end as question,
    statements.confidence,
    statements.frame,
    statements.property,
    statements.value,
    statements.unit,
    statements.value_precision,
    statements.qualifier,
    statements.quote,
    statements.span_start,
    frames.whole_fact,
    disputed.other_side
from statements
inner join documents on statements.document_id = documents.document_id
inner join
    frames
    on statements.document_id = frames.document_id
    and statements.frame = frames.frame
    and statements.frame_id = frames.frame_id
left join disputed on statements.statement_id = disputed.statement_id
anti join
    {{ ref("applied_corrections") }} as applied on statements.statement_id = applied.statement_id
where
    documents.status = 'active'
    -- Where a capacity belongs follows from the plant's own statements.
    and statements.property != 'plant'
    and (disputed.kind is not null or statements.confidence < {{ var("review_below") }})
