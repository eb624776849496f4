"""Any RDF data cube: read in columns, and held against the 21 integrity constraints and SHACL shapes."""
