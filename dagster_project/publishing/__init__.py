"""What readers get: the published database file and its Parquet twin, swapped in whole.

Belongs here: copying checked tables out of the warehouse, replacing files, the run's summary.
Does not belong here: any decision about what a row says.
"""
