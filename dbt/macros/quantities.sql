{#-
    A qualified number is an interval; two statements contradict only when their intervals do not
    meet ("up to 1,000" and 900 agree). 0.6 % is rounding; "approximately" is read as ten percent.
-#}
{% macro interval_low(value, qualifier) -%}
    case
        when {{ qualifier }} in ('up_to', 'less_than')
        then 0
        when {{ qualifier }} = 'approximately'
        then {{ value }} - 0.1 * abs({{ value }})
        else {{ value }} - 0.006 * abs({{ value }})
    end
{%- endmacro %}


{% macro interval_high(value, qualifier) -%}
    case
        when {{ qualifier }} in ('at_least', 'more_than')
        then 'infinity'::double
        when {{ qualifier }} = 'approximately'
        then {{ value }} + 0.1 * abs({{ value }})
        else {{ value }} + 0.006 * abs({{ value }})
    end
{%- endmacro %}


{#- A number as people write it: 1000000000, not 1000000000.0. -#}
{% macro plain_number(value) -%}
    case
        when {{ value }} = trunc({{ value }}) and abs({{ value }}) < 1e15
        then cast(cast({{ value }} as bigint) as varchar)
        else cast({{ value }} as varchar)
    end
{%- endmacro %}
