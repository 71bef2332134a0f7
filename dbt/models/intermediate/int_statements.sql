with
    corrected as (select * from {{ ref("int_corrected_statements") }}),

    refused as (select * from {{ ref("int_refused_statements") }})

select
    statement_id,
    document_id,
    frame_key,
    frame,
    frame_id,
    -- A stage read from tense alone answers the same question as a stated one, only weaker.
    case property when 'stage_inferred' then 'stage' else property end as property,
    property != 'stage_inferred' as is_stated,
    value_text,
    value_number,
    unit,
    value_date,
    value_precision,
    qualifier,
    span_start,
    span_end,
    quote,
    confidence,
    file_path,
    origin_id,
    reported_on,
    known_from,
    is_dated,
    correction_id,
    -- Which of several statements about one property is believed, greatest first: the finer
    -- date, a dated document before an undated one, the later report, what is stated before
    -- what is inferred, the more reliable source, then position so that ties always break alike.
    {
        'date_rank': case
            when property in ('announced_on', 'action_on')
            then {{ precision_rank("value_precision") }}
            else 0
        end,
        'is_dated':is_dated,
        'known_from':known_from,
        'is_stated':property != 'stage_inferred',
        'reliability':reliability,
        'confidence':confidence,
        'position': - span_start,
        'statement_id':statement_id
    } as belief_order
from corrected
anti join refused on corrected.statement_id = refused.statement_id
where
    is_active
    and confidence >= {{ var("min_confidence") }}
    and coalesce(correction_action, 'accept') != 'reject'
