"""The figures that an edition gives otherwise than the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mdo_rdf.edition.observations import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mdo_rdf.edition.observations import Observation


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


def revisions(earlier: str, before: Iterable[Observation], after: Iterable[Observation]) -> Iterator[Revision]:
    """The figures of an edition that the ``earlier`` one gave too, but differently."""
    of_before = by_key(before)
    for observation in after:
        old = of_before.get((observation.indicator.slug, observation.year))
        if old is not None and (_value(old), _status(old)) != (_value(observation), _status(observation)):
            yield Revision(earlier, old, observation)


def _value(observation: Observation) -> tuple[object, ...]:
    return observation.value, observation.qualifier, observation.rounding_unit


def _status(observation: Observation) -> tuple[object, ...]:
    return observation.statuses, observation.reason
