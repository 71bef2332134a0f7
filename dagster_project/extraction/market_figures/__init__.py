"""Market figures: prices, volumes and their changes, told in prose and in tables."""
