"""Bytes to documents: readers per format, boilerplate, sidebars, dates, language, hashes.

Start at `library.read_documents` (what must change) and `store.apply` (changing it). Belongs here:
everything that turns a file into the text all later rooms cite. Does not: finding facts in it.
"""
