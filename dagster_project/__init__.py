"""Battery Ledger: documents and market figures in, a star schema with a sentence behind every row out."""
