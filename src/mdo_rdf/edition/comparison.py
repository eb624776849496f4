"""Two editions beside each other: which figures, tables and indicators came, went, or are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.observations import by_key
from mdo_rdf.edition.revisions import Revision, revisions

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
    gone = [observation for key, observation in old.items() if key not in new]
    years = after.curation.edition.years
    old_tables, new_tables = _tables(before), _tables(after)
    old_slugs, new_slugs = ({observation.indicator.slug: None for observation in model.observations} for model in (before, after))
    return Difference(
        before=before,
        after=after,
        added=tuple(observation for key, observation in new.items() if key not in old),
        dropped=tuple(observation for observation in gone if observation.year in years),
        no_longer_printed=tuple(observation for observation in gone if observation.year not in years),
        revised=tuple(revisions(before.curation.edition.slug, before.observations, after.observations)),
        tables_added=_missing(new_tables, old_tables),
        tables_dropped=_missing(old_tables, new_tables),
        indicators_added=_missing(new_slugs, old_slugs),
        indicators_dropped=_missing(old_slugs, new_slugs),
    )


def _tables(model: Model) -> dict[str, None]:
    return {f"{table.annex} {table.section} {table.title}": None for table in model.transcription.tables}


def _missing(some: Mapping[str, None], others: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(name for name in some if name not in others)
