-- Belief on a day is the greatest belief_rank among the statements known by then; it changes
-- only when that statement says something else. No load order enters.
with
    beliefs as (select * from {{ ref("int_beliefs") }} where has_history),

    statements as (select * from {{ ref("int_statements") }}),

    daily as (
        select belief_key, known_from, max(belief_rank) as belief_rank
        from beliefs
        group by belief_key, known_from
    ),

    believed as (
        select
            belief_key,
            known_from,
            max(belief_rank) over (
                partition by belief_key
                order by known_from
                rows between unbounded preceding and current row
            ) as belief_rank
        from daily
    ),

    -- The days on which another statement came to be believed.
    turns as (
        select belief_key, belief_rank, min(known_from) as known_from
        from believed
        group by belief_key, belief_rank
    ),

    valued as (
        select
            turns.*,
            beliefs.value_key,
            lag(beliefs.value_key) over (
                partition by turns.belief_key order by turns.known_from
            ) as previous_value_key
        from turns
        inner join
            beliefs
            on turns.belief_key = beliefs.belief_key
            and turns.belief_rank = beliefs.belief_rank
    ),

    changes as (
        select *, lead(known_from) over (partition by belief_key order by known_from) as known_to
        from valued
        where value_key is distinct from previous_value_key
    )

select
    beliefs.belief_key,
    beliefs.fact_table,
    beliefs.fact_id,
    beliefs.property,
    beliefs.item,
    beliefs.is_single,
    beliefs.is_held,
    beliefs.value_key,
    changes.known_from,
    changes.known_to,
    beliefs.statement_id,
    statements.document_id,
    statements.is_stated,
    statements.value_text,
    statements.value_number,
    statements.unit,
    statements.value_date,
    statements.value_precision,
    coalesce(
        statements.qualifier, case when statements.value_number is not null then 'exact' end
    ) as qualifier,
    statements.reported_on
from changes
inner join
    beliefs on changes.belief_key = beliefs.belief_key and changes.belief_rank = beliefs.belief_rank
inner join statements on changes.belief_rank = statements.belief_rank
