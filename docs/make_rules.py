"""Writes docs/rules: a page for each rule, from its own words and a small file that breaks it. Run by ``make docs``."""

from __future__ import annotations

import re
from pathlib import Path

from mdo_rdf.datacube.constraints import read_rule, rule_names
from mdo_rdf.datacube.results import Rule, read_rules
from mdo_rdf.datacube.shacl import read_shapes

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"

EXAMPLES = {
    "mdo-waarde": "The cell says `17.179.883`, and the observation `mdo:waarde 17179888`; or the cell says `57%` and the unit is `aantal`.",
    "mdo-plaats": "An observation of 2023 is derived from the cell in column 2022, or from a row of another indicator.",
    "mdo-status": "A dash is printed, and there is a value 0; or a cell status `O` without `mdo:reden`; or a printed cell without a status.",
    "mdo-peildatum": 'A stock of 2023 has `mdo:peildatum "2022-12-31"`; or the messages sent in a year have a reference date.',
    "mdo-deel": "The accounts at level Basis, part of all accounts, are said to count messages; or a flow is part of a stock.",
    "mdo-mutatie": "The value was corrected and the change was not; or a change skips a year in between that has a figure.",
    "mdo-doorsnede": "The time series of an indicator lacks one of its observations, or the group of a facility holds one of another.",
    "mdo-jaar": "`id/jaar/2020` has the notation `2021`, or ends on 31 December 2019.",
    "mdo-tabel": "A cell was lost: row 3 of a table has no column 2021. Or a cell has a footnote mark that its text lacks.",
    "mdo-begrip": "Two indicators have the same name; or a concept is `skos:topConceptOf` a scheme that does not say `skos:hasTopConcept`.",
    "mdo-opmerking": "A break (status B) without `mdo:vastgesteldDoor`; or the note on a value differs from that on its cell status.",
    "mdo-verwijzing": "`rdfs:seeAlso <id/indicator/weg>`, and nothing is said of `<id/indicator/weg>`.",
    "mdo-toets": "A total was corrected, and the check of its sum still has the old difference.",
    "mdo-bevinding": "A claim is called `klopt-niet`, and no finding says so; or a finding rests on a check that agrees.",
    "mdo-afgeleid": "`mdo:afgeleideWaarde 9200000` with `mdo:hoogste 9100900`.",
    "mdo-hierarchie": "SBR is narrower than Digipoort, and Digipoort narrower than SBR; or `skos:broader` without the `skos:narrower` back.",
}
"""What breaks a rule that no small file of its own can break: it is about the whole publication."""


def pages() -> dict[str, str]:
    """Every page by its name."""
    broken = _broken_files()
    found = {rule.name: _page(rule, broken.get(rule.name), _kind(rule.name)) for rule in _rules()}
    listed = "\n".join(f"- [{rule.name}]({rule.name}.md): {rule.summary_en}" for rule in _rules())
    found["README"] = (
        "# The rules\n\nWhat `mdo-rdf validate` checks. `ic-` are the integrity constraints of the RDF Data Cube, `dsd-` what the\n"
        "structure of a cube asks for beyond them, `mdo-` what only this publication can check of itself, and the others are\n"
        f"its shapes.\n\n{listed}\n"
    )
    return {f"{name}.md": text for name, text in found.items()}


def _rules() -> list[Rule]:
    return [*map(read_rule, rule_names()), *read_rules().values(), *_shape_rules()]


def _kind(name: str) -> str:
    if name.startswith("ic-"):
        return f"[queries/integrity/{name}.rq](../../queries/integrity/{name}.rq), W3C RDF Data Cube Vocabulary, section 11.1"
    if name.startswith("dsd-"):
        return "a SHACL shape made from the data structure definition of the cube"
    return (
        "`mdo-rdf validate` on the published triples"
        if name.startswith("mdo-")
        else "a named SHACL shape in [shapes](../../shapes)"
    )


def _shape_rules() -> list[Rule]:
    """The property shapes by name; their message is both the rule and what to do."""
    found = []
    for block in re.split(r"\n\n", read_shapes(ROOT)):
        name = re.search(r"^vorm:([a-z-]+) a sh:", block, re.MULTILINE)
        message = re.search(r'sh:message "(.+?)"@nl,\s+"(.+?)"@en', block)
        if name and message and not name[1].startswith(("gat-", "cijfer-")):
            found.append(Rule(name[1], message[1], message[2], message[1], message[2]))
    return found


def _broken_files() -> dict[str, Path]:
    """A file that breaks each rule: the shortest."""
    found: dict[str, Path] = {}
    for path in sorted(CORPUS.glob("*/invalid.*.ttl"), key=lambda path: (path.stat().st_size, path.name)):
        rule = path.read_text(encoding="utf-8").splitlines()[1].removeprefix("# rule: ")
        found.setdefault(rule, path)
    return found


def _page(rule: Rule, broken: Path | None, kind: str) -> str:
    lines = [f"# {rule.name}", "", rule.summary_en, "", f"*{rule.summary_nl}*", ""]
    if rule.remedy_en != rule.summary_en:
        lines += ["## What to do", "", rule.remedy_en, "", f"*{rule.remedy_nl}*", ""]
    lines += ["## What breaks it", ""]
    if broken is None:
        lines += [EXAMPLES.get(rule.name, "A blank node where a thing with a name is meant."), ""]
    else:
        lines += [
            f"[{broken.name}](../../{broken.relative_to(ROOT)}):",
            "",
            "```turtle",
            broken.read_text("utf-8").strip(),
            "```",
            "",
        ]
    return "\n".join([*lines, f"Checked by {kind}.", ""])


def main() -> None:
    folder = ROOT / "docs" / "rules"
    folder.mkdir(exist_ok=True)
    fresh = pages()
    for path in folder.glob("*.md"):
        if path.name not in fresh:
            path.unlink()
    for name, text in fresh.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
