"""Organisations: which words name one, and who "the company" is."""
