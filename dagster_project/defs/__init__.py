"""What Dagster sees: thin definitions, one file per concept. The work is in the rooms."""
