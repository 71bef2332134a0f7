with
    beliefs as (select * from {{ ref("int_beliefs") }}),

    statements as (select * from {{ ref("statements") }}),

    winners as (
        select belief_key, value_key from {{ ref("int_belief_history") }} where known_to is null
    ),

    changes as (select plant_change_id, statement_id from {{ ref("fct_plant_changes") }}),

    supports as (
        select
            beliefs.fact_table,
            beliefs.fact_id,
            beliefs.statement_id,
            -- Only where one value is held at a time can a statement lose.
            coalesce(beliefs.value_key = winners.value_key, true) as is_winning
        from beliefs
        left join winners on beliefs.belief_key = winners.belief_key
        union all
        select
            'fct_plant_changes' as fact_table,
            plant_change_id as fact_id,
            statement_id,
            true as is_winning
        from changes
    )

select
    supports.fact_table,
    supports.fact_id,
    supports.statement_id,
    statements.document_id,
    statements.quote,
    statements.span_start,
    statements.span_end,
    supports.is_winning
from supports
inner join statements on supports.statement_id = statements.statement_id
