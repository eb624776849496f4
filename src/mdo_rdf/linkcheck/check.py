"""Judges links by what the network answers: status, redirects and labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from html.parser import HTMLParser
from typing import NamedTuple

import pyoxigraph

from mdo_rdf.inputs.links import NO_TERM, Link, spelling
from mdo_rdf.iris import PREFIXES
from mdo_rdf.linkcheck.fetching import Fetched, Fetcher, Hops, Manners, host_of

FINE, WRONG, UNKNOWN = "fine", "wrong", "unknown"
"""What an outcome means for a link: it holds, it does not, or that could not be told."""

OUTCOMES = {
    "gone": WRONG,
    "other-label": WRONG,
    "leads-nowhere": WRONG,
    "unreadable": UNKNOWN,
    "refused": UNKNOWN,
    "failing": UNKNOWN,
    "silent": UNKNOWN,
    "unreachable": UNKNOWN,
    "found": FINE,
}
"""What can come of asking for a link, worst first, and what it means; see ``fetching.Fetched`` for the failures."""

_RDF = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")
_ACCEPT = f"{_RDF[0]}, {', '.join(f'{kind};q=0.8' for kind in _RDF[1:])}, text/html;q=0.5, */*;q=0.1"
_LABELS = (
    f"{PREFIXES['rdfs']}label",
    f"{PREFIXES['skos']}prefLabel",
    f"{PREFIXES['dcterms']}title",
    "http://schema.org/name",
    "https://schema.org/name",
)
_MOST_HOSTS = 16
_SEPARATOR = re.compile(r"\s+[-–—|·•:»]\s+|\s*[|»]\s*|: ")
_PERMANENT = (301, 308)


class LinkResult(NamedTuple):
    """What came of asking for a link; ``labels`` is what the RDF (``in_rdf``), or the title of the page, calls the thing.

    ``label_seen`` says whether the label that the link gives is among them.
    """

    link: Link
    outcome: str
    hops: Hops
    detail: str = ""
    labels: tuple[str, ...] = ()
    label_seen: bool = False
    in_rdf: bool = False

    @property
    def meaning(self) -> str:
        """``fine``, ``wrong`` or ``unknown``."""
        return OUTCOMES[self.outcome]


def check_online(links: Iterable[Link], manners: Manners) -> Iterator[LinkResult]:
    """Ask for the object of each link, each IRI once, and yield the results as they come in.

    Hosts are asked side by side, one host never twice at a time. Nothing is raised for what the network does.
    """
    by_host: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        if link.object != NO_TERM:
            by_host[host_of(link.object)][link.object].append(link)
    fetcher = Fetcher(_ACCEPT, manners)
    with ThreadPoolExecutor(min(_MOST_HOSTS, len(by_host) or 1)) as pool:
        asked = [pool.submit(_ask, by_iri, fetcher) for by_iri in by_host.values()]
        for done in as_completed(asked):
            yield from done.result()


def _ask(by_iri: Mapping[str, Sequence[Link]], fetcher: Fetcher) -> list[LinkResult]:
    results = []
    for iri, links in by_iri.items():
        fetched = fetcher.fetch(iri)
        results += [judge(link, fetched) for link in links]
    return results


def judge(link: Link, fetched: Fetched) -> LinkResult:
    """What an answer says of a link. RDF has to use the label that the link gives; a page may have another title."""
    hops = fetched.hops
    if fetched.failure:
        return LinkResult(link, fetched.failure, hops, fetched.detail)
    detail = _moved(hops)
    if fetched.kind not in _RDF:
        labels = _title(fetched.content.decode(fetched.encoding, "replace"))
        return LinkResult(link, "found", hops, detail, labels, _is_titled(link.object_label, labels))
    try:
        labels = _labels(link.object, fetched)
    except (SyntaxError, ValueError) as error:
        return LinkResult(link, "unreadable", hops, f"not {fetched.kind}: {error}")
    seen = _plain(link.object_label) in map(_plain, labels)
    if labels and not seen:
        detail = f"its label is “{labels[0]}”, not “{link.object_label}”"
        return LinkResult(link, "other-label", hops, detail, labels, in_rdf=True)
    return LinkResult(link, "found", hops, detail, labels, seen, in_rdf=True)


def _moved(hops: Hops) -> str:
    """Where the IRI itself has moved to: a permanent redirect after a temporary one (303) is of the page about it."""
    place = next((number for number, (_, status) in enumerate(hops) if status not in _PERMANENT), len(hops) - 1)
    return f"moved for good to {hops[place][0]}" if place else ""


def _is_titled(label: str, titles: Sequence[str]) -> bool:
    """Whether a title, or what stands between its separators (“Pand - NORA Online”), is the label."""
    parts = [part for title in titles for part in (title, *_SEPARATOR.split(title))]
    return _plain(label) in map(_plain, parts)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _labels(iri: str, fetched: Fetched) -> tuple[str, ...]:
    """The labels of a thing in the RDF about it; an IRI in another spelling counts, as catalogues mix http and https."""
    syntax = pyoxigraph.RdfFormat.from_media_type(fetched.kind)
    wanted = spelling(iri)
    labels = [
        quad.object.value
        for quad in pyoxigraph.parse(fetched.content, format=syntax, base_iri=fetched.hops[-1][0])
        if isinstance(quad.subject, pyoxigraph.NamedNode)
        and isinstance(quad.object, pyoxigraph.Literal)
        and quad.predicate.value in _LABELS
        and spelling(quad.subject.value) == wanted
    ]
    return tuple(dict.fromkeys(labels))


class _Title(HTMLParser):
    """Picks the title out of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text = ""

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "title" and not self.text

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "title"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def _title(page: str) -> tuple[str, ...]:
    parser = _Title()
    parser.feed(page)
    title = " ".join(parser.text.split())
    return (title,) if title else ()
