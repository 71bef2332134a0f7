"""Places: cities, regions and countries under their English names."""
