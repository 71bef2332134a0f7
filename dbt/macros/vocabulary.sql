{#- Statement properties whose value is an organisation's name, as (frame, property). -#}
{% macro is_organization_property(frame, property) -%}
    (
        ({{ frame }} = 'deal' and {{ property }} in ({{ quoted(deal_roles()) }}))
        or ({{ frame }} = 'plant' and {{ property }} in ('operator', 'owner', 'partner'))
        or ({{ frame }} = 'grant_change' and {{ property }} in ('recipient', 'funder'))
        or (
            {{ frame }} in ('capacity', 'headcount', 'process_claim', 'person_role')
            and {{ property }} = 'organization'
        )
    )
{%- endmacro %}


{% macro deal_roles() -%}
    {{
        return(
            [
                "supplier",
                "buyer",
                "partner",
                "acquirer",
                "target",
                "investor",
                "lender",
                "borrower",
            ]
        )
    }}
{%- endmacro %}


{% macro quoted(words) -%}
    {%- for word in words -%} '{{ word }}'{% if not loop.last %}, {% endif %} {%- endfor -%}
{%- endmacro %}


{#- Properties of which a fact holds one value at a time. -#}
{% macro single_valued_properties() -%}
    {%- set properties = {
        "fct_deals": [
            "deal_type",
            "status",
            "binding",
            "announced_on",
            "value",
            "geography",
        ],
        "dim_plants": [
            "name",
            "city",
            "region",
            "country",
            "stage",
            "capex",
            "floor_area",
            "facility_type",
        ],
        "fct_capacities": ["amount", "kind"],
        "fct_grant_changes": ["amount", "action_on"],
        "dim_awards": ["instrument", "program", "purpose"],
        "fct_process_claims": ["subject", "value"],
    } -%}
    [
        {%- for fact_table, names in properties.items() -%}
            {%- set outer = loop -%}
            {%- for name in names -%}
                {'fact_table':'{{ fact_table }}', 'property':'{{ name }}'}
                {%- if not (loop.last and outer.last) %}, {% endif -%}
            {%- endfor -%}
        {%- endfor -%}
    ]
{%- endmacro %}


{% macro qualifiers() -%}
    {{ return(["exact", "up_to", "at_least", "more_than", "less_than", "approximately"]) }}
{%- endmacro %}
