"""The columns of the exported figures: name, title, meaning, datatype and property of each; knows nothing of the figures.

Everything that describes a column is made from this table: CSVW, the JSON-LD context, Parquet, the workbook, the documentation.
"""

from __future__ import annotations

from typing import NamedTuple

from mdo_rdf.iris import BASE, PREFIXES

OBSERVATION = "{+observatie_iri}"
"""What most columns say something of: the observation of the row."""
STATUS_OBSERVATION = "{+celstatus_iri}"
INDICATOR = "{+indicator_iri}"
FACILITY = "id/voorziening/{voorziening}"
CELL = "{+cel_iri}"
LIST = "|"
"""What stands between the notes, and between the places, of one figure: neither is likely to hold it, and none may."""


class Column(NamedTuple):
    """One column, in Dutch and English.

    ``datatype`` is a name of XML Schema, ``scheme`` the code list that the values are from (if it is a short one),
    ``separator`` what stands between several values, and ``language`` (BCP 47) that of the text. As RDF a value says
    ``property`` of ``about``, and says it as ``value``: each a URI template (RFC 6570) or a prefixed name; where
    ``value`` is empty it is a literal, and where ``about`` is empty the column says nothing by itself.
    """

    name: str
    title_nl: str
    title_en: str
    description_nl: str
    description_en: str
    property: str
    datatype: str = "string"
    required: bool = False
    scheme: str = ""
    separator: str = ""
    language: str = ""
    about: str = ""
    value: str = ""


