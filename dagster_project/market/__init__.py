"""Market data sets in `raw/market` -> tidy figures and legal targets.

Belongs here: checking a Data Package against our tables, and reading what passed. Does not belong
here: figures found in documents (extraction), joining the two (dbt).
"""
