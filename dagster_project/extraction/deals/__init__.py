"""Deals: who agreed what with whom, how binding, when and for how much."""
