-- A property holds one value at a time (is_single) or one state per item: a product is made or
-- dropped, a party belongs.
with
    statements as (select * from {{ ref("int_statements") }}),

    fact_frames as (select * from {{ ref("int_fact_frames") }}),

    single_properties as (select unnest({{ single_valued_properties() }}, recursive := true)),

    told as (
        select
            fact_frames.fact_table,
            fact_frames.fact_id,
            case
                statements.property when 'product_dropped' then 'product' else statements.property
            end as property,
            case
                when statements.property in ('product', 'product_dropped')
                then statements.value_text
                when single_properties.property is null
                then
                    coalesce(
                        statements.value_text,
                        cast(statements.value_number as varchar),
                        cast(statements.value_date as varchar)
                    )
                else ''
            end as item,
            single_properties.property is not null as is_single,
            -- Belief over time is kept for single values and for what a plant makes and who runs
            -- it.
            single_properties.property is not null
            or (
                fact_frames.fact_table = 'dim_plants'
                and statements.property
                in ('product', 'product_dropped', 'operator', 'owner', 'partner')
            ) as has_history,
            statements.property != 'product_dropped' as is_held,
            hash(
                statements.property,
                statements.value_text,
                statements.value_number,
                statements.unit,
                statements.value_date,
                statements.value_precision,
                case
                    when statements.value_number is not null
                    then coalesce(statements.qualifier, 'exact')
                    else statements.qualifier
                end
            ) as value_key,
            statements.statement_id,
            statements.known_from,
            statements.belief_rank
        from statements
        inner join fact_frames on statements.frame_key = fact_frames.frame_key
        left join
            single_properties
            on fact_frames.fact_table = single_properties.fact_table
            and statements.property = single_properties.property
    )

select *, hash(fact_table, fact_id, property, item) as belief_key
from told
