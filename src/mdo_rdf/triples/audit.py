"""The audit as triples: sum rules, verdicts, claims with their reviews, and findings (W3C DQV and PROV-O, schema.org)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mdo_rdf import iris
from mdo_rdf.audit.claims import PROSE
from mdo_rdf.audit.findings import find_findings
from mdo_rdf.audit.sentences import claim_outcome, claim_place, claim_sentence
from mdo_rdf.edition.names import cell_name, observation_name
from mdo_rdf.edition.verdicts import Verdict
from mdo_rdf.inputs.curation import INDICATOR_SCHEME
from mdo_rdf.inputs.notation import round_half_up
from mdo_rdf.inputs.phrases import Text
from mdo_rdf.triples.turtle import Pairs, Resource, Term, boolean, decimal, given, qname, ref, text
from mdo_rdf.triples.words import both, both_of, say

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

_DECIMALS = 2
"""Computed figures are published with at most two decimals; the verdicts are on the exact ones."""


def audit_resources(audit: Audit) -> Iterator[Resource]:
    """The check itself, the sum rules, the verdicts, the claims and their reviews, and the findings."""
    edition = audit.model.curation.edition.slug
    yield _inspection(audit, edition)
    yield from (_rule(edition, rule) for rule in audit.rules.values())
    yield from (_percentage(edition, check) for check in audit.percentages)
    yield from (_comparison(edition, check) for check in (*audit.sums, *audit.pairs))
    for check in audit.claims:
        sentence = claim_sentence(audit.phrases, audit.model.curation, check.claim)
        yield _claim(audit, edition, check, sentence)
        yield _review(audit, edition, check, sentence)
    yield from (_finding(edition, finding) for finding in find_findings(audit))


def _inspection(audit: Audit, edition: str) -> Resource:
    return iris.inspection(edition), [
        ("a", qname("prov:Activity")),
        *both("rdfs:label", say("inspection", report=audit.model.curation.edition.title)),
        ("prov:used", ref(iris.document(edition))),
        ("prov:used", ref(iris.dataset(edition, "waarde"))),
        ("prov:used", ref(iris.dataset(edition, "mutatie"))),
    ]


# ---- Sum rules and verdicts ----


def _rule(edition: str, rule: SumRule) -> Resource:
    pairs: Pairs = [
        ("a", qname("mdo:Somregel, dqv:Metric")),
        *both_of("skos:prefLabel", rule.texts, "label"),
        *both_of("skos:definition", rule.texts, "definition"),
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


def _percentage(edition: str, check: PrintedChange) -> Resource:
    pairs = _verdict(check.verdict, iris.measure("percentage"), iris.dataset(edition, "mutatie"))
    pairs += [("mdo:indicator", _indicator(check.indicator.slug)), ("mdo:gedrukteTekst", text(check.cell.text))]
    pairs += given("mdo:redenNietToetsbaar", check.reason, _reason)
    if (change := check.change) is not None:
        pairs += [("mdo:jaar", ref(iris.year(change.figure.year))), ("mdo:basisjaar", ref(iris.year(change.base.year)))]
        pairs += [("mdo:berekend", _rounded(change.exact)), ("mdo:overBreuk", boolean(check.crosses_break))]
        pairs += _sources(edition, (change.base, change.figure))
    pairs.append(("prov:wasDerivedFrom", _cell(edition, check.cell)))
    return iris.check(edition, "percentage", check.name), pairs


def _comparison(edition: str, check: SumCheck) -> Resource:
    metric = iris.sum_rule(edition, check.rule.slug) if check.rule else iris.measure("twee-plaatsen")
    reason = "" if check.verdict != Verdict.UNTESTABLE else "ontbrekend-cijfer" if check.missing else "ondergrens"
    return iris.check(edition, check.family, check.name), [
        *_verdict(check.verdict, metric, iris.dataset(edition, "waarde")),
        ("mdo:jaar", ref(iris.year(check.year))),
        *(("mdo:indicator", _indicator(term)) for term in (*check.left, *check.right) if isinstance(term, str)),
        *given("mdo:redenNietToetsbaar", reason, _reason),
        *given("mdo:linkerwaarde", check.left_value, _rounded),
        *given("mdo:rechterwaarde", check.right_value, _rounded),
        *given("mdo:verschil", check.difference, _rounded),
        *given("mdo:sluitpost", check.remainder, _rounded),
        *(("mdo:gelijkAanDeel", _indicator(slug)) for slug in check.equals),
        *_sources(edition, (*check.evidence, *check.missing)),
    ]


# ---- Claims ----


def _claim(audit: Audit, edition: str, check: ClaimCheck, sentence: Text) -> Resource:
    claim = check.claim
    key = "" if claim.part == PROSE else iris.table_key(claim.part, claim.section)
    tables = {table.key for table in audit.model.transcription.tables}
    return iris.claim(edition, claim.number), [
        ("a", qname("mdo:Bewering, schema:Claim")),
        *both("schema:text", sentence),
        ("schema:appearance", ref(iris.document(edition))),
        *both("mdo:plaatsaanduiding", claim_place(audit.phrases, claim)),
        ("mdo:beweringsoort", ref(iris.concept("beweringsoort", claim.kind))),
        *given("mdo:gedrukteTekst", claim.printed, text),
        *given("mdo:nuance", claim.hedge, text),
        *given("mdo:marge", claim.margin, lambda margin: ref(iris.concept("marge", margin))),
        *given("mdo:tabel", key if key in tables else "", lambda key: ref(iris.table(edition, key))),
        *(("mdo:jaar", ref(iris.year(year))) for year in claim.years),
        *(("mdo:indicator", _indicator(slug)) for slug in _slugs((*claim.about, *claim.beside))),
        ("mdo:oordeel", ref(iris.concept("oordeel", check.verdict))),
        *(("mdo:berustOp", source) for source in _names(edition, (*check.evidence, *check.missing))),
        ("prov:wasDerivedFrom", ref(iris.document(edition))),
    ]


def _slugs(expressions: Iterable[Expression]) -> Iterable[str]:
    return dict.fromkeys(term for terms in expressions for term in terms if isinstance(term, str))


def _review(audit: Audit, edition: str, check: ClaimCheck, sentence: Text) -> Resource:
    claim = check.claim
    outcome, note = claim_outcome(audit.phrases, check), Text(*claim.note)
    body = Text(*(" ".join(filter(None, parts)) for parts in zip(outcome, note, strict=True)))
    return iris.claim_review(edition, claim.number), [
        ("a", qname("mdo:Beoordeling, schema:ClaimReview")),
        ("schema:itemReviewed", ref(iris.claim(edition, claim.number))),
        *both("schema:claimReviewed", sentence),
        ("schema:reviewRating", ref(iris.claim_rating(check.verdict))),
        *(both("schema:reviewBody", body) if body.nl else ()),
        ("mdo:oordeel", ref(iris.concept("oordeel", check.verdict))),
        ("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", "bewerker"))),
        *given("mdo:redenNietToetsbaar", check.reason, _reason),
        *given("mdo:berekend", check.computed, _rounded),
        *_sources(edition, (*check.evidence, *check.missing)),
        ("prov:wasGeneratedBy", ref(iris.inspection(edition))),
    ]


# ---- Findings ----


def _finding(edition: str, finding: Finding) -> Resource:
    return iris.finding(edition, finding.slug), [
        ("a", qname("mdo:Bevinding, dqv:QualityAnnotation")),
        ("oa:motivatedBy", qname("dqv:qualityAssessment")),
        *(("oa:hasTarget", target) for target in _targets(edition, finding)),
        ("mdo:bevindingsoort", ref(iris.concept("bevindingsoort", finding.kind))),
        ("mdo:ernst", ref(iris.concept("ernst", finding.severity))),
        *(("mdo:voorziening", ref(iris.concept("voorziening", slug))) for slug in finding.facilities),
        *(("mdo:indicator", term) for term in dict.fromkeys(_indicator(source.indicator.slug) for source in finding.evidence)),
        *both("mdo:plaatsaanduiding", finding.place),
        *given("mdo:gedrukteTekst", finding.printed, text),
        *(both("mdo:berekendeTekst", finding.computed) if finding.computed.nl else ()),
        *both("dcterms:description", finding.text),
        *both("mdo:herstel", finding.remedy),
        *(("mdo:toets", ref(name)) for name in finding.checks),
        *_sources(edition, finding.evidence),
        ("mdo:vastgesteldDoor", ref(iris.concept("vaststeller", "bewerker"))),
        ("prov:wasGeneratedBy", ref(iris.inspection(edition))),
    ]


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


def _reason(slug: str) -> Term:
    return ref(iris.concept("reden-niet-toetsbaar", slug))


def _cell(edition: str, cell: Cell) -> Term:
    return ref(cell_name(edition, cell))


def _names(edition: str, observations: Iterable[Observation]) -> list[Term]:
    """The observations of printed figures; those of missing ones are in the data set of the cell status."""
    return list(dict.fromkeys(ref(observation_name(edition, observation)) for observation in observations))


def _sources(edition: str, observations: Iterable[Observation]) -> Pairs:
    return [("prov:wasDerivedFrom", name) for name in _names(edition, observations)]


def _rounded(value: Fraction) -> Term:
    return decimal(round_half_up(value, _DECIMALS))
