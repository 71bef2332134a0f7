with
    -- Wording differs from text to text without contradicting.
    beliefs as (
        select *
        from {{ ref("int_beliefs") }}
        where is_single and property not in ('name', 'subject', 'purpose', 'program')
    ),

    statements as (select * from {{ ref("int_statements") }}),

    disputed as (
        select belief_key, max(belief_rank) as winning_rank
        from beliefs
        group by belief_key
        having min(value_key) < max(value_key)
    ),

    -- Every value told of a disputed property, by the strongest statement that tells it.
    compared as (
        select
            beliefs.fact_table,
            beliefs.fact_id,
            beliefs.property,
            disputed.winning_rank,
            max(beliefs.belief_rank) as belief_rank,
            list_sort(list(distinct statements.document_id)) as document_ids
        from beliefs
        inner join disputed on beliefs.belief_key = disputed.belief_key
        inner join statements on beliefs.belief_rank = statements.belief_rank
        group by
            beliefs.fact_table,
            beliefs.fact_id,
            beliefs.property,
            beliefs.value_key,
            disputed.winning_rank
    ),

    pairs as (
        select
            compared.fact_table,
            compared.fact_id,
            compared.property,
            compared.document_ids,
            compared.belief_rank as losing_rank,
            losers.date_rank as losing_date_rank,
            losers.is_dated as losing_is_dated,
            losers.known_from as losing_known_from,
            losers.is_stated as losing_is_stated,
            losers.reliability as losing_reliability,
            losers.confidence as losing_confidence,
            losers.value_text as losing_text,
            losers.value_number as losing_number,
            losers.unit as losing_unit,
            losers.value_date as losing_date,
            {{ period_last_day("losers.value_date", "losers.value_precision") }} as losing_until,
            coalesce(losers.qualifier, 'exact') as losing_qualifier,
            winners.statement_id as winning_statement_id,
            winners.document_id as winning_document_id,
            winners.date_rank as winning_date_rank,
            winners.is_dated as winning_is_dated,
            winners.known_from as winning_known_from,
            winners.is_stated as winning_is_stated,
            winners.reliability as winning_reliability,
            winners.confidence as winning_confidence,
            winners.value_text as winning_text,
            winners.value_number as winning_number,
            winners.unit as winning_unit,
            winners.value_date as winning_date,
            {{ period_last_day("winners.value_date", "winners.value_precision") }} as winning_until,
            coalesce(winners.qualifier, 'exact') as winning_qualifier
        from compared
        inner join statements as losers on compared.belief_rank = losers.belief_rank
        inner join statements as winners on compared.winning_rank = winners.belief_rank
        where compared.belief_rank != compared.winning_rank
    ),

    judged as (
        select
            *,
            case
                when winning_number is not null and winning_unit is not distinct from losing_unit
                then
                    case
                        when
                            abs(winning_number - losing_number) <= 0.006 * abs(winning_number)
                            and winning_qualifier != losing_qualifier
                        then 'qualifier_lost'
                        when
                            {{ interval_low("winning_number", "winning_qualifier") }}
                            <= {{ interval_high("losing_number", "losing_qualifier") }}
                            and {{ interval_low("losing_number", "losing_qualifier") }}
                            <= {{ interval_high("winning_number", "winning_qualifier") }}
                        then null
                        when
                            winning_is_dated
                            and losing_is_dated
                            and winning_known_from > losing_known_from
                        then 'superseded'
                        else 'conflict'
                    end
                -- The same value with a finer date, or the same date told more coarsely.
                when winning_text = losing_text and property != 'announced_on'
                then null
                when property in ('announced_on', 'action_on')
                then
                    case
                        when winning_date <= losing_until and losing_date <= winning_until
                        then null
                        else 'conflict'
                    end
                when
                    property in ('geography', 'deal_type', 'region', 'city')
                    and (
                        contains(lower(winning_text), lower(losing_text))
                        or contains(lower(losing_text), lower(winning_text))
                    )
                then 'scope'
                when winning_is_dated and losing_is_dated and winning_known_from > losing_known_from
                then 'superseded'
                else 'conflict'
            end as kind,
            case
                when winning_date_rank > losing_date_rank
                then 'finer_date'
                when winning_is_dated and not losing_is_dated
                then 'dated_before_undated'
                when winning_known_from > losing_known_from
                then 'later_report'
                when winning_is_stated and not losing_is_stated
                then 'stated_before_inferred'
                when winning_reliability > losing_reliability
                then 'more_reliable_source'
                when winning_confidence > losing_confidence
                then 'higher_confidence'
                else 'earlier_in_text'
            end as resolution_rule,
            coalesce(
                losing_text,
                concat_ws(' ', losing_qualifier, {{ plain_number("losing_number") }}, losing_unit),
                cast(losing_date as varchar)
            ) as losing_value,
            coalesce(
                winning_text,
                concat_ws(
                    ' ', winning_qualifier, {{ plain_number("winning_number") }}, winning_unit
                ),
                cast(winning_date as varchar)
            ) as winning_value
        from pairs
    ),

    contradicted as (
        select
            fact_table,
            fact_id,
            property,
            any_value(winning_value) as winning_value,
            string_agg(distinct losing_value, '; ' order by losing_value) as losing_values,
            list_sort(list_distinct(flatten(list(document_ids)))) as losing_documents,
            any_value(winning_statement_id) as winning_statement_id,
            any_value(winning_document_id) as winning_document_id,
            -- The gravest of several, and the rule against the strongest of the losers.
            arg_min(
                kind,
                case
                    kind
                    when 'conflict'
                    then 1
                    when 'superseded'
                    then 2
                    when 'qualifier_lost'
                    then 3
                    else 4
                end
            ) as kind,
            arg_max(resolution_rule, losing_rank) as resolution_rule
        from judged
        where kind is not null
        group by fact_table, fact_id, property
    )

select
    {{ hashed_id(["contradicted.fact_table", "contradicted.fact_id", "contradicted.property"]) }}
    as contradiction_id,
    contradicted.fact_table,
    contradicted.fact_id,
    contradicted.property,
    concat_ws('; ', contradicted.winning_value, contradicted.losing_values) as
values
    ,
    array_to_string(
        list_sort(
            list_distinct(
                list_append(contradicted.losing_documents, contradicted.winning_document_id)
            )
        ),
        '; '
    ) as documents,
    contradicted.kind,
    contradicted.resolution_rule,
    contradicted.winning_statement_id
from contradicted
