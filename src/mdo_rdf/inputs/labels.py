"""The names of indicators and concepts, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.inputs.phrases import Text

if TYPE_CHECKING:
    from mdo_rdf.inputs.curation import Curation, Indicator


def label(indicator: Indicator) -> Text:
    """The name of an indicator."""
    return Text(indicator.texts["label_nl"], indicator.texts["label_en"])


def concept_label(curation: Curation, scheme: str, slug: str) -> Text:
    """The name of a concept."""
    texts = curation.concepts[scheme, slug].texts
    return Text(texts["label_nl"], texts["label_en"])
