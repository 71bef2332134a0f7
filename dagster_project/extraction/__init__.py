"""Text to statements: what a document claims about deals, plants, capacities, grants and markets.

Belongs here: reading sentences, the vocabulary as data, one module per frame. Does not belong
here: deciding which claim is believed (dbt does), or reading files (documents does).
"""
