"""What the API gives: the fields of each resource, their meaning and where they come from; knows neither HTTP nor the data."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdo_rdf.export.columns import COLUMNS, Column

_IN_A_FILE = re.compile(r"[,;] (?:met een spatie|meer \w+ met een \|) ertussen")
"""What the description of a column says of several values in one field; in JSON they are a list."""
_RENAMED = {
    "observatie_iri": "iri", "tekst": "gedrukt", "cel_iri": "cel", "opmerking": "opmerkingen", "rij": "rij",
}  # fmt: skip
_OTHER_LANGUAGE = "_en"


class Field(NamedTuple):
    """A field of a resource. ``kind`` is one of ``KINDS``; ``source`` the property (a prefixed name) that it comes from.

    Without a ``source`` it is computed. Where it may be ``None`` it is ``nullable``; ``inner`` are the fields of a list of
    objects. ``alone`` says that a list of resources leaves it out, for its size.
    """

    name: str
    description: str
    kind: str = "text"
    source: str = ""
    nullable: bool = False
    inner: tuple[Field, ...] = ()
    alone: bool = False


KINDS: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "anyURI": {"type": "string", "format": "uri"},
    "address": {"type": "string", "format": "uri-reference"},
    "slug": {"type": "string"},
    "slugs": {"type": "array", "items": {"type": "string"}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "rows": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
    "objects": {"type": "array"},
}
"""The schema of each kind of field."""

_NAAM = Field("naam", "De korte naam, waarmee het in deze API te vinden is.")
_IRI = Field("iri", "De blijvende naam op het web.", "anyURI")
_PAGINA = Field("pagina", "De pagina erover, als adres op deze server.", "address")
_LABEL = Field("label", "Hoe het heet, in de gevraagde taal.")
_HEAD = (_NAAM, _IRI, _PAGINA, _LABEL)
_OMSCHRIJVING = Field("omschrijving", "Wat het is.", "text", "skos:definition", nullable=True)
_UITLEG = Field("uitleg", "Wat het is, in gewone woorden.", "text", "rdfs:comment", nullable=True)


def exported(column: Column) -> str:
    """The name that a column of the export has here; empty for the English twin of a Dutch column.

    >>> [exported(one) for one in COLUMNS[:3]], exported(next(one for one in COLUMNS if one.name == "tel_eenheid"))
    (['indicator', 'naam', ''], 'telEenheid')
    """
    if column.name.endswith(_OTHER_LANGUAGE):
        return ""
    first, *others = _RENAMED.get(column.name, column.name).split("_")
    return first + "".join(map(str.capitalize, others))


def _of_column(column: Column) -> Field:
    kind = "texts" if column.separator else "text" if column.datatype == "string" else column.datatype
    description = _IN_A_FILE.sub("", column.description_nl)
    return Field(exported(column), description, kind, nullable=not column.required and not column.separator)


WAARNEMING = (*(_of_column(one) for one in COLUMNS if exported(one)), _PAGINA)
INDICATOR = (
    *_HEAD,
    _OMSCHRIJVING,
    _UITLEG,
    Field("soort", "Stand, stroom, aandeel of verhouding.", "slug", "mdo:soort"),
    Field("eenheid", "De eenheid van de waarden.", "slug", "mdo:eenheid"),
    Field("telEenheid", "Wat er is geteld.", "slug", "mdo:telEenheid"),
    Field("voorziening", "De voorziening waar het cijfer over gaat.", "slug", "mdo:voorziening"),
    Field("thema", "Het onderwerp van de bijlage waarin het staat.", "slug", "mdo:thema"),
    Field("csv", "De cijfers als CSV, als adres op deze server.", "address"),
    Field("svg", "De grafiek, als adres op deze server.", "address"),
    Field("waarnemingen", "De cijfers, per jaar.", "objects", inner=WAARNEMING, alone=True),
)
VOORZIENING = (
    *_HEAD,
    _OMSCHRIJVING,
    _UITLEG,
    Field("thema", "Het onderwerp; null waar zij alleen andere bijeen neemt.", "slug", "mdo:thema", nullable=True),
    Field("onderdeelVan", "De voorziening waar deze onder valt.", "slug", "skos:broader", nullable=True),
    Field("indicatoren", "De indicatoren over deze voorziening.", "slugs", "mdo:indicatorenOver"),
)
TABEL = (
    *_HEAD,
    Field("titel", "De titel zoals gedrukt.", "text", "dcterms:title"),
    Field("bijlage", "De bijlage van het rapport.", "text", "mdo:bijlage"),
    Field("paragraaf", "De paragraaf van de bijlage.", "text", "mdo:paragraaf"),
    Field("csv", "De tabel als CSV, als adres op deze server.", "address"),
    Field("kolommen", "De opschriften van de kolommen.", "texts", alone=True),
    Field("rijen", "Per rij het opschrift en dan de cellen, letterlijk zoals gedrukt.", "rows", alone=True),
)
BEVINDING = (
    *_HEAD,
    Field("soort", "Wat voor fout of opvallend punt het is.", "slug", "mdo:bevindingsoort"),
    Field("ernst", "Hoe erg het is.", "slug", "mdo:ernst"),
    Field("plaats", "Waar in het rapport.", "text", "mdo:plaatsaanduiding", nullable=True),
    Field("gedrukt", "Wat er gedrukt staat.", "text", "mdo:gedrukteTekst", nullable=True),
    Field("berekend", "Wat eruit volgt.", "text", "mdo:berekendeTekst", nullable=True),
    Field("omschrijving", "Wat er niet klopt.", "text", "dcterms:description", nullable=True),
    Field("herstel", "Wat eraan te doen is.", "text", "mdo:herstel", nullable=True),
    Field("voorzieningen", "De voorzieningen waar het over gaat.", "slugs", "mdo:voorziening"),
    Field("indicatoren", "De indicatoren waar het over gaat.", "slugs", "mdo:indicator"),
)
BEWERING = (
    Field("nummer", "Het nummer van de bewering, in de volgorde van het rapport.", "integer"),
    *_HEAD[1:],
    Field("tekst", "Wat het rapport beweert, in onze woorden.", "text", "schema:text"),
    Field("plaats", "Waar in het rapport.", "text", "mdo:plaatsaanduiding", nullable=True),
    Field("soort", "Wat voor bewering het is.", "slug", "mdo:beweringsoort", nullable=True),
    Field("gedrukt", "Wat er gedrukt staat.", "text", "mdo:gedrukteTekst", nullable=True),
    Field("oordeel", "Of de bewering klopt met de tabellen.", "slug", "mdo:oordeel"),
    Field("toelichting", "Waarop het oordeel rust.", nullable=True),
    Field("indicatoren", "De indicatoren waar zij over gaat.", "slugs", "mdo:indicator"),
)
PARAMETER = (
    Field("naam", "De naam van de parameter."),
    Field("soort", "Een naam of IRI (iri), tekst (string), geheel getal (integer) of datum (date)."),
    Field("verplicht", "Of zonder een waarde geen antwoord mogelijk is.", "boolean"),
    Field("standaard", "De waarde als er geen wordt gegeven; null: elke.", nullable=True),
    Field("keuzes", "De waarden die kunnen; leeg waar zij in de gegevens staan.", "texts"),
)
VRAAG = (
    *_HEAD,
    Field("omschrijving", "Wat het antwoord zegt."),
    Field("trefwoorden", "Waar de vraag bij hoort.", "texts"),
    Field("antwoord", "Waar het antwoord staat, als adres op deze server.", "address"),
    Field("parameters", "Wat er te kiezen is.", "objects", inner=PARAMETER, alone=True),
    Field("query", "De vraag in SPARQL 1.1, met de parameters als variabelen.", alone=True),
)
TREFFER = (
    _IRI,
    _PAGINA,
    Field("soort", "Wat het is: voorziening, indicator, thema, tabel, vraag, bevinding, bewering, begrip of term."),
    Field("titel", "Hoe het heet."),
    Field("tekst", "Wat ervan gezegd wordt."),
)


class Kind(NamedTuple):
    """A kind of resource: the plural in the path, what one is called, its fields, its key, and the fields to filter by."""

    path: str
    name: str
    summary: str
    fields: tuple[Field, ...]
    key: str = "naam"
    filters: tuple[str, ...] = ()


RESOURCES = (
    Kind("indicatoren", "Indicator", "Wat er is geteld of gemeten", INDICATOR, filters=("voorziening", "thema", "soort")),
    Kind("voorzieningen", "Voorziening", "De voorzieningen van de digitale overheid", VOORZIENING),
    Kind("waarnemingen", "Waarneming", "De cijfers, elk met zijn gedrukte cel", WAARNEMING, key="",
         filters=("indicator", "voorziening", "thema", "jaar", "status")),
    Kind("tabellen", "Tabel", "De tabellen zoals gedrukt", TABEL),
    Kind("bevindingen", "Bevinding", "Wat er in het rapport niet klopt", BEVINDING),
    Kind("beweringen", "Bewering", "Wat het rapport beweert, getoetst aan zijn tabellen", BEWERING, key="nummer"),
    Kind("vragen", "Vraag", "Vragen die klaarstaan", VRAAG),
)  # fmt: skip
"""Every list of resources; where there is a ``key`` each of them also has a path of its own."""
