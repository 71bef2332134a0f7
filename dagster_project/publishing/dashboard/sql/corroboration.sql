with
    counted as (
        select
            replace(regexp_replace(corroboration.fact_table, '^(fct|dim)_', ''), '_', ' ') as facts,
            case
                when corroboration.is_disputed
                then 'disputed'
                when corroboration.is_corroborated
                then 'several origins'
                else 'one origin'
            end as support,
            count(*) as number,
            max_by(evidence.shown, corroboration.fact_id) as shown
        from analytics.corroboration as corroboration
        inner join evidence using (fact_id)
        group by facts, support
    )

select facts, support, number, unnest(shown)
from counted
order by facts, support
