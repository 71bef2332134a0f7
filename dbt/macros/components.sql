{#-
    Connected components in set-based SQL: CTEs that spread the smallest frame_key along shared
    keys. `nodes` has frame_key, `edges` has frame_key and link_key; the last CTE is
    {name}_labels (frame_key, label). Four rounds are enough: two mentions of one thing share a
    key directly or through a few others, never through a long chain.
-#}
{% macro spread_labels(name, nodes, edges, rounds=4) -%}
    {{ name }}_labels_0 as (select frame_key, frame_key as label from {{ nodes }}),

    {% for round in range(rounds) -%}
        {%- set is_last = loop.last -%}
        {{ name }}_links_{{ round }} as (
            select edges.link_key, min(labels.label) as label
            from {{ edges }} as edges
            inner join {{ name }}_labels_{{ round }} as labels on edges.frame_key = labels.frame_key
            group by edges.link_key
        ),

        {{ name }}_labels{{ "" if is_last else "_" ~ (round + 1) }} as (
            select labels.frame_key, least(labels.label, min(links.label)) as label
            from {{ name }}_labels_{{ round }} as labels
            left join {{ edges }} as edges on labels.frame_key = edges.frame_key
            left join {{ name }}_links_{{ round }} as links on edges.link_key = links.link_key
            group by labels.frame_key, labels.label
        )
        {%- if not is_last %},{% endif %}
    {% endfor -%}
{%- endmacro %}
