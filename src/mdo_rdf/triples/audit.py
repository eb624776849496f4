"""The audit as triples: sum rules, verdicts, claims with their reviews, and findings (W3C DQV and PROV-O, schema.org)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.audit.claims import PROSE
from mdo_rdf.audit.findings import find_findings
from mdo_rdf.audit.sentences import claim_outcome, claim_place, claim_sentence
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Resource, Term, boolean, decimal, qname, ref, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from mdo_rdf.audit.audit import Audit, PrintedChange
    from mdo_rdf.audit.claim_checks import ClaimCheck
    from mdo_rdf.audit.findings import Finding
    from mdo_rdf.audit.sum_checks import SumCheck, SumRule
    from mdo_rdf.edition.intervals import Expression
    from mdo_rdf.edition.observations import Observation
    from mdo_rdf.inputs.transcription import Cell

Pairs = list[tuple[str, Term]]

_DECIMALS = 2
"""Computed figures are published with at most two decimals; the verdicts are on the exact ones."""


def audit_resources(audit: Audit) -> Iterator[Resource]:
    """The check itself, the sum rules, the verdicts, the claims and their reviews, and the findings."""
    edition = audit.model.curation.edition.slug
    yield _inspection(audit, edition)
    yield from (_rule(edition, rule) for rule in audit.rules.values())
    yield from (_percentage(edition, one) for one in audit.percentages)
    yield from (_comparison(edition, one) for one in (*audit.sums, *audit.pairs))
    for check in audit.claims:
        sentence = claim_sentence(audit.phrases, audit.model.curation, check.claim)
        yield _claim(audit, edition, check, sentence)
        yield _review(audit, edition, check, sentence)
    yield from (_finding(edition, finding) for finding in find_findings(audit))


def _inspection(audit: Audit, edition: str) -> Resource:
    title = audit.model.curation.edition.title
    return iris.inspection(edition), [
        ("a", qname("prov:Activity")),
        ("rdfs:label", text(f"Controle van de {title}", "nl")),
        ("rdfs:label", text(f"Check of the {title}", "en")),
        ("prov:used", ref(iris.document(edition))),
        ("prov:used", ref(iris.dataset(edition, "waarde"))),
        ("prov:used", ref(iris.dataset(edition, "mutatie"))),
    ]


# ---- Sum rules and verdicts ----


def _rule(edition: str, rule: SumRule) -> Resource:
    pairs: Pairs = [
        ("a", qname("mdo:Somregel, dqv:Metric")),
        *_both("skos:prefLabel", Text(rule.texts["label_nl"], rule.texts["label_en"])),
        *_both("skos:definition", Text(rule.texts["definition_nl"], rule.texts["definition_en"])),
        ("dqv:inDimension", ref(iris.concept("kwaliteitsdimensie", "samenhang"))),
        ("dqv:expectedDataType", qname("xsd:string")),
        ("mdo:somrelatie", ref(iris.concept("somrelatie", rule.relation))),
    ]
    for predicate, fixed, terms in (("mdo:totaal", "mdo:vastTotaal", rule.total), ("mdo:deel", "mdo:vastDeel", rule.parts)):
        pairs += [(predicate, _indicator(term)) if isinstance(term, str) else (fixed, decimal(Decimal(term))) for term in terms]
    return iris.sum_rule(edition, rule.slug), pairs


def _verdict(verdict: str, metric: str, dataset: str) -> Pairs:
    return [
        ("a", qname("mdo:Toets, dqv:QualityMeasurement")),
        ("dqv:isMeasurementOf", ref(metric)),
        ("dqv:computedOn", ref(dataset)),
        ("dqv:value", text(verdict)),
        ("mdo:oordeel", ref(iris.concept("oordeel", verdict))),
    ]


def _percentage(edition: str, one: PrintedChange) -> Resource:
    pairs = _verdict(one.verdict, iris.measure("percentage"), iris.dataset(edition, "mutatie"))
    pairs += [("mdo:indicator", _indicator(one.indicator.slug)), ("mdo:gedrukteTekst", text(one.cell.text))]
    if one.reason:
        pairs.append(("mdo:redenNietToetsbaar", ref(iris.concept("reden-niet-toetsbaar", one.reason))))
    if one.change is not None:
        pairs += [("mdo:jaar", ref(iris.year(one.change.figure.year))), ("mdo:basisjaar", ref(iris.year(one.change.base.year)))]
        pairs += [("mdo:berekend", _rounded(one.change.exact)), ("mdo:overBreuk", boolean(one.crosses_break))]
        pairs += _sources(edition, (one.change.base, one.change.figure))
    pairs.append(("prov:wasDerivedFrom", _cell(edition, one.cell)))
    return iris.check(edition, "percentage", one.name), pairs


def _comparison(edition: str, one: SumCheck) -> Resource:
    metric = iris.sum_rule(edition, one.rule.slug) if one.rule else iris.measure("twee-plaatsen")
    pairs = _verdict(one.verdict, metric, iris.dataset(edition, "waarde"))
    pairs.append(("mdo:jaar", ref(iris.year(one.year))))
    pairs += [("mdo:indicator", _indicator(term)) for term in (*one.left, *one.right) if isinstance(term, str)]
    if one.verdict == Verdict.UNTESTABLE:
        reason = "ontbrekend-cijfer" if one.missing else "ondergrens"
        pairs.append(("mdo:redenNietToetsbaar", ref(iris.concept("reden-niet-toetsbaar", reason))))
    values = {
        "mdo:linkerwaarde": one.left_value,
        "mdo:rechterwaarde": one.right_value,
        "mdo:verschil": one.difference,
        "mdo:sluitpost": one.remainder,
    }
    pairs += [(predicate, _rounded(value)) for predicate, value in values.items() if value is not None]
    pairs += [("mdo:gelijkAanDeel", _indicator(slug)) for slug in one.equals]
    return iris.check(edition, one.family, one.name), [*pairs, *_sources(edition, (*one.evidence, *one.missing))]


# ---- Claims ----


def _claim(audit: Audit, edition: str, check: ClaimCheck, sentence: Text) -> Resource:
    claim = check.claim
    pairs: Pairs = [
        ("a", qname("mdo:Bewering, schema:Claim")),
        *_both("schema:text", sentence),
        ("schema:appearance", ref(iris.document(edition))),
        *_both("mdo:plaatsaanduiding", claim_place(audit.phrases, claim)),
        ("mdo:beweringsoort", ref(iris.concept("beweringsoort", claim.kind))),
    ]
    pairs += [(name, text(value)) for name, value in (("mdo:gedrukteTekst", claim.printed), ("mdo:nuance", claim.hedge)) if value]
    if claim.margin:
        pairs.append(("mdo:marge", ref(iris.concept("marge", claim.margin))))
    if claim.part != PROSE and (key := iris.table_key(claim.part, claim.section)) in _tables(audit):
        pairs.append(("mdo:tabel", ref(iris.table(edition, key))))
    pairs += [("mdo:jaar", ref(iris.year(year))) for year in claim.years]
    pairs += [("mdo:indicator", _indicator(slug)) for slug in _slugs((*claim.about, *claim.beside))]
    pairs.append(("mdo:oordeel", ref(iris.concept("oordeel", check.verdict))))
    pairs += [("mdo:berustOp", source) for source in _names(edition, (*check.evidence, *check.missing))]
    return iris.claim(edition, claim.number), [*pairs, ("prov:wasDerivedFrom", ref(iris.document(edition)))]


def _tables(audit: Audit) -> set[str]:
    return {table.key for table in audit.model.transcription.tables}


def _slugs(expressions: Iterable[Expression]) -> Iterable[str]:
    return dict.fromkeys(term for terms in expressions for term in terms if isinstance(term, str))


def _review(audit: Audit, edition: str, check: ClaimCheck, sentence: Text) -> Resource:
    claim = check.claim
    outcome, note = claim_outcome(audit.phrases, check), Text(*claim.note)
    body = Text(*(" ".join(filter(None, parts)) for parts in zip(outcome, note, strict=True)))
    pairs: Pairs = [
        ("a", qname("mdo:Beoordeling, schema:ClaimReview")),
        ("schema:itemReviewed", ref(iris.claim(edition, claim.number))),
        *_both("schema:claimReviewed", sentence),
        ("schema:reviewRating", ref(iris.claim_rating(check.verdict))),
        *(_both("schema:reviewBody", body) if body.nl else ()),
        ("mdo:oordeel", ref(iris.concept("oordeel", check.verdict))),
        ("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", "bewerker"))),
    ]
    if check.reason:
        pairs.append(("mdo:redenNietToetsbaar", ref(iris.concept("reden-niet-toetsbaar", check.reason))))
    if check.computed is not None:
        pairs.append(("mdo:berekend", _rounded(check.computed)))
    pairs += _sources(edition, (*check.evidence, *check.missing))
    return iris.claim_review(edition, claim.number), [*pairs, ("prov:wasGeneratedBy", ref(iris.inspection(edition)))]


# ---- Findings ----


def _finding(edition: str, finding: Finding) -> Resource:
    pairs: Pairs = [
        ("a", qname("mdo:Bevinding, dqv:QualityAnnotation")),
        ("oa:motivatedBy", qname("dqv:qualityAssessment")),
        *(("oa:hasTarget", target) for target in _targets(edition, finding)),
        ("mdo:bevindingsoort", ref(iris.concept("bevindingsoort", finding.kind))),
        ("mdo:ernst", ref(iris.concept("ernst", finding.severity))),
        *(("mdo:voorziening", ref(iris.concept("voorziening", slug))) for slug in finding.facilities),
        *(("mdo:indicator", _indicator(slug)) for slug in dict.fromkeys(one.indicator.slug for one in finding.evidence)),
        *_both("mdo:plaatsaanduiding", finding.place),
    ]
    if finding.printed:
        pairs.append(("mdo:gedrukteTekst", text(finding.printed)))
    if finding.computed.nl:
        pairs += _both("mdo:berekendeTekst", finding.computed)
    pairs += [*_both("dcterms:description", finding.text), *_both("mdo:herstel", finding.remedy)]
    pairs += [("mdo:toets", ref(name)) for name in finding.checks]
    pairs += _sources(edition, finding.evidence)
    pairs.append(("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", "bewerker"))))
    return iris.finding(edition, finding.slug), [*pairs, ("prov:wasGeneratedBy", ref(iris.inspection(edition)))]


def _targets(edition: str, finding: Finding) -> list[Term]:
    """The cells it is about; where it is about none, the claim, the table, or the document as a whole."""
    if finding.cells:
        return list(dict.fromkeys(_cell(edition, cell) for cell in finding.cells))
    if finding.checks:
        return [ref(name) for name in finding.checks]
    return [ref(iris.table(edition, finding.table.key) if finding.table else iris.document(edition))]


# ---- Terms ----


def _indicator(slug: str) -> Term:
    return ref(iris.concept(INDICATOR_SCHEME, slug))


def _cell(edition: str, cell: Cell) -> Term:
    return ref(iris.cell(edition, cell.table.key, cell.row, cell.column))


def _names(edition: str, figures: Iterable[Observation]) -> list[Term]:
    """The observations of printed figures; those of missing ones are in the data set of the cell status."""
    parts = ((one, "celstatus" if one.value is None else "waarde") for one in figures)
    return list(dict.fromkeys(ref(iris.observation(edition, part, one.indicator.slug, one.year)) for one, part in parts))


def _sources(edition: str, figures: Iterable[Observation]) -> Pairs:
    return [("prov:wasDerivedFrom", name) for name in _names(edition, figures)]


def _both(predicate: str, words: Text) -> Pairs:
    return [(predicate, text(words.nl, "nl")), (predicate, text(words.en, "en"))]


def _rounded(value: Fraction) -> Term:
    return decimal(round_half_up(value, _DECIMALS))
