{#- One column of a believed property when beliefs are pivoted to one row per fact. -#}
{% macro believed(column, property) -%}
    max({{ column }}) filter (property = '{{ property }}')
{%- endmacro %}


{#-
    One whole number that sorts by several criteria: each takes its decimal places, the weightiest
    on the left. `criteria` is a list of (SQL of a whole number from 0, places), 38 places at most.
    Sorting and joining on it costs a fraction of what a struct or a window over all rows does.
-#}
{% macro sorting_number(criteria) -%}
    {%- set number = namespace(sql="cast(0 as hugeint)") -%}
    {%- for criterion, places in criteria -%}
        {%- set number.sql = "(" ~ number.sql ~ " * 1" ~ "0" * places ~ " + " ~ criterion ~ ")" -%}
    {%- endfor -%}
    {{ number.sql }}
{%- endmacro %}
