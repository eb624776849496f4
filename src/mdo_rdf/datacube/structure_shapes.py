"""Writes SHACL shapes for the observations of any data structure definition: what the 21 constraints leave unchecked.

For each structure: measures and attributes have the datatype of their range, attributes take their values from their code
list, a dimension and a measure have one value, and nothing is said of an observation that its structure does not declare.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from mdo_rdf.datacube.cube import RDF_TYPE, Cube, RdfTerm, Structure, qb, skos
from mdo_rdf.datacube.results import read_rules
from mdo_rdf.datacube.shacl import SHAPE
from mdo_rdf.iris import PREFIXES

_XSD = PREFIXES["xsd"]
_INTEGERS = (
    *("integer", "int", "long", "short", "byte", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
)
_NUMBERS = ("double", "float", "decimal", *_INTEGERS)
_ACCEPTED = {"decimal": ("decimal", *_INTEGERS), "double": _NUMBERS, "float": _NUMBERS, **dict.fromkeys(_INTEGERS, _INTEGERS)}
"""Datatypes that are accepted for a range. RDF syntaxes write 5 as xsd:integer and 5.5 as xsd:decimal, whatever the range."""

_ANNOTATIONS = (
    *(PREFIXES[prefix] for prefix in ("adms", "dcterms", "foaf", "owl", "prov", "qb", "rdf", "rdfs", "skos")),
    "http://purl.org/dc/elements/1.1/",
)
"""Vocabularies for notes on a thing: any observation may use them."""

MEMBERSHIP = (RDF_TYPE, NamedNode(PREFIXES["rdfs"] + "subClassOf"), skos("inScheme"), skos("member"))
"""What these shapes look at of other things than observations: whether they are concepts, and in which list."""

_PREFIXES = {"vorm": SHAPE, **{prefix: PREFIXES[prefix] for prefix in ("qb", "rdfs", "sh", "skos", "xsd")}}
_HEAD = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in _PREFIXES.items())


def structure_shapes(cube: Cube) -> str:
    """The shapes of all structures of a cube, as Turtle; a target is a class that ``marker`` names."""
    parts = [_HEAD]
    for position, structure in enumerate(cube.structures):
        if structure.datasets:
            parts += _shapes(cube, structure, position)
    return "\n\n".join(parts) + "\n"


def marker(position: int) -> NamedNode:
    """The class that stands for the observations of a structure, by its place among the structures of the cube."""
    return NamedNode(f"{SHAPE}structuur#{position}")


def _shapes(cube: Cube, structure: Structure, position: int) -> Iterator[str]:
    target = marker(position).value
    properties = []
    for number, (rule, path, constraint) in enumerate(_constraints(cube, structure), start=1):
        name = f"<{SHAPE}{rule}#{position}-{number}>"
        properties.append(name)
        yield _shape(name, "PropertyShape", [f"sh:path <{path.value}>", constraint], rule)
    if properties:
        statements = [f"sh:targetClass <{target}>", f"sh:property {', '.join(properties)}"]
        yield _shape(f"<{SHAPE}structuur#shape-{position}>", "NodeShape", statements)
    declared = {*structure.dimensions, *structure.measures, *structure.attributes, RDF_TYPE, qb("dataSet")}
    allowed = declared | {name for name in cube.properties() if name.value.startswith(_ANNOTATIONS)}
    listed = " ".join(sorted(f"<{name.value}>" for name in allowed))
    closed = [f"sh:targetClass <{target}>", "sh:closed true", "sh:severity sh:Warning", f"sh:ignoredProperties ( {listed} )"]
    yield _shape(f"<{SHAPE}dsd-closed#{position}>", "NodeShape", closed, "dsd-closed")


def _shape(name: str, kind: str, statements: list[str], rule: str = "") -> str:
    """One shape as Turtle, with the messages of its rule."""
    if rule:
        said = read_rules()[rule]
        statements = [*statements, f'sh:message "{said.remedy_nl}"@nl, "{said.remedy_en}"@en']
    return f"{name} a sh:{kind} ;\n    " + " ;\n    ".join(statements) + " ."


def _constraints(cube: Cube, structure: Structure) -> Iterator[tuple[str, NamedNode, str]]:
    for name in (*structure.dimensions, *structure.measures):
        yield "dsd-single", name, "sh:maxCount 1"
    for name in (*structure.dimensions, *structure.measures, *structure.attributes):
        for datatype in _datatypes(cube, name):
            yield "dsd-datatype", name, datatype
    for name in structure.attributes:
        for code_list in cube.objects(name, qb("codeList")):
            path = _membership(cube, code_list)
            if path and isinstance(code_list, NamedNode):
                inside = f"sh:node [ sh:class skos:Concept ; sh:property [ sh:path {path} ; sh:hasValue <{code_list.value}> ] ]"
                yield "dsd-code", name, inside


def _datatypes(cube: Cube, component: NamedNode) -> Iterator[str]:
    """The constraint for a range that is a datatype of XML Schema; other ranges say nothing about a literal's form."""
    for datatype in cube.objects(component, NamedNode(PREFIXES["rdfs"] + "range")):
        local = getattr(datatype, "value", "").removeprefix(_XSD)
        if getattr(datatype, "value", "").startswith(_XSD) and local.isalnum():
            accepted = _ACCEPTED.get(local, (local,))
            yield f"sh:or ( {' '.join(f'[ sh:datatype xsd:{name} ]' for name in accepted)} )"


def _membership(cube: Cube, code_list: RdfTerm) -> str:
    """The path from a code to its list; nothing where the data does not describe the list, which is then not checked."""
    kinds = cube.objects(code_list, RDF_TYPE)
    if skos("ConceptScheme") in kinds:
        return "skos:inScheme"
    if skos("Collection") in kinds:
        return "[ sh:oneOrMorePath [ sh:inversePath skos:member ] ]"
    return ""
