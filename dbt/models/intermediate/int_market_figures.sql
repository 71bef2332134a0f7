with
    frames as (select * from {{ ref("int_market_figure_frames") }}),

    figures as (select * from {{ ref("stg_market_figures") }}),

    documents as (select * from {{ ref("int_documents") }}),

    indicators as (select * from {{ ref("indicators") }}),

    aliases as (select * from {{ ref("indicator_aliases") }}),

    known_names as (
        select {{ normalise_words("name") }} as name_key, indicator
        from indicators
        union
        select {{ normalise_words("alias") }} as name_key, indicator
        from aliases
    ),

    united as (
        select
            frames.frame_key,
            frames.document_id,
            documents.file_path,
            cast(null as varchar) as dataset,
            cast(null as varchar) as source,
            indicator,
            geography,
            period_start,
            coalesce(
                period_end, {{ period_last_day("period_start", "period_precision") }}
            ) as period_end,
            period_precision,
            value,
            value_high,
            unit,
            qualifier,
            change_pct,
            change_basis,
            false as is_real,
            is_estimate,
            frames.reported_on as vintage_on
        from frames
        inner join documents on frames.document_id = documents.document_id
        union all
        select
            null as frame_key,
            null as document_id,
            null as file_path,
            dataset,
            source,
            indicator,
            geography,
            period_start,
            period_end,
            period_precision,
            value,
            null as value_high,
            unit,
            qualifier,
            null as change_pct,
            null as change_basis,
            is_real,
            is_estimate,
            vintage_on
        from figures
    ),

    named as (
        select
            united.*,
            coalesce(indicators.name, united.indicator) as indicator_name,
            indicators.frequency as curated_frequency
        from united
        left join known_names on {{ normalise_words("united.indicator") }} = known_names.name_key
        left join indicators on known_names.indicator = indicators.indicator
    ),

    identified as (
        select
            *,
            {{
                hashed_id(
                    [
                        "'indicator'",
                        normalise_words("indicator_name"),
                        "geography",
                        "unit",
                        "is_real",
                    ]
                )
            }} as indicator_id
        from named
    )

select
    *,
    {{
        hashed_id(
            [
                "'market_figure'",
                "indicator_id",
                "coalesce(file_path, dataset)",
                "document_id",
                "period_start",
                "period_end",
                "value",
                "value_high",
                "change_pct",
                "change_basis",
                "is_estimate",
                "vintage_on",
            ]
        )
    }} as market_figure_id
from identified
