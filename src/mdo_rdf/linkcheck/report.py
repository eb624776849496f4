"""Shows links, and what came of asking for them: to people as text, to programs as CSV or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from mdo_rdf.csv_text import csv_text
from mdo_rdf.errors import shown
from mdo_rdf.inputs.links import COLUMNS, NO_TERM, Link, Links
from mdo_rdf.linkcheck.check import OUTCOMES, LinkResult
from mdo_rdf.linkcheck.fetching import host_of

_MOST_EXAMPLES = 20
_FIELDS = ("record_id", "object_id", "object_label", "outcome", "meaning", "detail", "hops", "labels", "label_seen")


def links_as_text(links: Sequence[Link], read: Links) -> str:
    """Grouped by whose things are linked to, each link with its confidence and its label."""
    lines: list[str] = []
    for target in read.targets.values():
        of_target = [link for link in links if link.target == target.slug]
        if of_target:
            lines += ["", f"{target.title_en} ({target.slug}): {len(of_target)}"]
            lines += [f"  {_statement(link)}" for link in of_target]
    return "\n".join(lines[1:])


def _statement(link: Link) -> str:
    doubt = f"  [candidate: {link.doubt} in doubt]" if link.doubt else ""
    if link.object == NO_TERM:
        return f"{link.number:>3}  {shown(link.subject)}: no concept found"
    what = f"<{shown(link.object)}> “{shown(link.object_label)}”"
    return f"{link.number:>3}  {shown(link.subject)} {shown(link.predicate)} {what} {link.confidence}{doubt}"


def links_as_csv(links: Sequence[Link], read: Links) -> str:
    """In the columns of the curation files (SSSOM), with those of the candidates."""
    return _csv([*COLUMNS, "doubt"], [[*(link.source[column] for column in COLUMNS), link.doubt] for link in links])


def links_as_json(links: Sequence[Link], read: Links) -> str:
    """A list of objects, with the keys of the curation files."""
    return _json([{**{column: link.source[column] for column in COLUMNS}, "doubt": link.doubt} for link in links])


def results_as_text(results: Sequence[LinkResult]) -> str:
    """What is wrong or could not be told, worst first, and what has moved; then how many of each."""
    told = [result for result in _worst_first(results) if result.detail]
    lines = [line for _, group in groupby(told, key=_cause) for line in _shown(list(group))]
    counts = Counter(result.outcome for result in results)
    summary = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])
    return "\n".join([*lines, f"{len(results)} links asked for: {summary}"])


def _cause(result: LinkResult) -> tuple[int, str, str]:
    """Why it is not simply found, the same for all links of a host that is down; worst first."""
    return list(OUTCOMES).index(result.outcome), host_of(result.hops[-1][0]), result.detail


def _worst_first(results: Sequence[LinkResult]) -> list[LinkResult]:
    return sorted(results, key=lambda result: (_cause(result), result.link.number))


def _shown(results: Sequence[LinkResult]) -> Iterator[str]:
    yield f"{results[0].outcome}: {shown(host_of(results[0].hops[-1][0]))}: {shown(results[0].detail)}"
    for result in results[:_MOST_EXAMPLES]:
        row = result.link.source
        yield f"  {row.file}:{row.line}: {shown(result.link.object)}"
        if len(result.hops) > 1:
            yield "    " + " → ".join(f"{status or 'no answer'} {shown(iri)}" for iri, status in result.hops)
    if len(results) > _MOST_EXAMPLES:
        yield f"  … and {len(results) - _MOST_EXAMPLES} more"


def results_as_json(results: Sequence[LinkResult]) -> str:
    """A list of objects, worst first."""
    rows = []
    for result in _worst_first(results):
        hops = [{"iri": iri, "status": status} for iri, status in result.hops]
        rows.append((*_fields(result), hops, result.labels, result.label_seen))
    return _json([dict(zip(_FIELDS, row, strict=True)) for row in rows])


def results_as_csv(results: Sequence[LinkResult]) -> str:
    """One line per link, worst first; the hops are separated by spaces."""
    rows = []
    for result in _worst_first(results):
        hops = " ".join(f"{status} {iri}" for iri, status in result.hops)
        rows.append([*map(str, _fields(result)), hops, "|".join(result.labels), str(result.label_seen).lower()])
    return _csv(_FIELDS, rows)


def _fields(result: LinkResult) -> tuple[int | str, ...]:
    """The fields that are the same in all forms."""
    link = result.link
    return link.number, link.object, link.object_label, result.outcome, result.meaning, result.detail


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return csv_text(header, rows).rstrip("\n")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


LISTS = {"text": links_as_text, "csv": links_as_csv, "json": links_as_json}
REPORTS = {"text": results_as_text, "csv": results_as_csv, "json": results_as_json}
