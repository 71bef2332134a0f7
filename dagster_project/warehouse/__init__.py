"""The pipeline's own database: its one writer, its raw tables, dbt over them, check results.

Belongs here: opening `warehouse.duckdb`, replacing what was read, running dbt in this process.
Does not belong here: what the rows mean (their rooms and dbt say), what readers get (publishing).
"""
