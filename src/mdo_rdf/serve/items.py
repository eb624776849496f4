"""Makes the resources of the API from the figures and the RDF, in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.export.columns import COLUMNS
from mdo_rdf.export.printed_tables import printed_tables
from mdo_rdf.serve.fields import RESOURCES, Field, exported
from mdo_rdf.serve.openapi import PREFIX
from mdo_rdf.site import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyoxigraph

    from mdo_rdf.export.records import FigureRecord
    from mdo_rdf.query.questions import Parameter, Question
    from mdo_rdf.site.resources import Resources

Item = dict[str, object]
_FIELDS = {kind.path: kind.fields for kind in RESOURCES}


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
            "waarnemingen": {record.observation_iri: self._observation(record) for record in records},
            "voorzieningen": self._all("voorzieningen", "mdo:Voorziening"),
            "bevindingen": self._all("bevindingen", "mdo:Bevinding"),
            "beweringen": self._all("beweringen", "mdo:Bewering"),
            "tabellen": self._all("tabellen", "mdo:Tabel"),
            "vragen": {name: self._question(question) for name, question in questions.items()},
        }
        self.of["indicatoren"] = self._indicators(self.of["waarnemingen"].values())
        self._finish_tables(store, edition)
        self._finish_claims()

    def _observation(self, record: FigureRecord) -> Item:
        """One figure by the columns of the export, those with a text in the language asked for."""
        by_name = {column.name: value for column, value in zip(COLUMNS, record, strict=True)}
        names = {exported(column): column.name for column in COLUMNS if exported(column)}
        item: Item = {name: by_name.get(f"{column}_{self._language}", by_name[column]) for name, column in names.items()}
        return item | {"pagina": address(record.observation_iri, self._language)}

    def _all(self, path: str, of_type: str) -> dict[str, Item]:
        return {iri.rpartition("/")[2]: self._item(iri, _FIELDS[path]) for iri in self._resources.of_type(of_type)}

    def _item(self, iri: str, fields: Iterable[Field]) -> Item:
        head: Item = {
            "naam": iri.rpartition("/")[2],
            "iri": iri,
            "pagina": address(iri, self._language),
            "label": self._resources.title(iri, self._language),
        }
        return {field.name: self._value(iri, field) if field.source else head.get(field.name) for field in fields}

    def _value(self, iri: str, field: Field) -> object:
        if field.kind == "text":
            resources = self._resources
            return resources.text(iri, field.source, self._language) or resources.printed(iri, field.source) or None
        slugs = [thing.rpartition("/")[2] for thing in self._resources.things(iri, field.source)]
        return slugs if field.kind == "slugs" else next(iter(slugs), None)

    def _indicators(self, observations: Iterable[Item]) -> dict[str, Item]:
        series: dict[object, list[Item]] = {}
        for observation in observations:
            series.setdefault(observation["indicator"], []).append(observation)
        indicators = self._all("indicatoren", "mdo:Indicator")
        for name, item in indicators.items():
            document = f"/doc/indicator/{name}"
            chart = paths.file(document, "svg", self._language)
            item |= {"csv": f"{document}.csv", "svg": chart, "waarnemingen": series.get(name, [])}
        return indicators

    def _finish_tables(self, store: pyoxigraph.Store, edition: str) -> None:
        for table in printed_tables(store, edition):
            item = self.of["tabellen"][table.key]
            item |= {"csv": f"/doc/tabel/{edition}/{table.key}.csv", "kolommen": table.columns, "rijen": table.rows}

    def _finish_claims(self) -> None:
        for number, item in self.of["beweringen"].items():
            reviews = self._resources.subjects("schema:itemReviewed", str(item["iri"]))
            texts = [self._resources.text(review, "schema:reviewBody", self._language) for review in reviews]
            item |= {"nummer": int(number), "toelichting": next(filter(None, texts), None)}

    def _question(self, question: Question) -> Item:
        return self._item(iris.absolute(iris.question(question.name)), _FIELDS["vragen"]) | {
            "label": question.summary[self._language],
            "omschrijving": question.description[self._language],
            "trefwoorden": question.tags,
            "antwoord": f"{PREFIX}/vragen/{question.name}/antwoord",
            "parameters": [_parameter(parameter) for parameter in question.parameters],
            "query": question.text,
        }


def _parameter(parameter: Parameter) -> Item:
    return {
        "naam": parameter.name,
        "soort": parameter.kind,
        "verplicht": parameter.required,
        "standaard": parameter.shown_default or None,
        "keuzes": parameter.choices,
    }
