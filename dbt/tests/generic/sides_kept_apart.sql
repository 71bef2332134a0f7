{#-
    What is summed over `amounts` in one group (side, unit and the columns `by`) is reached by the
    capacities of that side alone. `side` and `unit` are SQL where the model has no such column,
    because all of it is of one.
-#}
{% test sides_kept_apart(model, amounts, by=[], side="side", unit="unit", total="sum") %}
    with
        sums as (
            {% for amount in amounts %}
                select
                    '{{ amount }}' as amount,
                    {{ side }} as side,
                    {{ unit }} as unit,
                    {% for column in by %} {{ column }}, {% endfor %}
                    {{ total }} ({{ amount }}) as per_year
                from {{ model }}
                group by all
                {% if not loop.last %}
                    union all
                {% endif %}
            {% endfor %}
        ),

        capacities as (
            select
                side,
                case when tonnes_per_year is null then unit else 't' end as unit,
                {% for column in by %} {{ column }}, {% endfor %}
                sum(
                    coalesce(
                        tonnes_per_year, value * case basis when 'per_month' then 12 else 1 end
                    )
                ) as per_year
            from {{ ref("fct_capacities") }}
            where basis in ('per_year', 'per_month')
            group by all
        )

    select sums.*, capacities.per_year as most_per_year
    from sums
    left join
        capacities on sums.side = capacities.side and sums.unit = capacities.unit
        {% for column in by %}
            and sums.{{ column }} is not distinct from capacities.{{ column }}
        {% endfor %}
    where sums.per_year > coalesce(capacities.per_year, 0) * 1.0001
{% endtest %}
