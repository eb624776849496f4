"""Moves candidates that an online check has proved to the published links, in the curation files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from mdo_rdf.csv_text import csv_bytes
from mdo_rdf.errors import reading
from mdo_rdf.files import write
from mdo_rdf.inputs.links import CANDIDATES, COLUMNS, PUBLISHED, Link, Links, contradictions
from mdo_rdf.linkcheck.check import LinkResult

_CONFIDENCE = {True: "1", False: "0.9"}
"""By whether the label was read in RDF, or in the title of a page."""


class Promotion(NamedTuple):
    """Which candidates can be published, as they will stand in the file, and why others cannot, by record number."""

    promoted: tuple[Link, ...]
    kept: dict[int, str]


def propose(links: Links, results: Iterable[LinkResult], today: str) -> Promotion:
    """Which of the candidates the ``results`` prove; ``today`` is the date (ISO 8601) that goes into the evidence.

    Proved is a candidate whose IRI was in doubt, was found, and goes by the label that the link gives it. Whether a
    relation holds, no server tells. A link that contradicts a published one stays a candidate.
    """
    promoted: list[Link] = []
    kept: dict[int, str] = {}
    for result in sorted(results, key=lambda result: result.link.number):
        why = _unproved(result)
        if not why:
            link = _as_published(result, today)
            together = Links((*links.published, *promoted, link), (), links.targets)
            why = next((f"{problem.rule}: {problem.remedy}" for problem in contradictions(together)), "")
            if not why:
                promoted.append(link)
        if why:
            kept[result.link.number] = why
    return Promotion(tuple(promoted), kept)


def _unproved(result: LinkResult) -> str:
    if result.outcome != "found":
        return result.detail
    if result.link.doubt != "iri":
        return "the IRI was found, but not that the relation holds: look for that, and move the line by hand"
    return "" if result.label_seen else f"found, but nothing there is called “{result.link.object_label}”"


def _as_published(result: LinkResult, today: str) -> Link:
    link = result.link
    where = "RDF" if result.in_rdf else "the title of the page"
    evidence = f"{link.evidence} + asked on {today}: {result.hops[-1][1]}, label read in {where} at {result.hops[-1][0]}"
    confidence = Decimal(_CONFIDENCE[result.in_rdf])
    return link._replace(evidence=evidence, confidence=confidence, date=today, doubt="")


def promote(root: Path, promotion: Promotion) -> None:
    """Add what is promoted to ``links.csv`` and take it out of the candidates.

    Each file is replaced in one step, the published links first: a kill between the two leaves a duplicate, which the
    next check reports, and loses nothing. A file that changes meanwhile is not replaced. Raises ``CannotTellError``.
    """
    numbers = {str(link.number) for link in promotion.promoted}
    before = {name: _content(root / name) for name in (PUBLISHED, CANDIDATES)}
    published, candidates = _rows(before[PUBLISHED]), _rows(before[CANDIDATES])
    published += [_row(link, published[0]) for link in promotion.promoted]
    place = candidates[0].index("record_id")
    candidates = [row for row in candidates if row[place] not in numbers]
    files = {PUBLISHED: published, CANDIDATES: candidates}
    made = {name: csv_bytes(header, rows) for name, (header, *rows) in files.items()}
    write(root, made, lambda name, content: content == before[name])


def _row(link: Link, header: Sequence[str]) -> list[str]:
    fields = {
        **{column: link.source[column] for column in COLUMNS},
        "confidence": str(link.confidence),
        "evidence": link.evidence,
        "mapping_date": link.date,
    }
    return [fields[column] for column in header]


def _content(path: Path) -> bytes:
    with reading(path):
        return path.read_bytes()


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
