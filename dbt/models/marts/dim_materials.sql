select material_id, name, formula, chain_stage, hs_code from {{ ref("materials") }}
