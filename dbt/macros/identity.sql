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
    forms (of some forty countries) gone. "Group" and "Holding" stay: they tell a parent from its
    subsidiary.
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
                                    {{ plain_letters("coalesce(" ~ name ~ ", '')") }}, '&', ' and '
                                ),
                                '.',
                                ''
                            ),
                            '[^\p{L}\p{N}]+',
                            ' ',
                            'g'
                        )
                    ),
                    '^(the|pt|주식회사|株式会社|有限会社|合同会社) ?|(股份有限公司|有限责任公司|有限公司|株式会社|有限会社|合同会社|주식회사)$',
                    '',
                    'g'
                ),
                '( ({{ legal_forms() }}))+$',
                '',
                'g'
            ),
            '\s+',
            ' ',
            'g'
        )
    )
{%- endmacro %}


{#- Lower case without accents; letters that are no accented ones (ł, ø) become their base. -#}
{% macro plain_letters(value) -%}
    replace(translate(lower(strip_accents({{ value }})), 'łøđı', 'lodi'), 'ß', 'ss')
{%- endmacro %}


{#- Legal forms as they read without dots: "S.A. de C.V." is "sa de cv", "A/S" is "a s". -#}
{% macro legal_forms() -%}
    {{
        return(
            "inc|incorporated|corp|corporation|co|company|and co|ltd|limited|private|pvt|plc|"
            ~ "proprietary|pty|pte|llc|l l c|llp|lp|"
            ~ "gmbh|ggmbh|mbh|ag|aktiengesellschaft|kg|and co kg|kgaa|se|nv|bv|bvba|"
            ~ "sa|sas|sarl|sasu|srl|spa|sl|slu|sau|sa de cv|sab de cv|s de rl de cv|ltda|eireli|cia|"
            ~ "ab|aktiebolag|as|a s|asa|aps|oy|oyj|ehf|hf|"
            ~ "sp z oo|spzoo|sro|spol sro|doo|dd|kft|zrt|nyrt|ou|uab|sia|ad|ood|eood|jsc|pjsc|ojsc|"
            ~ "sanayi ve ticaret as|tbk|persero|sdn bhd|bhd|kk|gk|yk"
        )
    }}
{%- endmacro %}


{#- Words of a free text (a purpose, a subject) in a form that survives case and punctuation. -#}
{% macro normalise_words(value) -%}
    nullif(trim(regexp_replace({{ plain_letters(value) }}, '[^\p{L}\p{N}]+', ' ', 'g')), '')
{%- endmacro %}


{#-
    The name of a plant: a number reads the same in words and figures, and a project keeps its name
    when it is built.
-#}
{% macro plant_name_key(name) -%}
    {%- set key = namespace(sql=normalise_words(name)) -%}
    {%- for word in ["one", "two", "three", "four", "five"] -%}
        {%- set key.sql = (
            "regexp_replace("
            ~ key.sql
            ~ ", '\\b"
            ~ word
            ~ "\\b', '"
            ~ loop.index
            ~ "', 'g')"
        ) -%}
    {%- endfor -%}
    regexp_replace({{ key.sql }}, ' project$', '')
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
