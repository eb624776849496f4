"""The server: names, pages, SPARQL, a search and a JSON API."""
