"""What a figure that another edition gave otherwise says of that edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.edition.observations import by_key
from mdo_rdf.edition.revisions import Revision
from mdo_rdf.triples.cube import cube_resources, value_resources

if TYPE_CHECKING:
    from mdo_rdf.edition.edition import Model
    from mdo_rdf.triples.turtle import Term

SLUG = "digid-accounts-basis"


def said(resources: dict[str, list[tuple[str, Term]]], part: str, year: int) -> list[Term]:
    return [value for name, value in resources[f"id/observatie/2024/{part}/{SLUG}/{year}"] if name == "prov:wasRevisionOf"]


def test_a_revised_figure_leads_to_the_one_before_in_the_data_set_that_it_is_of(model: Model) -> None:
    observations = by_key(model.observations)
    value, gap, same = (observations[SLUG, year] for year in (2021, 2022, 2023))
    assert value.value is not None
    revised = (
        Revision("2023", value._replace(value=value.value + 1), value),
        Revision("2022", gap._replace(value=None, reason="niet-uitgevraagd", statuses=("L",)), gap),
    )
    resources = {name: list(pairs) for name, pairs in cube_resources(model._replace(revised=revised))}
    assert said(resources, "waarde", 2021) == [f"<id/observatie/2023/waarde/{SLUG}/2021>"]
    assert said(resources, "celstatus", 2021) == []
    assert said(resources, "waarde", 2022) == []
    assert said(resources, "celstatus", 2022) == [f"<id/observatie/2022/celstatus/{SLUG}/2022>"]
    assert said(resources, "waarde", 2023) == said(resources, "celstatus", 2023) == []
    assert dict(value_resources("2024", [same], {}))[f"id/observatie/2024/waarde/{SLUG}/2023"]
