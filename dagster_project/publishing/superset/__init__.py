"""A dashboard for Apache Superset, as the bundle of files that Superset imports.

Belongs here: datasets, metrics and charts for Superset. Does not belong here: Superset itself,
which lives in an environment of its own (`make superset`).
"""
