"""Any RDF data cube: read, held against the 21 integrity constraints and SHACL shapes; knows no monitor."""
