"""What a word means among things with a slug and labels, and what was probably meant where it means none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    Known = Mapping[str, Collection[str]]
    """The labels of each thing, in all languages, by its slug."""

MOST_SHOWN = 12


def meant(word: str, known: Known) -> list[str]:
    """The slugs of what ``word`` is the slug or else a label of, in any capitals; a label can be that of several things.

    >>> meant("DIGID", {"digid": ["DigiD"]}), meant("berichtenbox", {"bb": ["Berichtenbox"], "bbo": ["Berichtenbox"]})
    (['digid'], ['bb', 'bbo'])
    """
    wanted = word.strip().casefold()
    by_slug = [slug for slug in known if slug.casefold() == wanted]
    return by_slug or [slug for slug, labels in known.items() if wanted in map(str.casefold, labels)]


def instead(word: str, known: Known) -> str:
    """What to give instead of ``word``, as the end of a sentence: all there is where that is little, else what looks like it.

    >>> instead("2018", {"2019": [], "2020": []})
    'use one of 2019, 2020'
    """
    if len(known) <= MOST_SHOWN:
        return one_of(known)
    wanted = word.strip().casefold()
    within = [slug for slug in known if wanted and wanted in slug.casefold()]
    if len(within) > 1:
        return one_of(within)
    near = within or _near(wanted, known)
    return f"did you mean {' or '.join(near)}?" if near else one_of(known)


def one_of(slugs: Collection[str]) -> str:
    """The slugs to choose from, the first of them where there are many; empty where there are none."""
    shown = sorted(slugs)
    more = f" … ({len(shown)} in all)" if len(shown) > MOST_SHOWN else ""
    return f"use one of {', '.join(shown[:MOST_SHOWN])}{more}" if shown else ""


def _near(wanted: str, known: Known) -> list[str]:
    """The slugs of what is spelled nearly as ``wanted``, by slug or by label, the nearest first; or else of the nearest."""
    from difflib import get_close_matches

    of = {word.casefold(): slug for slug, labels in known.items() for word in labels}
    of |= {slug.casefold(): slug for slug in known}
    near = get_close_matches(wanted, of, n=3, cutoff=_NEARLY) or get_close_matches(wanted, of, n=1)
    return list(dict.fromkeys(of[word] for word in near))


_NEARLY = 0.85


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What was probably meant, as the end of a sentence; empty where nothing is near.

    >>> did_you_mean("digdi", ["bag", "digid"])
    'did you mean digid?'
    """
    from difflib import get_close_matches

    by_lower = {one.lower(): one for one in known}
    near = get_close_matches(word.lower(), by_lower, n=1)
    return f"did you mean {by_lower[near[0]]}?" if near else ""
