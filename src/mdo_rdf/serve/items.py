"""Makes the resources of the API from the figures and the RDF, in two languages; knows nothing of HTTP."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from mdo_rdf.export.columns import COLUMNS
from mdo_rdf.export.printed_tables import printed_tables
from mdo_rdf.export.records import lexical
from mdo_rdf.serve.fields import RESOURCES, Field
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyoxigraph

    from mdo_rdf.export.records import FigureRecord
    from mdo_rdf.query.questions import Parameter, Question
    from mdo_rdf.site.resources import Resources

Item = dict[str, object]
_FIELDS = {kind.path: kind.fields for kind in RESOURCES}


def encoded(value: object) -> str:
    """JSON with a ``Decimal`` as a number in its exact form (RFC 8259, section 6).

    >>> encoded({"waarde": Decimal("57.50"), "leeg": None, "ja": [1, True, "é"]})
    '{"waarde": 57.5, "leeg": null, "ja": [1, true, "é"]}'
    """
    if isinstance(value, Decimal):
        return lexical(value)
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(str(name), ensure_ascii=False)}: {encoded(one)}" for name, one in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(encoded, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def address(iri: str, language: str) -> str:
    """The page about a thing of ours on this server."""
    return f"/{paths.page(paths.document(iri), language)}{paths.fragment(iri)}"


class Items:
    """Every resource in one language: ``of`` maps the path of a kind to its resources by key, in order."""

    def __init__(
        self,
        resources: Resources,
        records: Sequence[FigureRecord],
        questions: Mapping[str, Question],
        store: pyoxigraph.Store,
        *,
        edition: str,
        language: str,
    ) -> None:
        self._resources, self._language = resources, language
        self.of: dict[str, dict[str, Item]] = {
            "waarnemingen": {one.observation_iri: self._observation(one) for one in records},
            "voorzieningen": self._all("voorzieningen", "mdo:Voorziening"),
            "bevindingen": self._all("bevindingen", "mdo:Bevinding"),
            "beweringen": self._all("beweringen", "mdo:Bewering"),
            "tabellen": self._all("tabellen", "mdo:Tabel"),
            "vragen": {name: self._question(one) for name, one in questions.items()},
        }
        self.of["indicatoren"] = self._indicators(self.of["waarnemingen"].values())
        self._finish_tables(store, edition)
        self._finish_claims()

    def _observation(self, one: FigureRecord) -> Item:
        """One figure by the columns of the export, those with a text in the language asked for."""
        by_name = {column.name: value for column, value in zip(COLUMNS, one, strict=True)}
        item: Item = {}
        for field, column in zip(_FIELDS["waarnemingen"], (c for c in COLUMNS if not c.name.endswith("_en")), strict=False):
            name = f"{column.name}_en"
            item[field.name] = by_name[name if self._language == "en" and name in by_name else column.name]
        return item | {"pagina": address(one.observation_iri, self._language)}

    def _all(self, path: str, of_type: str) -> dict[str, Item]:
        return {iri.rpartition("/")[2]: self._item(iri, _FIELDS[path]) for iri in self._resources.of_type(of_type)}

    def _item(self, iri: str, fields: Iterable[Field]) -> Item:
        head: Item = {
            "naam": iri.rpartition("/")[2],
            "iri": iri,
            "pagina": address(iri, self._language),
            "label": self._resources.title(iri, self._language),
        }
        return {one.name: self._value(iri, one) if one.source else head.get(one.name) for one in fields}

    def _value(self, iri: str, field: Field) -> object:
        if field.kind == "text":
            resources = self._resources
            return resources.text(iri, field.source, self._language) or resources.printed(iri, field.source) or None
        slugs = [one.rpartition("/")[2] for one in self._resources.things(iri, field.source)]
        return slugs if field.kind == "slugs" else next(iter(slugs), None)

    def _indicators(self, observations: Iterable[Item]) -> dict[str, Item]:
        series: dict[object, list[Item]] = {}
        for one in observations:
            series.setdefault(one["indicator"], []).append(one)
        found = self._all("indicatoren", "mdo:Indicator")
        suffix = "" if self._language == "nl" else f".{self._language}"
        for name, item in found.items():
            document = f"/doc/indicator/{name}"
            item |= {"csv": f"{document}.csv", "svg": f"{document}{suffix}.svg", "waarnemingen": series.get(name, [])}
        return found

    def _finish_tables(self, store: pyoxigraph.Store, edition: str) -> None:
        for table in printed_tables(store, edition):
            item = self.of["tabellen"][table.key]
            item |= {"csv": f"/doc/tabel/{edition}/{table.key}.csv", "kolommen": table.columns, "rijen": table.rows}

    def _finish_claims(self) -> None:
        for number, item in self.of["beweringen"].items():
            reviews = self._resources.subjects("schema:itemReviewed", str(item["iri"]))
            texts = [self._resources.text(one, "schema:reviewBody", self._language) for one in reviews]
            item |= {"nummer": int(number), "toelichting": next(filter(None, texts), None)}

    def _question(self, one: Question) -> Item:
        from mdo_rdf.iris import BASE

        iri = f"{BASE}id/vraag/{one.name}"
        return self._item(iri, _FIELDS["vragen"]) | {
            "label": one.summary[self._language],
            "omschrijving": one.description[self._language],
            "trefwoorden": one.tags,
            "antwoord": f"/api/v1/vragen/{one.name}/antwoord",
            "parameters": [_parameter(parameter) for parameter in one.parameters],
            "query": one.text,
        }


def _parameter(one: Parameter) -> Item:
    return {
        "naam": one.name,
        "soort": one.kind,
        "verplicht": one.required,
        "standaard": one.shown_default or None,
        "keuzes": one.choices,
    }
