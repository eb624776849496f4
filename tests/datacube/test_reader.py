"""Any RDF file: every syntax, gzipped too; and a clear word, never a traceback, for one that cannot be read."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from checkout import ROOT
from mdo_rdf.cli import main
from mdo_rdf.datacube.reader import MOST_NESTED, SYNTAXES, NoDeepTriple, NotTooDeep, read_triples
from mdo_rdf.errors import CannotTellError

VALID = ROOT / "tests" / "corpus" / "kubus" / "valid.multi-measure.ttl"
INVALID = ROOT / "tests" / "corpus" / "kubus" / "invalid.two-observations-with-the-same-key.ttl"
COMMAND = str(Path(sys.executable).with_name("mdo-rdf"))


def as_syntax(source: Path, extension: str, folder: Path) -> Path:
    """The same cube in another syntax."""
    target = folder / f"cube.{extension}"
    triples = [quad.triple for quad in pyoxigraph.parse(path=str(source), format=pyoxigraph.RdfFormat.TURTLE)]
    quads = [pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    pyoxigraph.serialize(quads, output=str(target), format=SYNTAXES[extension])
    return target


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("extension", SYNTAXES)
def test_every_syntax_is_read(extension: str, packed: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for source, code in ((VALID, 0), (INVALID, 1)):
        path = as_syntax(source, extension, tmp_path)
        if packed:
            path = Path(f"{path}.gz")
            path.write_bytes(gzip.compress(Path(str(path)[:-3]).read_bytes()))
        assert main(["validate", str(path)]) == code, capsys.readouterr()


def test_a_cube_in_a_named_graph_is_a_cube(tmp_path: Path) -> None:
    path = tmp_path / "cube.trig"
    prefixes = "\n".join(line for line in INVALID.read_text("utf-8").splitlines() if line.startswith("@prefix"))
    rest = "\n".join(line for line in INVALID.read_text("utf-8").splitlines() if not line.startswith(("@prefix", "#")))
    path.write_text(f"{prefixes}\nex:graph {{\n{rest}\n}}\n", "utf-8")
    assert main(["validate", str(path)]) == 1


def test_several_files_are_one_cube_and_blank_nodes_stay_apart(tmp_path: Path) -> None:
    head = "@prefix qb: <http://purl.org/linked-data/cube#> .\n@prefix ex: <http://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    structure = (
        "ex:dsd a qb:DataStructureDefinition ; qb:component [ qb:dimension ex:year ], [ qb:measure ex:size ] .\n"
        "ex:year rdfs:range xsd:gYear . ex:size rdfs:range xsd:integer .\nex:data a qb:DataSet ; qb:structure ex:dsd .\n"
    )
    observation = '_:o a qb:Observation ; qb:dataSet ex:data ; ex:year "{year}"^^xsd:gYear ; ex:size 1 .\n'
    names = []
    for number, text in enumerate((structure, observation.format(year=2020), observation.format(year=2021))):
        names.append(str(tmp_path / f"part{number}.ttl"))
        Path(names[-1]).write_text(head + text, "utf-8")
    assert main(["validate", *names]) == 0


def test_standard_input_is_turtle_or_what_is_said() -> None:
    for source, code in ((VALID, 0), (INVALID, 1)):
        run = subprocess.run([COMMAND, "validate", "-"], input=source.read_bytes(), capture_output=True, check=False)
        assert run.returncode == code, run


BAD = {
    "truncated": ("cube.ttl", b"@prefix ex: <http://example.org/> .\nex:a ex:b ex:c .\nex:d ex:", "cube.ttl:3: not Turtle"),
    "malformed": ("cube.ttl", b"@prefix ex: <http://example.org/> .\nex:a ex:b ??? .\n", "cube.ttl:2: not Turtle"),
    "wrong extension": ("cube.nt", b"@prefix ex: <http://example.org/> .\n", "cube.nt:1: not N-Triples"),
    "unknown extension": ("cube.csv", b"a,b\n", "cube.csv: unknown kind of file; name it with --input-format"),
    "broken gzip": ("cube.ttl.gz", gzip.compress(b"# a\n" * 5000)[:-20], "not a whole gzip file"),
    "no gzip at all": ("cube.ttl.gz", b"# a\n", "not a whole gzip file"),
    "not UTF-8": ("cube.ttl", b'<http://e/a> <http://e/b> "\xff" .\n', "not Turtle"),
    "broken XML": ("cube.rdf", b"<rdf:RDF>", "cube.rdf"),
    "broken JSON": ("cube.jsonld", b'{"@id": ', "cube.jsonld"),
    "remote context": ("cube.jsonld", b'{"@context": "http://example.org/context", "@id": "http://e/a"}', "cube.jsonld"),
    "no data set": ("cube.ttl", b"<http://e/a> <http://e/b> <http://e/c> .\n", "no qb:DataSet in the data"),
    "empty": ("cube.ttl", b"", "no qb:DataSet in the data"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said_with_its_place_and_never_conforms(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, content, says = BAD[name]
    path = tmp_path / file
    path.write_bytes(content)
    assert main(["validate", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("mdo-rdf: ")
    assert says in error


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    assert main(["validate", str(folder)]) == 2
    assert "folder.ttl: cannot be read (Is a directory)" in capsys.readouterr().err
    assert main(["validate", str(tmp_path / "none.ttl")]) == 2
    assert "none.ttl: cannot be read (No such file or directory)" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "cube.ttl"
    path.touch(mode=0o000)
    assert main(["validate", str(path)]) == 2


def test_an_endless_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    """A literal that never ends: 300 MB of it are on disk, and far less comes into memory."""
    path = tmp_path / "cube.ttl"
    with path.open("wb") as file:
        file.write(b'<http://e/a> <http://e/b> "')
        for _ in range(300):
            file.write(b"x" * 1_000_000)
    script = (
        "import pathlib, sys\n"
        "from mdo_rdf.cli import main\n"
        f"code = main(['validate', {str(path)!r}])\n"
        "print(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
        "sys.exit(code)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 2, run
    assert "not Turtle" in run.stderr
    assert int(run.stdout.split()[-1]) < 300_000


def test_a_cube_that_uses_terms_wrongly_is_survived(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As seen in the wild: qb:Dataset as a predicate, literals where things belong, a structure that is its own part."""
    path = tmp_path / "wild.ttl"
    path.write_text(
        "@prefix qb: <http://purl.org/linked-data/cube#> .\n@prefix ex: <http://example.org/> .\n"
        'ex:o qb:Dataset ex:data ; a qb:Observation .\nex:p qb:dataSet "data" .\nex:q qb:dataSet ex:data ; ex:m 1 .\n'
        'ex:data a qb:DataSet ; qb:structure ex:dsd, "dsd" ; qb:slice "slice" .\n'
        'ex:dsd a qb:DataStructureDefinition ; qb:component ex:dsd, "part" ; qb:measure "m", ex:m ; qb:componentRequired "maybe" .\n',
        "utf-8",
    )
    assert main(["validate", str(path)]) == 1
    rules = {line.split(":")[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")}
    assert "ic-01" in rules
    capsys.readouterr()
    assert main(["validate", str(path), "--format", "ttl"]) == 1


def test_errors_go_to_standard_error_and_reports_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    main(["validate", str(INVALID)])
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "ic-12: 1 place" in captured.out


def nested(depth: int) -> str:
    """JSON-LD with objects in objects, and brackets in strings, keys and escapes, where they mean nothing."""
    noise = r'"http://e/[{": "[[{{ \" [{ \\", '
    return f'{{{noise} "http://e/p": ' * depth + "1" + "}" * depth


@pytest.mark.parametrize(("depth", "code"), [(MOST_NESTED, "no qb:DataSet"), (MOST_NESTED + 1, "nested more than 500 deep"), (3_500, "nested more than 500 deep"), (300_000, "nested more than 500 deep")])  # fmt: skip
@pytest.mark.parametrize("how", ["file", "gzipped", "standard input"])
def test_json_that_is_nested_too_deeply_is_refused_before_it_is_parsed(depth: int, code: str, how: str, tmp_path: Path) -> None:
    """In a process of its own, which the parser would end."""
    content = nested(depth).encode()
    path = tmp_path / ("cube.jsonld.gz" if how == "gzipped" else "cube.jsonld")
    path.write_bytes(gzip.compress(content) if how == "gzipped" else content)
    words = ["-", "--input-format", "jsonld"] if how == "standard input" else [str(path)]
    with path.open("rb") as stream:
        run = subprocess.run([COMMAND, "validate", *words], stdin=stream, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert code in run.stderr


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
def test_brackets_are_counted_the_same_in_parts_of_any_size(size: int) -> None:
    content = ('["[", ' + nested(40) + r', "\\", "\"]]]", ' + "[" * 450).encode()
    depths = []
    for more in (b"[" * 49, b"[" * 50):
        stream = NotTooDeep(io.BytesIO(content + more), "cube.jsonld")
        try:
            depths.append(len(b"".join(iter(lambda: stream.read(size), b""))))  # noqa: B023
        except CannotTellError:
            depths.append(0)
    assert depths == [len(content) + 49, 0]


def test_a_string_of_escaped_quotes_without_an_end_is_looked_at_once() -> None:
    content = b'["' + b'\\"' * 2_000_000
    assert NotTooDeep(io.BytesIO(content), "cube.jsonld").read() == content


def about_triples(depth: int) -> bytes:
    return b"<urn:s> <urn:p> " + b"<<( <urn:a> <urn:b> " * depth + b"<urn:o>" + b" )>>" * depth + b" .\n"


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig"])
@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 100_000])
def test_triples_about_triples_that_are_nested_too_deeply_are_refused_before_they_are_parsed(
    extension: str, depth: int, tmp_path: Path
) -> None:
    file = tmp_path / f"cube.{extension}"
    file.write_bytes(about_triples(depth))
    with pytest.raises(CannotTellError, match="more than 500 deep"):
        list(read_triples(str(file)))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000, -1])
def test_the_depth_of_triples_is_counted_whatever_the_parts(size: int) -> None:
    """Also where a part ends within a mark; what is in a text, or in another statement, adds nothing up."""
    fine = about_triples(MOST_NESTED) * 2 + b'<urn:s> <urn:p> "<< <<" .\n' * (2 * MOST_NESTED)
    stream = NoDeepTriple(io.BytesIO(fine), "cube.nt")
    assert b"".join(iter(lambda: stream.read(size), b"")) == fine
    stream = NoDeepTriple(io.BytesIO(fine + about_triples(MOST_NESTED + 1)), "cube.nt")
    with pytest.raises(CannotTellError):
        b"".join(iter(lambda: stream.read(size), b""))
