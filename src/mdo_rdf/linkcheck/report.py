"""Shows links, and what the network said of them: to people as text, to programs as CSV or JSON; decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from mdo_rdf.csv_text import csv_text
from mdo_rdf.inputs.links import COLUMNS, NO_TERM
from mdo_rdf.linkcheck.check import OUTCOMES
from mdo_rdf.linkcheck.fetching import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mdo_rdf.inputs.links import Link, Links
    from mdo_rdf.linkcheck.check import Answer


_MOST_EXAMPLES = 20


def links_as_text(links: Sequence[Link], known: Links) -> str:
    """Grouped by whose things are linked to, each link with its confidence and its label."""
    lines: list[str] = []
    for target in known.targets.values():
        found = [link for link in links if link.target == target.slug]
        if found:
            lines += ["", f"{target.title_en} ({target.slug}): {len(found)}"]
            lines += [f"  {_statement(link)}" for link in found]
    return "\n".join(lines[1:])


def _statement(link: Link) -> str:
    doubt = f"  [candidate: {link.doubt} in doubt]" if link.doubt else ""
    if link.object == NO_TERM:
        return f"{link.number:>3}  {link.subject}: no concept found"
    return f"{link.number:>3}  {link.subject} {link.predicate} <{link.object}> “{link.object_label}” {link.confidence}{doubt}"


def links_as_csv(links: Sequence[Link], known: Links) -> str:
    """In the columns of the curation files (SSSOM), with those of the candidates."""
    return _csv([*COLUMNS, "doubt"], [[*(link.record[column] for column in COLUMNS), link.doubt] for link in links])


def links_as_json(links: Sequence[Link], known: Links) -> str:
    """A list of objects, with the keys of the curation files."""
    return _json([{**{column: link.record[column] for column in COLUMNS}, "doubt": link.doubt} for link in links])


def answers_as_text(answers: Sequence[Answer]) -> str:
    """What is wrong or could not be told, worst first, and what has moved; then how many of each."""
    told = [answer for answer in _worst_first(answers) if answer.detail]
    lines = [line for _, group in groupby(told, key=_cause) for line in _shown(list(group))]
    counts = Counter(answer.outcome for answer in answers)
    summary = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])
    return "\n".join([*lines, f"{len(answers)} links asked for: {summary}"])


def _cause(answer: Answer) -> tuple[int, str, str]:
    """Why it is not simply found, the same for all links of a host that is down; worst first."""
    return list(OUTCOMES).index(answer.outcome), host_of(answer.hops[-1][0]), answer.detail


def _worst_first(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (_cause(answer), answer.link.number))


def _shown(answers: Sequence[Answer]) -> Iterator[str]:
    yield f"{answers[0].outcome}: {host_of(answers[0].hops[-1][0])}: {answers[0].detail}"
    for answer in answers[:_MOST_EXAMPLES]:
        record = answer.link.record
        yield f"  {record.file}:{record.row}: {answer.link.object}"
        if len(answer.hops) > 1:
            yield "    " + " → ".join(f"{status or 'no answer'} {iri}" for iri, status in answer.hops)
    if len(answers) > _MOST_EXAMPLES:
        yield f"  … and {len(answers) - _MOST_EXAMPLES} more"


def answers_as_json(answers: Sequence[Answer]) -> str:
    """A list of objects, worst first."""
    return _json(
        [
            {
                "record_id": answer.link.number,
                "object_id": answer.link.object,
                "object_label": answer.link.object_label,
                "outcome": answer.outcome,
                "meaning": answer.meaning,
                "detail": answer.detail,
                "hops": [{"iri": iri, "status": status} for iri, status in answer.hops],
                "labels": answer.labels,
                "label_seen": answer.label_seen,
            }
            for answer in _worst_first(answers)
        ]
    )


def answers_as_csv(answers: Sequence[Answer]) -> str:
    """One line per link, worst first; the hops are separated by spaces."""
    header = ["record_id", "object_id", "object_label", "outcome", "meaning", "detail", "hops", "labels", "label_seen"]
    rows = [
        [
            str(answer.link.number),
            answer.link.object,
            answer.link.object_label,
            answer.outcome,
            answer.meaning,
            answer.detail,
            " ".join(f"{status} {iri}" for iri, status in answer.hops),
            "|".join(answer.labels),
            str(answer.label_seen).lower(),
        ]
        for answer in _worst_first(answers)
    ]
    return _csv(header, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return csv_text(header, rows).rstrip("\n")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


LISTS = {"text": links_as_text, "csv": links_as_csv, "json": links_as_json}
REPORTS = {"text": answers_as_text, "csv": answers_as_csv, "json": answers_as_json}
