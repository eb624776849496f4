"""``mdo-rdf links``: lists the links to others, and checks them, with a network if you wish."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mdo_rdf.commands.arguments import Parser
from mdo_rdf.commands.place import add_place, count, facility, place
from mdo_rdf.errors import CannotTellError, refuse, shown
from mdo_rdf.inputs.curation import Concept, read_curation, the_edition
from mdo_rdf.inputs.links import Link, Links, read_links

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mdo_rdf.linkcheck.check import LinkResult

DESCRIPTION = (
    "List the links to others (Stelselcatalogus, NORA, TOOI, law …), or check them: syntax, duplicates, relations that "
    "cannot hold and wrong look-alikes; with --online also status, redirects and labels."
)
_HOUR = 3600


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("task", choices=("list", "check"), help="what to do")
    parser.word("--target", "SLUG", "only links to this target, such as nora")
    parser.word("--facility", "SLUG", "only links of this facility itself, such as bag")
    unproved = "those that are not proved, and not published (check --online asks for both)"
    parser.add_argument("--candidates", action="store_true", help=unproved)
    parser.choice("--format", ("text", "csv", "json"), "how to report")
    parser.add_argument("--online", action="store_true", help="check: ask the network, one question at a time to a host")
    parser.add_argument("--promote", action="store_true", help="check --online: publish the candidates that it proves")
    parser.seconds("--timeout", 20.0, _HOUR, "check --online: for one answer")
    parser.seconds("--delay", 1.0, _HOUR, "check --online: between questions to a host", zero=True)
    add_place(parser)


def run(options: argparse.Namespace) -> int:
    """List, or check; 1 where a link is wrong, 2 where the network could not tell."""
    _refuse_what_means_nothing(options)
    root, edition = place(options)
    links, concepts = _read(root, edition)
    about = facility(options.facility, concepts)
    if options.task == "check" and not options.online:
        print(f"{count(len(links.published), 'link')} and {count(len(links.candidates), 'candidate')}: no problems")
        return 0
    chosen = _chosen(links, options, about)
    if options.task == "check":
        return _check_online(options, links, chosen, root)
    from mdo_rdf.linkcheck.report import LISTS

    if not chosen and options.format == "text":
        print("no links")
    else:
        print(LISTS[options.format](chosen, links))
    return 0


def _refuse_what_means_nothing(options: argparse.Namespace) -> None:
    """An option that would be passed over in silence is an error, so that nobody is misled by the answer."""
    if options.promote and not (options.online and options.task == "check"):
        raise CannotTellError("--promote: only check --online can prove a candidate")
    if options.online and options.task == "list":
        raise CannotTellError("--online: only check asks the network")
    if options.task == "check" and not options.online:
        if options.format != "text":
            raise CannotTellError("--format: check has nothing to show without --online")
        for name in ("target", "facility", "candidates"):
            if getattr(options, name):
                raise CannotTellError(f"--{name}: check looks at all links without --online")


def _read(root: Path, edition: str) -> tuple[Links, Mapping[tuple[str, str], Concept]]:
    """The links and the concepts. Raises ``InvalidInputError`` with what is wrong without asking the network."""
    curation = read_curation(root, the_edition(root, edition))
    links = read_links(root, curation.value)
    refuse((*curation.problems, *links.problems))
    return links.value, curation.value.concepts


def _chosen(links: Links, options: argparse.Namespace, about: str) -> list[Link]:
    if options.target and options.target not in links.targets:
        raise CannotTellError(f"--target {options.target}: no such target; use one of {', '.join(links.targets)}")
    published = () if options.candidates else links.published
    candidates = links.candidates if options.candidates or options.task == "check" else ()
    subject = f"voorziening/{about}"
    return [
        link
        for link in (*published, *candidates)
        if options.target in (None, link.target) and (not about or link.subject == subject)
    ]


def _check_online(options: argparse.Namespace, links: Links, chosen: list[Link], root: Path) -> int:
    from mdo_rdf.linkcheck.check import UNKNOWN, WRONG, check_online
    from mdo_rdf.linkcheck.fetching import Manners
    from mdo_rdf.linkcheck.report import REPORTS

    results = list(_with_progress(check_online(chosen, Manners(options.timeout, options.delay))))
    print(REPORTS[options.format](results))
    if options.promote:
        _promote(links, results, root)
    # A candidate that turns out wrong was never published.
    meanings = {result.meaning for result in results if not result.link.doubt}
    return 1 if WRONG in meanings else 2 if UNKNOWN in meanings else 0


def _with_progress(results: Iterable[LinkResult]) -> Iterable[LinkResult]:
    """On a terminal, say how far it is: a polite check takes minutes."""
    is_watched = sys.stderr.isatty()
    for number, result in enumerate(results, start=1):
        if is_watched:
            print(f"\r{number} links asked for", end="", file=sys.stderr, flush=True)
        yield result
    if is_watched:
        print("\r\x1b[K", end="", file=sys.stderr)


def _promote(links: Links, results: Iterable[LinkResult], root: Path) -> None:
    from mdo_rdf.linkcheck.promotion import promote, propose

    today = datetime.now(UTC).date().isoformat()
    promotion = propose(links, [result for result in results if result.link.doubt], today)
    for number, why in promotion.kept.items():
        print(f"candidate {number} stays: {shown(why)}", file=sys.stderr)
    if promotion.promoted:
        promote(root, promotion)
    numbers = ", ".join(str(link.number) for link in promotion.promoted) or "none"
    print(f"published: {numbers}{'; now run mdo-rdf build' if promotion.promoted else ''}", file=sys.stderr)
