-- Output of a plant valued at the latest nominal price a reviewed series gives for its material.
with
    capacities as (
        select *
        from {{ ref("fct_capacities") }}
        where is_current and side = 'output' and plant_id is not null and tonnes_per_year > 0
    ),

    outputs as (
        select plant_id, material_id, max(tonnes_per_year) as tonnes_per_year
        from capacities
        group by plant_id, material_id
    ),

    series as (select * from {{ ref("price_series") }}),

    prices as (
        select
            series.material_id,
            figures.market_figure_id,
            figures.value,
            figures.unit,
            figures.period_start,
            figures.period_end,
            figures.vintage_on,
            figures.value / masses.factor_to_base as usd_per_tonne
        from series
        inner join
            {{ ref("dim_indicators") }} as indicators
            on {{ normalise_words("series.indicator") }} = {{ normalise_words("indicators.name") }}
        inner join
            {{ ref("fct_market_figures") }} as figures
            on indicators.indicator_id = figures.indicator_id
        inner join
            {{ ref("unit_factors") }} as masses
            on figures.unit = 'USD/' || masses.unit
            and masses.dimension = 'mass'
        where not indicators.is_real and figures.dataset is not null
        qualify
            row_number() over (
                partition by series.material_id
                order by
                    figures.period_end desc,
                    figures.vintage_on desc nulls last,
                    figures.market_figure_id
            )
            = 1
    )

select
    outputs.plant_id,
    plants.name as plant,
    outputs.material_id,
    outputs.tonnes_per_year,
    prices.usd_per_tonne,
    outputs.tonnes_per_year * prices.usd_per_tonne as usd_per_year,
    0.1 * outputs.tonnes_per_year * prices.usd_per_tonne as usd_per_year_per_10_percent,
    prices.period_start as price_period_start,
    prices.vintage_on as price_vintage_on,
    prices.market_figure_id
from outputs
inner join prices on outputs.material_id = prices.material_id
inner join {{ ref("dim_plants") }} as plants on outputs.plant_id = plants.plant_id
