{#- One column of a believed property when beliefs are pivoted to one row per fact. -#}
{% macro believed(column, property) -%}
    max({{ column }}) filter (property = '{{ property }}')
{%- endmacro %}
