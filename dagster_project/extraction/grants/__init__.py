"""Grant changes: public money given, raised, cut, paid and taken back."""
