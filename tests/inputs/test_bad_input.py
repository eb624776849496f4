"""What a data editor can get wrong: each is reported with its place, all in one run, and nothing is written."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from mdo_rdf.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CELLS = "data/source/2024/cells.csv"
ROWS = "data/source/2024/rows.csv"
TABLES = "data/source/2024/tables.csv"
FOOTNOTES = "data/source/2024/footnotes.csv"
INDICATORS = "data/curation/indicators.csv"
CONCEPTS = "data/curation/concepts.csv"
REMARKS = "data/curation/2024/remarks.csv"
CLAIMS = "data/source/2024/claims.csv"
CLAIM_NOTES = "data/curation/2024/claim-notes.csv"
HEDGES = "data/curation/hedges.csv"
SUMS = "data/curation/sums.csv"
EXPLANATIONS = "data/curation/explanations.csv"
DERIVED = "data/curation/2024/derived.csv"
SLIPS = "data/curation/2024/slips.csv"


@dataclass(frozen=True)
class Defect:
    """A change to one file, and the start and a part of the line that must report it."""

    name: str
    file: str
    change: Callable[[str], str]
    place: str
    says: str


def replacing(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def appending(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}{line}\n"


DEFECTS = [
    Defect("broken number", CELLS, replacing("A,1,1,2019,663", "A,1,1,2019,66E3"), f'{CELLS}:2:5: "66E3"', ": correct the transcription; if it is printed so, it is a notation that the number rules do not know yet"),
    Defect(
        "malformed number",
        CELLS,
        replacing("A,1,1,2019,663", "A,1,1,2019,6.63"),
        f'{CELLS}:2:5: "6.63"',
        "correct the text; if it is printed so, state a reason and a status in remarks.csv for digid-aangesloten-organisaties 2019: misvormd and O",
    ),
    Defect(
        "malformed number mended",
        CELLS,
        replacing("223.949.53", "223.949.530"),
        f'{CELLS}:44:5: "223.949.530"',
        "a figure with the status of a gap: remove the status in remarks.csv for digid-authenticaties-basis 2019, or correct the text",
    ),
    Defect("gap without reason", CELLS, replacing("2019,663", "2019,-"), f'{CELLS}:2:5: "-"', "a dash or an empty cell, without a reason: state a reason and a status in remarks.csv for digid-aangesloten-organisaties 2019"),
    Defect("percentage for a count", CELLS, replacing("2019,663", "2019,66%"), f'{CELLS}:2:5: "66%"', ": a percentage, but the unit is aantal: correct the text, or the unit in indicators.csv"),
    Defect("broken percentage", CELLS, replacing('A,1,1,%,"-3,6%"', "A,1,1,%,min 3"), f'{CELLS}:7:5: "min 3"', ": correct the transcription"),
    Defect("number for a share", CELLS, replacing("99,5 % van het aantal bevragingen", "99 van het aantal bevragingen"), f"{CELLS}:829:5: ", "correct the transcription; if it is printed so"),
    Defect("unknown part", CELLS, replacing("15 lidstaten", "15 landen"), f"{CELLS}:", ": unknown part landen: the parts of this row in indicators.csv: lidstaten, middelen"),
    Defect("part of a row without parts", CELLS, replacing("A,1,1,2019,663", "A,1,1,2019,663 landen"), f"{CELLS}:2:5: ", ": unknown part landen: the parts of this row in indicators.csv: none"),
    Defect("part twice", CELLS, replacing("8 partners 390 aansluitingen", "8 partners 390 partners"), f"{CELLS}:", ": two figures for ondernemersplein-partners: a part can stand in a cell once only"),
    Defect("two reasons", REMARKS, appending("bsnk-activaties,2020,2020,L,niet-uitgevraagd,bron,,Nee.,No.,A 5"), f'{CELLS}:170:5: "-"', ": a gap with more than one reason or status: keep one remark on the gap in remarks.csv for bsnk-activaties 2020"),
    Defect("two statuses", REMARKS, appending("bsnk-activaties,2020,2020,L,geen-reden-vermeld,bron,,Nee.,No.,A 5"), f'{CELLS}:170:5: "-"', "more than one reason or status"),
    Defect("two reasons and one status", REMARKS, appending("bsnk-activaties,2020,2020,O,niet-uitgevraagd,bron,,Nee.,No.,A 5"), f'{CELLS}:170:5: "-"', "more than one reason or status"),
    Defect("reason of another gap", REMARKS, replacing("bestaat-niet", "misvormd"), f'{CELLS}:68:5: "-"', ": a dash or an empty cell, with the reason misvormd: correct the reason in remarks.csv for digid-authenticaties-hoog 2019, or the text"),
    Defect("malformed number with another reason", REMARKS, replacing("misvormd", "bestaat-niet"), f'{CELLS}:44:5: "223.949.53"', ": digits and points that do not make a number, with the reason bestaat-niet: correct the reason in remarks.csv for digid-authenticaties-basis 2019, or the text"),
    Defect("wrong denominator", CELLS, replacing("99,5 % van het aantal bevragingen", "99,5 % van het aantal vragen"), f"{CELLS}:829:5: ", ": a share of vragen, but the denominator counts something else: set the denominator of this indicator to one that counts them"),
    Defect("duplicate cell", CELLS, appending("A,1,1,2019,664"), f'{CELLS}:973:4: "2019"', "duplicate annex section row column: the same as line 2"),
    Defect("missing cell", CELLS, replacing("A,1,1,2020,701\n", ""), f'{CELLS}:971:0: "A 1 row 1 column 2020"', "missing cell"),
    Defect("year out of range", CELLS, replacing("A,1,1,2019,", "A,1,1,2018,"), f'{CELLS}:2:4: "2018"', "unknown column: use one of 2019, 2020, 2021, 2022, 2023, %"),
    Defect("no such table", CELLS, replacing("A,1,1,2019,", "A,9,1,2019,"), f'{CELLS}:2:2: "9"', "no such table"),
    Defect("no such row", CELLS, appending("A,1,99,2019,1"), f'{CELLS}:973:3: "99"', "no such row"),
    Defect("row not a number", CELLS, replacing("A,1,1,2019,", "A,1,een,2019,"), f'{CELLS}:2:3: "een"', "not a whole number from 1"),
    Defect("stray NUL", CELLS, replacing("2019,663", "2019,6\x0063"), f"{CELLS}:2:0: ", "NUL character"),
    Defect("space at the end", CELLS, replacing("2019,663", "2019,663 "), f'{CELLS}:2:5: "663 "', "space at the start or the end"),
    Defect("line break", ROWS, replacing("Aantal actieve DigiD’s", '"Aantal\nactieve DigiD’s"'), f"{ROWS}:4:4: ", "a character that does not show"),
    Defect("readings differ", CELLS, replacing("18.320.835", "18.320.853"), f'{CELLS}:15:5: "18.320.853"', 'the second reading has "18.320.835"'),
    Defect("flow on a date", INDICATORS, replacing(",stroom,kalenderjaar", ",stroom,peildatum"), f"{INDICATORS}:", "not the time basis of stroom"),
    Defect("share as a count", INDICATORS, replacing(",hoog,percentage", ",hoog,aantal"), f"{INDICATORS}:", "not the unit of aandeel"),
    Defect("field too many", CELLS, replacing("2019,663", "2019,663,"), f"{CELLS}:2:6: ", "6 fields"),
    Defect("open quote", CELLS, replacing("2019,663", '2019,"663'), f"{CELLS}:", "not CSV"),
    Defect("missing column", CELLS, replacing("annex,section,row,column,text", "annex,section,row,column"), f'{CELLS}:1:0: "text"', "missing column"),
    Defect("unknown column", CELLS, replacing("column,text", "column,tekst"), f'{CELLS}:1:5: "tekst"', "unknown column"),
    Defect("column twice", CELLS, replacing("annex,section", "annex,annex"), f'{CELLS}:1:2: "annex"', "column twice"),
    Defect("empty file", CELLS, lambda _: "", f'{CELLS}:1:0: "annex"', "missing column"),
    Defect("empty heading", ROWS, replacing("Aantal actieve DigiD’s", ""), f'{ROWS}:4:4: ""', "empty label"),
    Defect("row left out", ROWS, replacing("A,1,2,", "A,1,22,"), f'{ROWS}:3:3: "22"', "row 21 does not come before it"),
    Defect("columns out of order", TABLES, replacing("2019 2020 2021 2022 2023 %", "2020 2019 %"), f"{TABLES}:2:4: ", "not years of 2019-2023 in order, then %"),
    Defect("year no column may have", TABLES, replacing("2019 2020 2021 2022 2023 %", "2019 2024 %"), f"{TABLES}:2:4: ", "not years of 2019-2023"),
    Defect("unknown annex", TABLES, replacing("A,1,DigiD", "E,1,DigiD"), f'{TABLES}:2:1: "E"', "unknown annex"),
    Defect("bad section", TABLES, replacing("A,2,DigiD", "A,twee,DigiD"), f'{TABLES}:3:2: "twee"', "not a section number"),
    Defect("bad mark place", FOOTNOTES, replacing("rijopschrift", "rijopschift"), f'{FOOTNOTES}:2:3: "rijopschift"', "did you mean rijopschrift?"),
    Defect("bad mark row", FOOTNOTES, replacing("rijopschrift,2", "rijopschrift,twee"), f'{FOOTNOTES}:2:4: "twee"', "not a whole number"),
    Defect("unknown facility", INDICATORS, replacing(",digid,stand", ",digit,stand"), f'{INDICATORS}:2:14: "digit"', "did you mean digid?"),
    Defect("required axis empty", INDICATORS, replacing(",digid,stand", ",digid,"), f'{INDICATORS}:2:15: ""', "unknown kind"),
    Defect("unknown total", INDICATORS, replacing("digid-actieve-accounts,,", "digid-actieve-acounts,,"), f"{INDICATORS}:", "unknown part_of: did you mean digid-actieve-accounts?"),
    Defect("bad slug", INDICATORS, replacing("digid-aangesloten-organisaties,", "DigiD organisaties,"), f'{INDICATORS}:2:1: "DigiD organisaties"', "not a slug"),
    Defect("row of no table", INDICATORS, replacing(",A,1,1,,digid", ",A,1,77,,digid"), f'{INDICATORS}:2:12: "77"', "no such row in the report"),
    Defect("duplicate label", INDICATORS, replacing("Op DigiD aangesloten webdiensten", "Op DigiD aangesloten organisaties"), f"{INDICATORS}:3:2: ", "duplicate label_nl"),
    Defect("empty definition", CONCEPTS, replacing(",Telling in hele stuks; wat er is geteld staat bij de teleenheid.,", ",,"), f'{CONCEPTS}:', "empty definition_nl"),
    Defect("mark in no cell", FOOTNOTES, replacing("cel,4,2021", "cel,14,2021"), f'{FOOTNOTES}:10:4: "14"', "no such cell"),
    Defect("mark without its row", FOOTNOTES, replacing("cel,4,2021", "cel,,2021"), f'{FOOTNOTES}:10:3: "cel"', "row and column do not fit"),
    Defect("unknown scheme", CONCEPTS, replacing("status,a,A", "statuus,a,A"), f"{CONCEPTS}:", "did you mean status?"),
    Defect("unknown broader", CONCEPTS, replacing(",mijnoverheid,,\n", ",mijnoverhijd,,\n"), f"{CONCEPTS}:", "unknown concept"),
    Defect("unknown indicator", REMARKS, replacing("digid-authenticaties-hoog,", "digid-authenticaties-hoo,"), f"{REMARKS}:", "did you mean digid-authenticaties-hoog?"),
    Defect("remark out of range", REMARKS, replacing("hoog,2019,2019", "hoog,2018,2019"), f"{REMARKS}:", "year out of range: use a year from 2019 to 2023"),
    Defect("remark about no cell", REMARKS, replacing("bsnk-activaties,2020", "bsnk-activaties,2019"), f"{REMARKS}:", ": the report has no cell of bsnk-activaties for 2019: correct the years"),
    Defect("unknown status", REMARKS, replacing(",M,bestaat-niet", ",X,bestaat-niet"), f"{REMARKS}:", "unknown status"),
    Defect("unknown reason", REMARKS, replacing("bestaat-niet", "bestaat-nit"), f"{REMARKS}:", "did you mean bestaat-niet?"),
    Defect("reason without gap", REMARKS, replacing(",B,,bron", ",B,onbruikbaar,bron"), f"{REMARKS}:", "a reason without a gap"),
    Defect("nobody established it", REMARKS, replacing(",B,,bron", ",B,,"), f"{REMARKS}:", "unknown established_by"),
    Defect("years turned round", REMARKS, replacing("2022,2023,O", "2023,2022,O"), f"{REMARKS}:", "before the first year"),
    Defect("claim on an unknown indicator", CLAIMS, replacing("2022 2023,digid-actieve-accounts", "2022 2023,digid-actief"), f'{CLAIMS}:4:12: "digid-actief"', "unknown indicator digid-actief: use slugs of indicators.csv"),
    Defect("claim with an unknown hedge", CLAIMS, replacing("17 miljoen,,ruim", "17 miljoen,,royaal"), f'{CLAIMS}:5:9: "royaal"', "unknown hedge: add it to data/curation/hedges.csv, as said of getal"),
    Defect("claim of an unknown kind", CLAIMS, replacing("1,verandering", "1,mutatie"), f'{CLAIMS}:4:6: "mutatie"', "unknown kind"),
    Defect("claim in no section", CLAIMS, replacing("\n3,hoofdlijnen,1,", "\n3,hoofdlijnen,een,"), f'{CLAIMS}:4:3: "een"', "not a section number: write it like 1, 1.10 or 1.6b"),
    Defect("claim of an unknown direction", CLAIMS, replacing(",stijging,2022 2023", ",omhoog,2022 2023"), f"{CLAIMS}:4:10: \"omhoog\"", "unknown direction"),
    Defect("claim without a number", CLAIMS, replacing("\n5,hoofd", "\n0,hoofd"), f'{CLAIMS}:6:1: "0"', "not a whole number from 1"),
    Defect("claim without its figure", CLAIMS, replacing(",niveau,17 miljoen,,ruim", ",niveau,,,ruim"), f'{CLAIMS}:5:7: ""', "a claim of the kind niveau has a figure: fill it in"),
    Defect("claim of a change without the year before", CLAIMS, replacing(",stijging,2022 2023,", ",stijging,2023,"), f'{CLAIMS}:4:11: "2023"', "no year to compare with: write both years, the earlier one first"),
    Defect("claim of a change without a direction", CLAIMS, replacing(",stijging,2022 2023,", ",,2022 2023,"), f'{CLAIMS}:4:10: ""', "empty direction: fill it in"),
    Defect("claim of a share of nothing", CLAIMS, lambda text: re.sub("(,2023,digimelding-terugmeldingen,)brp-[^,]*", r"\1", text, count=1), f'{CLAIMS}:102:13: ""', "empty compared_with: fill it in"),
    Defect("hedge of a course that has none", CLAIMS, replacing(",richting,", ",richting,,,flauwtjes,,2022 2023,digid-actieve-accounts,,,\n9998,hoofdlijnen,1,tekst,1,richting,"), f"{CLAIMS}:", "unknown hedge: add it to data/curation/hedges.csv, as said of a direction; or correct it"),
    Defect("claimed figure that is none", CLAIMS, replacing("17 miljoen", "17 mln"), f'{CLAIMS}:5:7: "17 mln"', "no known figure; known are 17 miljoen, 6,9 miljard, 200.000, 1,3%, +4, 20% en 40%: write the figure as printed, without its hedge; give it in digits as the value where it is printed in words"),
    Defect("claim about another year", CLAIMS, replacing("stijging,2022 2023", "stijging,2018 2023"), f'{CLAIMS}:4:11: "2018 2023"', "not years of the edition: write the year"),
    Defect("change without a year to compare with", CLAIMS, replacing("stijging,2022 2023", "stijging,2023"), f'{CLAIMS}:4:11: "2023"', "no year to compare with"),
    Defect("change without a direction", CLAIMS, replacing(",,,stijging,2022 2023,digid-actieve", ",,,,2022 2023,digid-actieve"), f'{CLAIMS}:4:10: ""', "empty direction: fill it in"),
    Defect("claim twice", CLAIMS, replacing("\n5,hoofd", "\n4,hoofd"), f'{CLAIMS}:6:1: "4"', "duplicate number: the same as line 5"),
    Defect("claim that nobody can test", CLAIM_NOTES, replacing("\n1,", "\n9999,"), f'{CLAIMS}:2:12: ""', "cannot be tested: name the indicators, or say in claim-notes.csv"),
    Defect("note on a claim in one language", CLAIM_NOTES, appending("3,,Een noot.,"), f"{CLAIM_NOTES}:", "empty note_en: fill it in"),
    Defect("unknown severity", CLAIM_NOTES, appending("3,erg,Een noot.,A note."), f"{CLAIM_NOTES}:", "unknown severity"),
    Defect("hedge twice", HEDGES, appending("getal,ruim,afgerond"), f'{HEDGES}:38:2: "ruim"', "duplicate said_of wording: the same as line 6"),
    Defect("hedge of what there is not", HEDGES, appending("cijfer,ruim,afgerond"), f'{HEDGES}:38:1: "cijfer"', "unknown said_of: use one of getal, stijging, daling, gelijk"),
    Defect("note on a claim twice", CLAIM_NOTES, lambda text: f"{text}{text.splitlines()[1]}\n", f'{CLAIM_NOTES}:114:1: "1"', "duplicate claim: the same as line 2"),
    Defect("hedge with an unknown margin", HEDGES, appending("getal,royaal,iets"), f"{HEDGES}:", "unknown margin"),
    Defect("sum of an unknown indicator", SUMS, replacing("digid-accounts-basis + ", "digid-accounts-laag + "), f"{SUMS}:2:6: ", "unknown indicator digid-accounts-laag"),
    Defect("sum with a bad name", SUMS, replacing("digid-accounts-per-niveau,", "DigiD accounts,"), f'{SUMS}:2:1: "DigiD accounts"', "not a slug: use lower-case letters, digits and single hyphens"),
    Defect("sum twice", SUMS, replacing("digid-authenticaties-per-niveau,", "digid-accounts-per-niveau,"), f'{SUMS}:3:1: "digid-accounts-per-niveau"', "duplicate slug: the same as line 2"),
    Defect("sum without parts", SUMS, replacing("digid-accounts-basis + digid-accounts-midden + digid-accounts-substantieel,", ","), f'{SUMS}:2:6: ""', "empty parts: fill it in"),
    Defect("sum with an unknown relation", SUMS, replacing(",gelijk,", ",gelijkaan,"), f'{SUMS}:2:4: "gelijkaan"', "unknown relation: did you mean gelijk?"),
    Defect("derived by an unknown method", DERIVED, replacing("2020,sluitpost", "2020,schatting"), f'{DERIVED}:3:3: "schatting"', "unknown method"),
    Defect("derived figure that does not follow", DERIVED, replacing("basis,2020,sluitpost", "basis,2021,sluitpost"), f'{DERIVED}:3:3: "sluitpost"', "digid-authenticaties-basis 2021 does not follow by sluitpost"),
    Defect("derived figure twice", DERIVED, replacing("basis,2020,sluitpost", "basis,2019,sluitpost"), f'{DERIVED}:3:3: "sluitpost"', "digid-authenticaties-basis 2019 twice"),
    Defect("slip that is not there", SLIPS, replacing("activitaties,activaties", "activiteiten,activaties"), f"{SLIPS}:", "does not stand there in rows.csv"),
    Defect("slip without anything to do about it", SLIPS, replacing(",Geef de tabel een nummer en een kop.,", ",,"), f"{SLIPS}:", "empty remedy_nl: fill it in"),
    Defect("sentence that is gone", EXPLANATIONS, replacing("\ntekenfout,", "\nanders,"), f'{EXPLANATIONS}:1:1: "tekenfout"', "no such sentence: add a line with the code tekenfout"),
    Defect("sentence with an unknown place", EXPLANATIONS, replacing("Van {base_value} ({base})", "Van {basis} ({base})"), f"{EXPLANATIONS}:", "unknown place ('basis')"),
    Defect("sentence with a loose brace", EXPLANATIONS, replacing("Van {base_value} ({base})", "Van {base_value ({base})"), f"{EXPLANATIONS}:", "unknown place ("),
    Defect("sentence in one language", EXPLANATIONS, replacing("word-and,en,and", "word-and,en,"), f"{EXPLANATIONS}:", "empty en: fill it in"),
]  # fmt: skip


def apply(defect: Defect, copy: Path) -> None:
    path = copy / defect.file
    path.write_bytes(defect.change(path.read_bytes().decode()).encode())


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_reported_with_its_place_and_nothing_is_written(
    defect: Defect, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apply(defect, copy)
    assert main(["build", "--root", str(copy)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith(defect.place) and defect.says in line for line in lines), lines
    assert lines[-1].endswith("nothing was written.")
    assert not (copy / "data" / "rdf").exists()


def test_all_problems_are_reported_in_one_run(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    together = {"broken number", "unknown part", "duplicate cell", "unknown facility", "unknown indicator", "bad mark place"}
    chosen = [defect for defect in DEFECTS if defect.name in together]
    for defect in chosen:
        apply(defect, copy)
    assert main(["build", "--root", str(copy)]) == 1
    lines = capsys.readouterr().err.splitlines()
    for defect in chosen:
        assert any(line.startswith(defect.place) and defect.says in line for line in lines), defect.name


def test_wrong_encoding_is_reported_with_its_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / TABLES
    path.write_bytes(path.read_bytes().replace(b"B,3,Overheid.nl,", b"B,3,Overh\xebid.nl,"))
    assert main(["build", "--root", str(copy)]) == 1
    assert (
        f'{TABLES}:13:0: "B,3,Overhëid.nl,2019 2020 2021 2022 2023 %": not UTF-8: save the file as UTF-8'
        in capsys.readouterr().err
    )


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(copy: Path) -> None:
    path = copy / CELLS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["build", "--root", str(copy)]) == 0


@pytest.mark.parametrize("missing", [CELLS, REMARKS, "data/curation/editions.csv", CLAIMS, SUMS, EXPLANATIONS])
def test_a_missing_file_cannot_be_told_about(missing: str, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / missing).unlink()
    assert main(["build", "--root", str(copy)]) == 2
    assert f"{missing}: cannot be read (No such file or directory)" in capsys.readouterr().err


def test_a_folder_that_is_no_publication(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(tmp_path)]) == 2
    assert "is --root the publication's folder?" in capsys.readouterr().err


def test_an_unknown_edition(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(copy), "--edition", "1999"]) == 2
    assert "1999: no such edition" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "column"),
    [(INDICATORS, "label_en"), (CELLS, "text"), (REMARKS, "established_by"), (ROWS, "label"), (CONCEPTS, "notation")],
)
def test_a_missing_column_is_not_drowned_in_what_follows_from_it(
    file: str, column: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import csv

    path = copy / file
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    position = lines[0].index(column)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([line[:position] + line[position + 1 :] for line in lines])
    assert main(["build", "--root", str(copy)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert f'{file}:1:0: "{column}": missing column' in errors[0]
    assert len(errors) <= 3


@pytest.mark.parametrize("file", [INDICATORS, CONCEPTS])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_facility_and_an_indicator_need_a_plain_explanation(
    file: str, language: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (copy / file).open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    column = f"explanation_{language}"
    line = next(line for line in lines if line.get("scheme", "voorziening") == "voorziening")
    assert line[column]
    line[column] = ""
    with (copy / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    assert main(["build", "--root", str(copy)]) == 1
    assert re.search(rf'^{file}:\d+:\d+: "": empty {column}: fill it in$', capsys.readouterr().err, re.MULTILINE)