COLUMNS = (
    Column(
        "indicator",
        "Indicator",
        "Indicator",
        "De korte naam van wat er is geteld of gemeten; samen met het jaar de sleutel van de rij.",
        "The short name of what is counted or measured; with the year it is the key of the row.",
        "mdo:indicator",
        required=True,
        about=OBSERVATION,
        value="id/indicator/{indicator}",
    ),
    Column(
        "naam",
        "Naam van de indicator",
        "Name of the indicator (Dutch)",
        "De naam van de indicator in het Nederlands; de bewoording is van ons, niet van het rapport.",
        "The name of the indicator in Dutch; the wording is ours, not that of the report.",
        "skos:prefLabel",
        required=True,
        language="nl",
        about=INDICATOR,
    ),
    Column(
        "naam_en",
        "Naam van de indicator (Engels)",
        "Name of the indicator",
        "De naam van de indicator in het Engels.",
        "The name of the indicator in English.",
        "skos:prefLabel",
        required=True,
        language="en",
        about=INDICATOR,
    ),
    Column(
        "voorziening",
        "Voorziening",
        "Facility",
        "De korte naam van de voorziening van de digitale overheid waar het cijfer over gaat.",
        "The short name of the facility of digital government that the figure is about.",
        "mdo:voorziening",
        required=True,
        about=INDICATOR,
        value=FACILITY,
    ),
    Column(
        "voorziening_naam",
        "Naam van de voorziening",
        "Name of the facility (Dutch)",
        "De naam van de voorziening in het Nederlands.",
        "The name of the facility in Dutch.",
        "skos:prefLabel",
        required=True,
        language="nl",
        about=FACILITY,
    ),
    Column(
        "voorziening_naam_en",
        "Naam van de voorziening (Engels)",
        "Name of the facility",
        "De naam van de voorziening in het Engels.",
        "The name of the facility in English.",
        "skos:prefLabel",
        required=True,
        language="en",
        about=FACILITY,
    ),
    Column(
        "thema",
        "Thema",
        "Theme",
        "Het onderwerp van de bijlage waarin het cijfer staat.",
        "The subject of the annex that the figure is in.",
        "mdo:thema",
        required=True,
        scheme="thema",
        about=INDICATOR,
        value="id/thema/{thema}",
    ),
    Column(
        "soort",
        "Soort cijfer",
        "Kind of figure",
        "Stand (wat er op een dag is), stroom (wat er in een jaar gebeurt), aandeel of verhouding.",
        "Stock (stand: what there is on a day), flow (stroom: what happens in a year), share (aandeel) or ratio (verhouding).",
        "mdo:soort",
        required=True,
        scheme="soort",
        about=INDICATOR,
        value="id/soort/{soort}",
    ),
    Column(
        "jaar",
        "Jaar",
        "Year",
        "Het kalenderjaar; een stand is die van het einde ervan.",
        "The calendar year; a stock is that of its end.",
        "mdo:jaar",
        datatype="integer",
        required=True,
        about=OBSERVATION,
        value="id/jaar/{jaar}",
    ),
    Column(
        "waarde",
        "Waarde",
        "Value",
        "Het cijfer, exact en in de basiseenheid. Leeg waar het ontbreekt of misvormd gedrukt is; nul is een echte nul.",
        "The figure, exact and in the base unit. Empty where it is missing or printed malformed; zero is a true zero.",
        "mdo:waarde",
        datatype="decimal",
        about=OBSERVATION,
    ),
    Column(
        "eenheid",
        "Eenheid",
        "Unit",
        "De eenheid van de indicator: aantal, percentage (0 tot 100) of verhouding.",
        "The unit of the indicator: number (aantal), percentage (0 to 100) or ratio (verhouding).",
        "mdo:eenheid",
        required=True,
        scheme="eenheid",
        about=INDICATOR,
        value="id/eenheid/{eenheid}",
    ),
    Column(
        "tel_eenheid",
        "Teleenheid",
        "What is counted",
        "Wat er is geteld. Tel cijfers met een verschillende teleenheid niet bij elkaar op.",
        "What is counted. Do not add up figures that count different things.",
        "mdo:telEenheid",
        required=True,
        about=INDICATOR,
        value="id/teleenheid/{tel_eenheid}",
    ),
    Column(
        "kwalificatie",
        "Kwalificatie",
        "Qualifier",
        "Exact: voluit gedrukt; afgerond; of ondergrens: het ware cijfer is groter dan de waarde. Leeg waar geen waarde is.",
        "Printed in full (exact), rounded (afgerond) or a lower bound (ondergrens): the true figure is above the value. "
        "Empty where there is no value.",
        "mdo:kwalificatie",
        scheme="kwalificatie",
        about=OBSERVATION,
        value="id/kwalificatie/{kwalificatie}",
    ),
    Column(
        "afrondingseenheid",
        "Afrondingseenheid",
        "Rounding unit",
        "De stap waarop een afgerond cijfer is afgerond, in de eenheid van de waarde.",
        "The step that a rounded figure is rounded to, in the unit of the value.",
        "mdo:afrondingseenheid",
        datatype="decimal",
        about=OBSERVATION,
    ),
    Column(
        "status",
        "Status",
        "Status",
        "Eén lettercode, de belangrijkste: A gewoon, B reeksbreuk, D afwijkende definitie, E geschat, U weinig betrouwbaar; "
        "en waar geen waarde is O ontbreekt, L niet verzameld, M kan niet bestaan.",
        "One letter, for what matters most: A normal, B break in series, D definition differs, E estimated, U low reliability; "
        "and where there is no value O missing, L not collected, M cannot exist.",
        "skos:notation",
        required=True,
        scheme="status",
        about="{+status_iri}",
    ),
    Column(
        "statussen",
        "Alle statussen",
        "All statuses",
        "Alle statussen van de waarde, met een spatie ertussen. Leeg waar geen waarde is.",
        "All statuses of the value, with a space between them. Empty where there is no value.",
        "sdmx-attribute:obsStatus",
        scheme="status",
        separator=" ",
    ),
    Column(
        "reden",
        "Reden",
        "Reason",
        "Waarom er geen waarde is. Altijd gevuld waar de waarde leeg is, en alleen daar.",
        "Why there is no value. Always filled where the value is empty, and only there.",
        "mdo:reden",
        scheme="reden",
        about=STATUS_OBSERVATION,
        value="id/reden/{reden}",
    ),
    Column(
        "vastgesteld_door",
        "Status vastgesteld door",
        "Status established by",
        "Wie een andere status dan A vaststelde: het rapport zelf (bron) of wij (bewerker); met een spatie ertussen.",
        "Who established a status other than A: the report itself (bron) or we (bewerker); with a space between them.",
        "mdo:vastgesteldDoor",
        scheme="vaststeller",
        separator=" ",
    ),
    Column(
        "vorige_waarde",
        "Vorige waarde",
        "Previous value",
        "Het cijfer dat een eerdere editie volgens het rapport gaf, waar dit cijfer een correctie is.",
        "The figure that an earlier edition gave according to the report, where this figure is a correction.",
        "mdo:vorigeWaarde",
        datatype="integer",
        about=OBSERVATION,
    ),
    Column(
        "peildatum",
        "Peildatum",
        "Reference date",
        "De dag waarvoor de waarde van een stand geldt.",
        "The day that the value of a stock holds for.",
        "mdo:peildatum",
        datatype="date",
        about=OBSERVATION,
    ),
    Column(
        "peildatum_vastgesteld_door",
        "Peildatum vastgesteld door",
        "Reference date established by",
        "Bron waar het rapport de dag noemt, bewerker waar wij hem aannemen.",
        "The report (bron) where it names the day, us (bewerker) where we assume it.",
        "mdo:peildatumVastgesteldDoor",
        scheme="vaststeller",
        about=OBSERVATION,
        value="id/vaststeller/{peildatum_vastgesteld_door}",
    ),
    Column(
        "opmerking",
        "Opmerking",
        "Note (Dutch)",
        f"Wat bij dit cijfer te weten is, in onze woorden; meer opmerkingen met een {LIST} ertussen.",
        f"What is to be known of this figure, in Dutch, in our words; several notes with a {LIST} between them.",
        "rdfs:comment",
        separator=LIST,
        language="nl",
        about=OBSERVATION,
    ),
    Column(
        "opmerking_en",
        "Opmerking (Engels)",
        "Note",
        f"Dezelfde opmerking in het Engels; meer opmerkingen met een {LIST} ertussen.",
        f"The same note in English; several notes with a {LIST} between them.",
        "rdfs:comment",
        separator=LIST,
        language="en",
        about=OBSERVATION,
    ),
    Column(
        "vindplaats",
        "Vindplaats",
        "Place in the report",
        f"Waar in het rapport staat waar de opmerking op rust; meer plaatsen met een {LIST} ertussen.",
        f"Where the report has what the note rests on; several places with a {LIST} between them.",
        "mdo:vindplaats",
        separator=LIST,
        about=OBSERVATION,
    ),
    Column(
        "tekst",
        "Gedrukte tekst",
        "Printed text",
        "Wat er in de cel van het rapport gedrukt staat, letterlijk; soms staan er twee cijfers in.",
        "What is printed in the cell of the report, verbatim; sometimes it holds two figures.",
        "mdo:tekst",
        about=CELL,
    ),
    Column(
        "tabel",
        "Tabel",
        "Table",
        "De bijlage en de paragraaf van de tabel, zoals a-1; het bestand tabellen/a-1.csv heeft de hele tabel.",
        "The annex and the section of the table, such as a-1; the file tabellen/a-1.csv has the whole table.",
        "mdo:tabel",
        required=True,
        about=CELL,
        value="id/tabel/{edition}/{tabel}",
    ),
    Column(
        "rij",
        "Rij",
        "Row",
        "De rij van de tabel, geteld vanaf 1.",
        "The row of the table, counted from 1.",
        "mdo:rij",
        datatype="integer",
        required=True,
        about=CELL,
    ),
    Column(
        "kolom",
        "Kolom",
        "Column",
        "Het opschrift van de kolom van de tabel.",
        "The heading of the column of the table.",
        "mdo:kolom",
        required=True,
        about=CELL,
    ),
    Column(
        "indicator_iri",
        "IRI van de indicator",
        "IRI of the indicator",
        "De naam van de indicator op het web.",
        "The name of the indicator on the web.",
        "rdf:type",
        datatype="anyURI",
        required=True,
        about=INDICATOR,
        value="mdo:Indicator",
    ),
    Column(
        "observatie_iri",
        "IRI van de waarneming",
        "IRI of the observation",
        "De waarneming van deze rij: die van de waarde, of waar geen waarde is die van de celstatus.",
        "The observation of this row: that of the value, or where there is no value that of the cell status.",
        "rdf:type",
        datatype="anyURI",
        required=True,
        about=OBSERVATION,
        value="qb:Observation",
    ),
    Column(
        "celstatus_iri",
        "IRI van de celstatus",
        "IRI of the cell status",
        "De waarneming van de celstatus, die er voor elk gedrukt cijfer is.",
        "The observation of the cell status, which there is for each printed figure.",
        "rdf:type",
        datatype="anyURI",
        required=True,
        about=STATUS_OBSERVATION,
        value="qb:Observation",
    ),
    Column(
        "dataset_iri",
        "IRI van de dataset",
        "IRI of the data set",
        "De dataset waar de waarneming van deze rij in zit: die van de waarden of die van de celstatus.",
        "The data set that the observation of this row is in: that of the values or that of the cell statuses.",
        "qb:dataSet",
        datatype="anyURI",
        required=True,
        about=OBSERVATION,
        value="{+dataset_iri}",
    ),
    Column(
        "status_iri",
        "IRI van de status",
        "IRI of the status",
        "Het begrip van de status; daar staat wat de lettercode betekent.",
        "The concept of the status, which says what the letter means.",
        "mdo:celstatus",
        datatype="anyURI",
        required=True,
        about=STATUS_OBSERVATION,
        value="{+status_iri}",
    ),
    Column(
        "cel_iri",
        "IRI van de cel",
        "IRI of the cell",
        "De gedrukte cel waar het cijfer uit komt.",
        "The printed cell that the figure comes from.",
        "prov:wasDerivedFrom",
        datatype="anyURI",
        required=True,
        about=OBSERVATION,
        value="{+cel_iri}",
    ),
)
"""In the order in which every export has them."""

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}


def expanded(prefixed: str) -> str:
    """A prefixed name as a full IRI.

    >>> expanded("qb:dataSet")
    'http://purl.org/linked-data/cube#dataSet'
    """
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local


def template(text: str, edition: str) -> str:
    """A template or a prefixed name of this table as a full IRI or a template of one, for one edition.

    >>> template("id/tabel/{edition}/{tabel}", "2024")
    'https://w3id.org/monitor-digitale-overheid/id/tabel/2024/{tabel}'
    """
    if text.startswith("id/"):
        return BASE + text.replace("{edition}", edition)
    return text if text.startswith("{") else expanded(text)


def columns_table() -> str:
    """The columns as a table in Markdown, for ``docs/export.md``."""
    lines = ["| column | datatype | property | what |", "|---|---|---|---|"]
    for column in COLUMNS:
        several = ", several" if column.separator else ""
        needed = "" if column.required else ", may be empty"
        what = column.description_en.replace("|", "\\|")
        lines.append(f"| `{column.name}` | {column.datatype}{several}{needed} | `{column.property}` | {what} |")
    return "\n".join(lines) + "\n"
