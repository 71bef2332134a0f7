-- Strict interpretation: what the vocabulary does not know, or cannot be, makes no fact.
with
    statements as (select * from {{ ref("int_corrected_statements") }}),

    documents as (select * from {{ ref("stg_documents") }}),

    properties as (select * from {{ ref("statement_properties") }}),

    words as (select * from {{ ref("statement_words") }}),

    ranges as (select * from {{ ref("plausible_ranges") }}),

    materials as (select * from {{ ref("materials") }}),

    judged as (
        select
            statements.statement_id,
            statements.document_id,
            statements.frame,
            statements.property,
            coalesce(
                statements.value_text,
                concat_ws(' ', {{ plain_number("statements.value_number") }}, statements.unit),
                cast(statements.value_date as varchar)
            ) as value,
            case
                when
                    substr(
                        documents.text,
                        statements.span_start + 1,
                        statements.span_end - statements.span_start
                    )
                    != statements.quote
                then 'span_is_not_quote'
                when properties.property is null
                then 'unknown_property'
                when
                    properties.value_kind in ('number', 'money')
                    and not coalesce(isfinite(statements.value_number), false)
                then 'no_number'
                when properties.value_kind = 'date' and statements.value_date is null
                then 'no_date'
                when
                    properties.value_kind not in ('number', 'money', 'date')
                    and coalesce(trim(statements.value_text), '') = ''
                then 'no_text'
                when regexp_matches(statements.value_text, {{ contact_pattern() }})
                then 'contact_detail'
                when properties.value_kind = 'word' and words.word is null
                then 'unknown_word'
                when properties.value_kind = 'material' and materials.material_id is null
                then 'unknown_material'
                when
                    properties.value_kind = 'country'
                    and not regexp_full_match(statements.value_text, '[A-Z]{2}')
                then 'not_a_country_code'
                when
                    properties.value_kind = 'money'
                    and not coalesce(regexp_full_match(statements.unit, '[A-Z]{3}'), false)
                then 'not_a_currency_code'
                when coalesce(statements.qualifier, 'exact') not in ({{ quoted(qualifiers()) }})
                then 'unknown_qualifier'
                when
                    statements.frame = 'market_figure'
                    and statements.property = 'change_pct'
                    and coalesce(statements.unit, 'yoy') not in ('yoy', 'mom')
                then 'unknown_change_basis'
                when statements.value_number not between ranges.lowest and ranges.highest
                then 'implausible_number'
            end as reason
        from statements
        inner join documents on statements.document_id = documents.document_id
        left join
            properties
            on statements.frame = properties.frame
            and statements.property = properties.property
        left join
            words
            on statements.frame = words.frame
            and statements.property = words.property
            and statements.value_text = words.word
        left join
            ranges on statements.frame = ranges.frame and statements.property = ranges.property
        left join materials on statements.value_text = materials.material_id
    )

select *
from judged
where reason is not null
