"""Two editions beside each other: which figures, tables and indicators came, went, or are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mdo_rdf.figures import Observation
    from mdo_rdf.model import Model

Key = tuple[str, int]
"""An indicator and a year."""


class Revision(NamedTuple):
    """A figure that two editions give differently; ``edition`` is the one that gave it first."""

    edition: str
    before: Observation
    after: Observation

    @property
    def is_of_value(self) -> bool:
        """Whether both have a value, and the two are not the same value, known just as well."""
        return None not in (self.before.value, self.after.value) and _value(self.before) != _value(self.after)

    @property
    def is_of_status(self) -> bool:
        """Whether another thing is said of it: that it is there or not, and why, or that it can be compared or not."""
        return _status(self.before) != _status(self.after)


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


def revisions(before: Model, after: Iterable[Observation]) -> Iterator[Revision]:
    """The figures of an edition that the edition ``before`` it gave too, but differently."""
    known = by_key(before.observations)
    for one in after:
        old = known.get((one.indicator.slug, one.year))
        if old is not None and (_value(old), _status(old)) != (_value(one), _status(one)):
            yield Revision(before.curation.edition.slug, old, one)


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
        revised=tuple(revisions(before, after.observations)),
        tables_added=_missing(tables[1], tables[0]),
        tables_dropped=_missing(tables[0], tables[1]),
        indicators_added=_missing(slugs[1], slugs[0]),
        indicators_dropped=_missing(slugs[0], slugs[1]),
    )


def by_key(observations: Iterable[Observation]) -> dict[Key, Observation]:
    """Figures by indicator and year."""
    return {(one.indicator.slug, one.year): one for one in observations}


def _missing(some: Mapping[str, None], others: Mapping[str, None]) -> tuple[str, ...]:
    return tuple(one for one in some if one not in others)


def _value(one: Observation) -> tuple[object, ...]:
    return one.value, one.qualifier, one.rounding_unit


def _status(one: Observation) -> tuple[object, ...]:
    return one.statuses, one.reason
