{#-
    Joins each change to the one award of its group that it fits best: the same sum first, then
    the same plant or purpose, then whatever single award is large enough; that little is enough
    only for the actions in `on_room_alone`. A tie joins nothing. `changes` has the columns of int_award_frames; `awards` has award_group, label, sizes,
    currencies, plants, purposes.
-#}
{% macro best_award(changes, awards, on_room_alone) -%}
    select frame_key, label
    from
        (
            select
                changes.frame_key,
                awards.label,
                changes.action,
                changes.action not in ('disbursed', 'increased', 'reduced')
                and (
                    coalesce(list_contains(awards.sizes, changes.amount_key), false)
                    -- Or what another change has left of the award.
                    or coalesce(
                        list_contains(
                            awards.sizes,
                            {{ two_digits("(list_max(awards.sizes) - changes.amount_key)") }}
                        ),
                        false
                    )
                ) as same_size,
                coalesce(list_contains(awards.plants, changes.plant_id), false)
                or coalesce(list_contains(awards.purposes, changes.purpose_key), false) as same_aim,
                -- Words differ from document to document, so other words for the purpose forbid
                -- nothing where the sum is the same; where nothing is shared they do.
                (changes.purpose_key is null or len(awards.purposes) = 0) as may_fit,
                2 * cast(same_size as integer) + cast(same_aim as integer) as fit,
                max(fit) over (partition by changes.frame_key) as best_fit,
                count(*) over (partition by changes.frame_key, fit) as n_equal
            from {{ changes }} as changes
            inner join {{ awards }} as awards on changes.award_group = awards.award_group
            where
                (
                    changes.amount_key is null
                    or changes.action = 'increased'
                    or changes.amount_key <= list_max(awards.sizes) * 1.01
                )
                and (
                    changes.currency is null
                    or len(awards.currencies) = 0
                    or list_contains(awards.currencies, changes.currency)
                )
                and (
                    changes.plant_id is null
                    or len(awards.plants) = 0
                    or list_contains(awards.plants, changes.plant_id)
                )
        )
    where
        fit = best_fit
        and n_equal = 1
        and (fit > 0 or (may_fit and action in ({{ quoted(on_room_alone) }})))
{%- endmacro %}


{#- What is known of each award when changes look for theirs. -#}
{% macro award_traits(matches, frames) -%}
    select
        matches.award_group,
        matches.label,
        coalesce(
            list(distinct frames.amount_key) filter (frames.amount_key is not null), []
        ) as sizes,
        coalesce(
            list(distinct frames.currency) filter (frames.currency is not null), []
        ) as currencies,
        coalesce(list(distinct frames.plant_id) filter (frames.plant_id is not null), []) as plants,
        coalesce(
            list(distinct frames.purpose_key) filter (frames.purpose_key is not null), []
        ) as purposes
    from {{ matches }} as matches
    inner join {{ frames }} as frames on matches.frame_key = frames.frame_key
    group by matches.award_group, matches.label
{%- endmacro %}
