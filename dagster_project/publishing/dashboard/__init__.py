"""The published tables as charts in one page that needs nothing else.

Belongs here: what is drawn and how. Does not belong here: what a number means (dbt).
"""
