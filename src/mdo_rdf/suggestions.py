"""What a word means among things with a slug and labels, and what was probably meant where it means none of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Labels = Mapping[str, Collection[str]]
"""The labels of each thing, in all languages, by its slug."""

MOST_SHOWN = 12
_NEARLY, _SOMEWHAT = 0.85, 0.6
"""How alike two words have to be, of 1."""


def meant(word: str, things: Labels) -> list[str]:
    """The slugs of what ``word`` is the slug or else a label of, in any capitals; a label can be that of several things.

    >>> meant("DIGID", {"digid": ["DigiD"]}), meant("berichtenbox", {"bb": ["Berichtenbox"], "bbo": ["Berichtenbox"]})
    (['digid'], ['bb', 'bbo'])
    """
    wanted = word.strip().casefold()
    by_slug = [slug for slug in things if slug.casefold() == wanted]
    return by_slug or [slug for slug, labels in things.items() if wanted in map(str.casefold, labels)]


def instead(word: str, things: Labels) -> str:
    """What to give instead of ``word``, as the end of a sentence: all there is where that is little, else what looks like it.

    >>> instead("2018", {"2019": [], "2020": []})
    'use one of 2019, 2020'
    """
    if len(things) <= MOST_SHOWN:
        return one_of(things)
    wanted = word.strip().casefold()
    within = [slug for slug in things if wanted and wanted in slug.casefold()]
    if len(within) > 1:
        return one_of(within)
    near = within or _near(wanted, things)
    return f"did you mean {' or '.join(near)}?" if near else one_of(things)


def one_of(slugs: Collection[str]) -> str:
    """The slugs to choose from, the first of them where there are many; empty where there are none."""
    shown = sorted(slugs)
    more = f" … ({len(shown)} in all)" if len(shown) > MOST_SHOWN else ""
    return f"use one of {', '.join(shown[:MOST_SHOWN])}{more}" if shown else ""


def _near(wanted: str, things: Labels) -> list[str]:
    """The slugs of what is spelled nearly as ``wanted``, by slug or by label, the nearest first; or else of the nearest."""
    of = {label.casefold(): slug for slug, labels in things.items() for label in labels}
    of |= {slug.casefold(): slug for slug in things}
    near = _alike(wanted, of, 3, _NEARLY) or _alike(wanted, of, 1)
    return list(dict.fromkeys(of[word] for word in near))


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """What was probably meant, in any capitals, as the end of a sentence; empty where nothing is near.

    >>> did_you_mean("digdi", ["bag", "digid"])
    'did you mean digid?'
    """
    by_lower = {candidate.lower(): candidate for candidate in words}
    near = nearest(word.lower(), by_lower)
    return f"did you mean {by_lower[near]}?" if near else ""


def correction(word: str, words: Collection[str]) -> str:
    """What was probably meant or else all that there is, in its order, as the end of a sentence.

    >>> correction("cvs", ["csv", "json"]), correction("?", ["csv", "json"])
    ('did you mean csv?', 'use one of csv, json')
    """
    return did_you_mean(word, words) or f"use one of {', '.join(words)}"


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of ``words`` that ``word`` looks most like; empty where it looks like none.

    >>> nearest("digdi", ["bag", "digid"]), nearest("x", ["bag"])
    ('digid', '')
    """
    return next(iter(_alike(word, words, 1)), "")


def _alike(word: str, words: Iterable[str], most: int, least: float = _SOMEWHAT) -> list[str]:
    from difflib import get_close_matches  # only after a mistake: a start waits for it

    return get_close_matches(word, list(words), most, least)
