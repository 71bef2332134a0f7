"""Plants: what stands where, who runs it, at which stage, for which product and money."""
