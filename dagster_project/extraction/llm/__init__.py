"""The optional second extractor: a language model behind any OpenAI-compatible endpoint.

It reads a `Page` into frames as the rules do. Off unless an endpoint and a model are set.
"""
