{#-
    An e-mail address or a telephone number: with a country code, as (area) number, in the groups
    of North America and East Asia, or any digits right after a word for telephone.
-#}
{% macro contact_pattern() -%}
    '(?:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}|\+[1-9][0-9]{0,2}[ .-]?\(?[0-9]{1,4}\)?(?:[ .-]?[0-9]{2,4}){2,4}|\([0-9]{3}\) ?[0-9]{3}[-. ][0-9]{4}|\b[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}\b|\b0[0-9]{2,3}-[0-9]{7,8}\b|\b0[0-9]{1,2}-[0-9]{3,4}-[0-9]{4}\b|(?i:tel|telefon|telephone|téléphone|tél|phone|电话|電話|전화)[.: ]{1,3}[0-9(][0-9 ()/.-]{5,}[0-9])'
{%- endmacro %}


{#- The text with each contact detail blacked out in place: every span keeps its meaning. -#}
{% macro masked(text) -%}
    list_reduce(
        list_prepend(
            {{ text }}, list_distinct(regexp_extract_all({{ text }}, {{ contact_pattern() }}))
        ),
        (masked_text, contact) -> replace(masked_text, contact, repeat('█', length(contact)))
    )
{%- endmacro %}
