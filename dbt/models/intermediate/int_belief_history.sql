-- Belief on a day is the greatest belief_order among the statements known by then; it changes
-- only when that statement says something else. No load order enters.
with
    beliefs as (select * from {{ ref("int_beliefs") }} where has_history),

    statements as (select * from {{ ref("int_statements") }}),

    daily as (
        select fact_table, fact_id, property, item, known_from, max(belief_order) as belief_order
        from beliefs
        group by fact_table, fact_id, property, item, known_from
    ),

    believed as (
        select
            fact_table,
            fact_id,
            property,
            item,
            known_from,
            max(belief_order) over (
                partition by fact_table, fact_id, property, item
                order by known_from
                rows between unbounded preceding and current row
            ).statement_id as statement_id
        from daily
    ),

    valued as (
        select
            believed.*,
            beliefs.value_key,
            beliefs.is_single,
            beliefs.is_held,
            lag(beliefs.value_key) over (
                partition by believed.fact_table, believed.fact_id, believed.property, believed.item
                order by believed.known_from
            ) as previous_value_key
        from believed
        inner join
            beliefs
            on believed.fact_table = beliefs.fact_table
            and believed.fact_id = beliefs.fact_id
            and believed.statement_id = beliefs.statement_id
    ),

    changes as (
        select
            *,
            lead(known_from) over (
                partition by fact_table, fact_id, property, item order by known_from
            ) as known_to
        from valued
        where value_key is distinct from previous_value_key
    )

select
    changes.fact_table,
    changes.fact_id,
    changes.property,
    changes.item,
    changes.is_single,
    changes.is_held,
    changes.value_key,
    changes.known_from,
    changes.known_to,
    changes.statement_id,
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
inner join statements on changes.statement_id = statements.statement_id
