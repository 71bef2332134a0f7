with
    history as (select * from {{ ref("plant_history") }}),

    known_plants as (
        select plant_id, min(known_from) as first_known_from from history group by plant_id
    ),

    value_changes as (
        select
            plant_id,
            property as change_type,
            lag(value) over later_beliefs as old_value,
            value as new_value,
            coalesce(lag(qualifier) over later_beliefs, '') as old_qualifier,
            qualifier,
            value_date as effective_on,
            value_precision as effective_precision,
            known_from,
            document_id,
            statement_id
        from history
        where property in ('stage', 'capex')
        window later_beliefs as (partition by plant_id, property order by known_from)
    ),

    added as (
        select
            history.plant_id,
            case
                history.property when 'product' then 'product_added' else 'operator'
            end as change_type,
            null as old_value,
            history.value as new_value,
            null as effective_on,
            null as effective_precision,
            history.known_from,
            history.document_id,
            history.statement_id
        from history
        inner join known_plants on history.plant_id = known_plants.plant_id
        where
            history.property in ('product', 'operator')
            and history.known_from > known_plants.first_known_from
    ),

    dropped as (
        select
            fact_id as plant_id,
            'product_dropped' as change_type,
            item as old_value,
            null as new_value,
            null as effective_on,
            null as effective_precision,
            known_from,
            document_id,
            statement_id
        from {{ ref("int_belief_history") }}
        where fact_table = 'dim_plants' and property = 'product' and not is_held
    ),

    capacity_reports as (
        select
            capacities.plant_id,
            capacities.capacity_series_id,
            concat_ws(
                ' ',
                {{ plain_number("capacities.value") }},
                capacities.unit,
                capacities.basis,
                capacities.side
            ) as value,
            min(history.known_from) as known_from,
            arg_min(
                history.document_id, {'on':history.known_from, 'id':history.statement_id}
            ) as document_id,
            arg_min(
                history.statement_id, {'on':history.known_from, 'id':history.statement_id}
            ) as statement_id
        from {{ ref("int_capacities") }} as capacities
        inner join
            {{ ref("capacity_history") }} as history on capacities.capacity_id = history.capacity_id
        where capacities.plant_id is not null
        group by
            capacities.plant_id,
            capacities.capacity_series_id,
            capacities.capacity_id,
            capacities.value,
            capacities.unit,
            capacities.basis,
            capacities.side
    ),

    capacity_changes as (
        select
            plant_id,
            capacity_series_id,
            'capacity' as change_type,
            lag(value) over earlier as old_value,
            value as new_value,
            lag(known_from) over earlier as previously_known_from,
            null as effective_on,
            null as effective_precision,
            known_from,
            document_id,
            statement_id
        from capacity_reports
        window earlier as (partition by capacity_series_id order by known_from, value)
    ),

    changes as (
        select * exclude (old_qualifier, qualifier)
        from value_changes
        where old_value is not null and (old_value != new_value or old_qualifier != qualifier)
        union all by name
        select *
        from added
        union all by name
        select *
        from dropped
        union all by name
        -- The same figure told again, of another operator or without one, changes nothing.
        select * exclude (previously_known_from)
        from capacity_changes
        where old_value != new_value and known_from > previously_known_from
    )

-- Two materials of one plant may grow by the same figures on one day: the series tells them apart.
select
    {{
        hashed_id(
            [
                "'plant_change'",
                "plant_id",
                "change_type",
                "capacity_series_id",
                "old_value",
                "new_value",
                "known_from",
            ]
        )
    }} as plant_change_id,
    plant_id,
    change_type,
    old_value,
    new_value,
    cast(effective_on as date) as effective_on,
    coalesce(effective_precision, 'unknown') as effective_precision,
    document_id,
    known_from,
    statement_id
from changes
