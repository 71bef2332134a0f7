-- Narrow on purpose: quotes and what is known of the document are joined where few rows need them.
with
    corrected as (select * from {{ ref("int_corrected_statements") }}),

    refused as (select * from {{ ref("int_refused_statements") }}),

    accepted as (
        select
            corrected.statement_id,
            corrected.document_id,
            corrected.frame_key,
            corrected.frame,
            corrected.frame_id,
            -- A stage read from tense alone answers the same question as a stated one, only weaker.
            case
                corrected.property when 'stage_inferred' then 'stage' else corrected.property
            end as property,
            corrected.property != 'stage_inferred' as is_stated,
            corrected.value_text,
            corrected.value_number,
            corrected.unit,
            corrected.value_date,
            corrected.value_precision,
            corrected.qualifier,
            corrected.span_start,
            corrected.confidence,
            corrected.reliability,
            corrected.reported_on,
            corrected.known_from,
            corrected.is_dated,
            case
                when corrected.property in ('announced_on', 'action_on')
                then {{ precision_rank("corrected.value_precision") }}
                else 0
            end as date_rank
        from corrected
        anti join refused on corrected.statement_id = refused.statement_id
        where
            corrected.is_active
            and corrected.confidence >= {{ var("min_confidence") }}
            and coalesce(corrected.correction_action, 'accept') != 'reject'
    )

select
    *,
    -- Which of several statements about one property is believed, greatest first: the finer
    -- date, a dated document before an undated one, the later report, what is stated before
    -- what is inferred, the more reliable source, then position so that ties always break alike.
    -- One drops only what was planned before: an undated page that says so is not outranked.
    {{
        sorting_number(
            [
                ("date_rank", 1),
                ("cast(is_dated or property = 'product_dropped' as integer)", 1),
                ("date_diff('day', date '0001-01-01', known_from)", 7),
                ("cast(is_stated as integer)", 1),
                ("reliability", 1),
                ("cast(1000 * confidence as integer)", 4),
                ("(99999999 - coalesce(span_start, 0))", 8),
                ("md5_number_lower(statement_id) % 1000000000000000", 15),
            ]
        )
    }} as belief_rank
from accepted
