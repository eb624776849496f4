"""One question on files with rdflib: read them all, ask, and print the answer as CSV."""

from __future__ import annotations

import sys

from rdflib import Graph


def main(query: str, *files: str) -> None:
    graph = Graph()
    for path in files:
        graph.parse(path, format="turtle")
    print((graph.query(query).serialize(format="csv") or b"").decode().replace("\r", ""), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
