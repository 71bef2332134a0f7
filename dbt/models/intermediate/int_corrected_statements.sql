-- A view: its two readers need few of its columns, and a copy of every quote costs more to write
-- than to read again.
{{ config(materialized="view") }}
with
    statements as (select * from {{ ref("stg_statements") }}),

    documents as (select * from {{ ref("int_documents") }}),

    corrections as (select * from {{ ref("corrections") }}),

    placed as (
        select
            statements.*,
            documents.file_path,
            documents.sha256,
            documents.origin_id,
            documents.is_active,
            documents.is_dated,
            documents.known_from,
            documents.reliability,
            {{ frame_key("statements.document_id", "statements.frame", "statements.frame_id") }}
            as frame_key,
            coalesce(
                statements.value_text,
                cast(statements.value_number as varchar),
                cast(statements.value_date as varchar)
            ) as original_value
        from statements
        inner join documents on statements.document_id = documents.document_id
    ),

    -- One sentence may tell several facts: `beside` names a value that only the one meant holds.
    told_apart as (
        select distinct corrections.correction_id, placed.frame_key
        from corrections
        inner join
            placed
            on corrections.file_path = placed.file_path
            and corrections.frame = placed.frame
            and corrections.beside = placed.property || '=' || placed.original_value
    ),

    met as (
        select placed.statement_id, corrections.*
        from placed
        inner join
            corrections
            on placed.file_path = corrections.file_path
            and placed.frame = corrections.frame
            and placed.property = corrections.property
            and (
                placed.original_value = corrections.original_value
                or placed.value_number = try_cast(corrections.original_value as double)
                -- The id of a plant is another one after each reading.
                or placed.property = 'plant'
            )
            and starts_with(placed.quote, corrections.quote_prefix)
            and placed.sha256 = coalesce(corrections.sha256, placed.sha256)
        left join
            told_apart
            on corrections.correction_id = told_apart.correction_id
            and placed.frame_key = told_apart.frame_key
        where corrections.beside is null or told_apart.frame_key is not null
        -- Of several the one that tells facts apart, then the latest.
        qualify
            row_number() over (
                partition by placed.statement_id
                order by
                    corrections.beside is null,
                    corrections.reviewed_on desc nulls last,
                    corrections.correction_id
            )
            = 1
    ),

    corrected as (
        select
            placed.* replace (
                coalesce(met.corrected_value, placed.value_text) as value_text,
                coalesce(met.corrected_number, placed.value_number) as value_number,
                coalesce(met.corrected_unit, placed.unit) as unit,
                coalesce(met.corrected_date, placed.value_date) as value_date,
                coalesce(met.corrected_precision, placed.value_precision) as value_precision,
                coalesce(met.corrected_qualifier, placed.qualifier) as qualifier,
                case when met.action is null then placed.confidence else 1 end as confidence
            ),
            met.correction_id,
            met.action as correction_action
        from placed
        left join met on placed.statement_id = met.statement_id
    )

select *
from corrected
