"""The data that we add, tested as data: each failing test names the file to mend."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from checkout import ROOT
from csv_rows import read_rows
from mdo_rdf.inputs.curation import SCHEME_OF_AXIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mdo_rdf.edition.edition import Model

TEXT_LAYER = ROOT.parent / "shared" / "source" / "monitor-digitale-overheid-2024.txt"
REVIEWED = ROOT.parent / "shared" / "design" / "indicators.csv"


AUDIT_FILES = ("sums.csv", "2024/claim-notes.csv", "2024/finding-notes.csv", "2024/derived.csv", "2024/slips.csv")


def described(model: Model) -> list[tuple[str, Mapping[str, str]]]:
    """Every indicator and concept with its texts."""
    curation = model.curation
    indicators = [(f"indicators.csv {slug}", indicator.texts) for slug, indicator in curation.indicators.items()]
    return indicators + [
        (f"concepts.csv {scheme}/{slug}", concept.texts) for (scheme, slug), concept in curation.concepts.items()
    ]


def texts(model: Model) -> Iterator[tuple[str, str]]:
    """Every text of ours with its place; of the files that the audit reads, the definitions, notes and remedies."""
    yield from ((f"{place} {key}", text) for place, texts_of in described(model) for key, text in texts_of.items())
    for remark in (remark for remarks in model.curation.remarks.values() for remark in remarks):
        yield from ((f"remarks.csv {remark.source.line}", note) for note in (remark.note_nl, remark.note_en))
    for name in AUDIT_FILES:
        for number, row in enumerate(read_rows(ROOT / "data/curation" / name), start=2):
            texts_of = {column: text for column, text in row.items() if column.endswith(("_nl", "_en")) and text}
            yield from ((f"{name} {number} {column}", text) for column, text in texts_of.items())


def test_what_the_audit_reads_is_there_in_both_languages() -> None:
    for name in (*AUDIT_FILES, "explanations.csv", "../source/2024/claims.csv"):
        for number, row in enumerate(read_rows(ROOT / "data/curation" / name), start=2):
            for column in (column for column in row if column.endswith("nl")):
                assert bool(row[column]) == bool(row[f"{column[:-2]}en"]), f"{name} {number} {column}"


def test_166_indicators_of_35_facilities_and_4_themes(model: Model) -> None:
    assert len(model.curation.indicators) == 166
    assert len({indicator.axes["facility"] for indicator in model.curation.indicators.values()}) == 35
    assert sum(scheme == "thema" for scheme, _ in model.curation.concepts) == 4


def test_every_concept_is_used_or_part_of_a_closed_code_list(model: Model) -> None:
    closed = {"status", "reden", "oordeel", "kwalificatie", "vaststeller", "tekenplaats", "thema", "zekerheid"}
    closed |= {"beweringsoort", "marge", "bevindingsoort", "ernst", "methode", "somrelatie", "reden-niet-toetsbaar"}
    closed |= {"kwaliteitsdimensie", "koppelgrond", "dekking"}
    used = {
        (SCHEME_OF_AXIS[axis], slug) for indicator in model.curation.indicators.values() for axis, slug in indicator.axes.items()
    }
    unused = {key for key in model.curation.concepts if key not in used and key[0] not in closed}
    assert unused == {("voorziening", "stelsel-van-basisregistraties")}, "concepts.csv: remove what nothing uses"


def test_definitions_are_sentences_in_two_languages(model: Model) -> None:
    for place, text in texts(model):
        if "label" not in place:
            assert re.match(r"[A-ZÉ‘]|(?:e[A-Z])", text), f"{place} starts with a small letter: {text}"
            assert text.endswith((".", ".’")), f"{place} does not end with a full stop: {text}"
        assert "  " not in text, place
        assert "TODO" not in text, place


def test_a_definition_is_not_the_label(model: Model) -> None:
    for slug, texts_of in described(model):
        for language in ("nl", "en"):
            assert texts_of[f"definition_{language}"].rstrip(".").lower() != texts_of[f"label_{language}"].lower(), slug


def test_a_text_in_one_language_has_its_twin_in_the_other(model: Model) -> None:
    for slug, texts_of in described(model):
        assert ("scope_note_nl" in texts_of) == ("scope_note_en" in texts_of), slug


def test_no_two_indicators_have_the_same_definition(model: Model) -> None:
    for language in ("nl", "en"):
        counts = Counter(indicator.texts[f"definition_{language}"] for indicator in model.curation.indicators.values())
        assert [text for text, number in counts.items() if number > 1] == []


def test_no_sentence_of_the_report_is_copied(model: Model) -> None:
    """Facts carry over, sentences do not: no run of eight words of ours stands in the report."""
    if not TEXT_LAYER.is_file():
        pytest.skip("the text layer of the report is not beside this checkout")
    length = 8
    report = words(TEXT_LAYER.read_text("utf-8"))
    runs = {tuple(report[start : start + length]) for start in range(len(report) - length + 1)}
    for place, text in texts(model):
        if "label" in place:
            continue
        ours = words(text)
        copied = runs & {tuple(ours[start : start + length]) for start in range(len(ours) - length + 1)}
        assert copied == set(), place


def words(text: str) -> list[str]:
    """Lower-case words without abbreviations, so that a list of registers is not taken for a sentence."""
    tokens = re.findall(r"[^\W_]+", re.sub(r"-\s*\n\s*", "", text))
    return [word.lower() for word in tokens if not word.isupper()]


def test_parts_and_totals_have_the_same_unit_time_basis_and_counted_thing(model: Model) -> None:
    """A share of a total (in percent) and a subset of organisations (municipalities) are the exceptions."""
    indicators = model.curation.indicators
    for part in indicators.values():
        if "part_of" not in part.relations:
            continue
        total = indicators[part.relations["part_of"]]
        assert part.axes["time_basis"] == total.axes["time_basis"], part.slug
        if part.axes["kind"] == total.axes["kind"] and part.slug != "woz-aangesloten-gemeenten":
            assert part.axes["counted"] == total.axes["counted"], part.slug
            assert part.axes["unit"] == total.axes["unit"], part.slug


def test_the_classification_is_the_reviewed_one_but_for_the_differences_we_chose(model: Model) -> None:
    """indicators.csv started from a reviewed list; this is every place where it departs from it, and why."""
    if not REVIEWED.is_file():
        pytest.skip("the reviewed list is not beside this checkout")
    renamed = {
        "berichtenbox-geopend-na-3-weken",  # the report prints "na", not "binnen"
        "berichtenbox-geopend-na-6-weken",
        "digimelding-terugmeldingen-hr",  # it is het Handelsregister
    }
    repositioned = {
        "digid-authenticaties-midden-app",  # inside Midden in 2023 only, see the sums of 2021 and 2022
        "bv-bsn-aandeel-verificatievragen",  # a share has a denominator; it counts no part
        "bv-bsn-aandeel-presentievragen",
    }
    reviewed = {line["slug"]: line for line in read_rows(REVIEWED)}
    indicators = model.curation.indicators
    assert list(reviewed) == list(indicators)
    heading = {(cell.table.key, cell.row): cell.heading for cell in model.transcription.cells.values()}
    ours = {
        slug: {
            "label_nl": indicator.texts["label_nl"],
            "facility": indicator.axes["facility"],
            "label_printed": heading[indicator.table_key, indicator.row],
            **{relation: indicator.relations.get(relation, "") for relation in ("part_of", "denominator")},
        }
        for slug, indicator in indicators.items()
    }
    differing = {(slug, name) for slug, texts_of in ours.items() for name in texts_of if texts_of[name] != reviewed[slug][name]}
    cut = {(slug, "label_printed") for slug, line in reviewed.items() if line["section"] in ("1.6b", "5")}
    assert differing - cut == {(slug, "label_nl") for slug in renamed} | {(slug, "part_of") for slug in repositioned}
