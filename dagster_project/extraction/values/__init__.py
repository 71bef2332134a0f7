"""Values: numbers with units, ranges and dates as people write them."""
