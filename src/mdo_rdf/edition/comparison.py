"""Two editions beside each other: which figures, tables and indicators came, went, or are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.revisions import Revision, by_key, revisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mdo_rdf.edition.edition import Model
    from mdo_rdf.edition.observations import Observation


class Difference(NamedTuple):
    """What the later of two editions has otherwise.

    ``no_longer_printed`` are figures of years that the later one has no column for; ``dropped`` are gone from years that it
    has. Tables are by annex, section and title.
    """

    before: Model
    after: Model
    added: tuple[Observation, ...]
    dropped: tuple[Observation, ...]
    no_longer_printed: tuple[Observation, ...]
    revised: tuple[Revision, ...]
    tables_added: tuple[str, ...]
    tables_dropped: tuple[str, ...]
    indicators_added: tuple[str, ...]
    indicators_dropped: tuple[str, ...]


def compare(before: Model, after: Model) -> Difference:
    """Everything that differs between two editions, in the order of the report."""
    old, new = by_key(before.observations), by_key(after.observations)
    gone = [one for key, one in old.items() if key not in new]
    years = after.curation.edition.years
    tables = [{f"{one.annex} {one.section} {one.title}": None for one in model.transcription.tables} for model in (before, after)]
    slugs = [{one.indicator.slug: None for one in model.observations} for model in (before, after)]
    return Difference(
        before=before,
        after=after,
        added=tuple(one for key, one in new.items() if key not in old),
        dropped=tuple(one for one in gone if one.year in years),
        no_longer_printed=tuple(one for one in gone if one.year not in years),
        revised=tuple(revisions(before.curation.edition.slug, before.observations, after.observations)),
        tables_added=_missing(tables[1], tables[0]),
        tables_dropped=_missing(tables[0], tables[1]),
        indicators_added=_missing(slugs[1], slugs[0]),
        indicators_dropped=_missing(slugs[0], slugs[1]),
    )


def _missing(some: Mapping[str, None], others: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(one for one in some if one not in others)
