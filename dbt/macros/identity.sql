{#-
    Ids. One hash over the parts that identify the thing; the separator cannot occur in text.
    concat_ws would drop nulls and so let ('a', null) and (null, 'a') collide.
-#}
{% macro hashed_id(parts) -%}
    md5(
        {%- for part in parts %}
            coalesce(cast({{ part }} as varchar), '')
            {%- if not loop.last %} || chr(31) || {% endif -%}
        {%- endfor %}
    )
{%- endmacro %}


{#- A frame of a document, as the number that the statements about one mention share. -#}
{% macro frame_key(document_id, frame, frame_id) -%}
    md5_number_lower(concat_ws(chr(31), {{ document_id }}, {{ frame }}, {{ frame_id }}))
{%- endmacro %}


{#-
    The form in which two spellings of one name are equal: accents, case, punctuation and legal
    suffixes (English, German, French, Spanish, Italian, Nordic, Chinese, Japanese, Korean) gone.
    "Group" and "Holding" stay: they tell a parent from its subsidiary.
-#}
{% macro normalise_name(name) -%}
    trim(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    trim(
                        regexp_replace(
                            replace(
                                replace(
                                    lower(strip_accents(coalesce({{ name }}, ''))), '&', ' and '
                                ),
                                '.',
                                ''
                            ),
                            '[^\p{L}\p{N}]+',
                            ' ',
                            'g'
                        )
                    ),
                    '^(the|주식회사|株式会社) ?|(股份有限公司|有限责任公司|有限公司|株式会社|주식회사)$',
                    '',
                    'g'
                ),
                '( (inc|incorporated|corp|corporation|co|company|ltd|limited|llc|lp|plc|gmbh|ag|kg|kgaa|se|sa|sas|sarl|nv|bv|ab|asa|oy|oyj|spa|srl|pty|pte|kk|and co|and co kg))+$',
                '',
                'g'
            ),
            '\s+',
            ' ',
            'g'
        )
    )
{%- endmacro %}


{#- Words of a free text (a purpose, a subject) in a form that survives case and punctuation. -#}
{% macro normalise_words(value) -%}
    nullif(trim(regexp_replace(lower(strip_accents({{ value }})), '[^\p{L}\p{N}]+', ' ', 'g')), '')
{%- endmacro %}


{#- Two significant digits: what a headline and a table still agree on (74,999,925 and 75 million). -#}
{% macro two_digits(amount) -%}
    case
        when {{ amount }} > 0
        then
            round({{ amount }} / pow(10, floor(log10({{ amount }})) - 1))
            * pow(10, floor(log10({{ amount }})) - 1)
        else {{ amount }}
    end
{%- endmacro %}
