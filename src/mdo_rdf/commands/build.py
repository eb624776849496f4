"""``mdo-rdf build``: writes the files of an edition, or says which would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, place

if TYPE_CHECKING:
    import argparse

    from mdo_rdf.triples.build import Built

DESCRIPTION = "Write the files of an edition from its printed cells and what the editors add."


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("--check", action="store_true", help="write nothing; say which files a build would change")
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """Build, or check; 1 where a file is stale."""
    import gc

    gc.disable()  # a build makes many small values and no cycles: do not look for them now, nor at the exit
    from mdo_rdf.triples.build import build_edition, stale_files

    root, edition = place(options)
    try:
        if not options.check:
            print(_summary(build_edition(root, edition)))
            return 0
        wrong = stale_files(root, edition)
    finally:
        gc.freeze()
        gc.enable()
    for line in wrong:
        print(line)
    print("run mdo-rdf build" if wrong else f"data/rdf/{edition} is what a build makes")
    return 1 if wrong else 0


def _summary(built: Built) -> str:
    """What was built, in figures, and where it stands."""
    from mdo_rdf.edition.verdicts import Verdict

    model = built.model
    tables, cells = len(model.transcription.tables), len(model.transcription.cells)
    figures, values = len(model.observations), sum(observation.value is not None for observation in model.observations)
    indicators = model.curation.indicators.values()
    facilities = {indicator.axes["facility"] for indicator in indicators}
    printed = [change.verdict for change in model.changes if change.verdict != Verdict.NOT_PRINTED]
    agreeing = printed.count(Verdict.AGREES)
    lines = [
        f"{model.curation.edition.title}: {tables} tables, {cells} printed cells",
        f"  {len(indicators)} indicators of {len(facilities)} facilities",
        f"  {figures} figures: {values} values and {figures - values} gaps, each with its reason",
        f"  {len(model.changes)} changes; {agreeing} of the {len(printed)} printed percentages that can be recomputed agree",
        f"  written: {len(built.files)} files in data/rdf/{model.curation.edition.slug}",
    ]
    return "\n".join(lines)
