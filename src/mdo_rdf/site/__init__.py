"""The publication as plain files: a page for every name."""
