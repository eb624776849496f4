"""The publication on the web: content negotiation, SPARQL, questions, search and an API over the pages of the site."""
