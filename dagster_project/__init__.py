"""Battery Ledger: documents and market figures in, a star schema with a sentence per value out."""
