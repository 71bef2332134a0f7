{#- Last day that a date of this precision may mean; null when the date is unknown. -#}
{% macro period_last_day(day, precision) -%}
    case
        {{ precision }}
        when 'day'
        then {{ day }}
        when 'month'
        then last_day({{ day }})
        when 'quarter'
        then cast(date_trunc('quarter', {{ day }}) + interval 3 month - interval 1 day as date)
        when 'year'
        then make_date(year({{ day }}), 12, 31)
    end
{%- endmacro %}


{#- How fine a date is, as a sortable digit. -#}
{% macro precision_rank(precision) -%}
    case
        {{ precision }}
        when 'day'
        then 4
        when 'month'
        then 3
        when 'quarter'
        then 2
        when 'year'
        then 1
        else 0
    end
{%- endmacro %}
