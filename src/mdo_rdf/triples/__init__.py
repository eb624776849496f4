"""Values to triples to Turtle; the only writer of data/rdf."""
