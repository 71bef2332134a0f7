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

    corrected as (
        select
            placed.* replace (
                coalesce(corrections.corrected_value, placed.value_text) as value_text,
                coalesce(corrections.corrected_number, placed.value_number) as value_number,
                coalesce(corrections.corrected_unit, placed.unit) as unit,
                coalesce(corrections.corrected_date, placed.value_date) as value_date,
                coalesce(
                    corrections.corrected_precision, placed.value_precision
                ) as value_precision,
                coalesce(corrections.corrected_qualifier, placed.qualifier) as qualifier,
                case when corrections.action is null then placed.confidence else 1 end as confidence
            ),
            corrections.correction_id,
            corrections.action as correction_action
        from placed
        left join
            corrections
            on placed.file_path = corrections.file_path
            and placed.frame = corrections.frame
            and placed.property = corrections.property
            and (
                placed.original_value = corrections.original_value
                or placed.value_number = try_cast(corrections.original_value as double)
            )
            and starts_with(placed.quote, corrections.quote_prefix)
            and placed.sha256 = coalesce(corrections.sha256, placed.sha256)
    )

select *
from corrected
