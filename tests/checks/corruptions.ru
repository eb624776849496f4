# Corruptions of the publication. Above each update stands the rule that must name it, and what is wrong.

# mdo-waarde: another number
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde 99999999 }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }

# mdo-waarde: transposed digits
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2020> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2020> mdo:waarde 18320853 }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2020> mdo:waarde ?old }

# mdo-waarde: wrong unit
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> sdmx-attribute:unitMeasure ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> sdmx-attribute:unitMeasure <id/eenheid/percentage> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> sdmx-attribute:unitMeasure ?old }

# mdo-waarde: decimal in a count
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde "17179883"^^xsd:decimal }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }

# mdo-waarde: integer in a share
DELETE { <id/observatie/2024/waarde/brp-aansluitgraad/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/brp-aansluitgraad/2023> mdo:waarde 100 }
WHERE { <id/observatie/2024/waarde/brp-aansluitgraad/2023> mdo:waarde ?old }

# mdo-waarde: rounded to the wrong step
DELETE { <id/observatie/2024/waarde/bag-bevragingen/2023> mdo:afrondingseenheid ?old }
INSERT { <id/observatie/2024/waarde/bag-bevragingen/2023> mdo:afrondingseenheid "10"^^xsd:decimal }
WHERE { <id/observatie/2024/waarde/bag-bevragingen/2023> mdo:afrondingseenheid ?old }

# mdo-waarde: bound turned exact
DELETE { <id/observatie/2024/waarde/woz-terugmeldingen/2023> mdo:kwalificatie ?old }
INSERT { <id/observatie/2024/waarde/woz-terugmeldingen/2023> mdo:kwalificatie <id/kwalificatie/exact> }
WHERE { <id/observatie/2024/waarde/woz-terugmeldingen/2023> mdo:kwalificatie ?old }

# mdo-waarde: the other figure of a cell
DELETE { <id/observatie/2024/waarde/ondernemersplein-partners/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/ondernemersplein-partners/2023> mdo:waarde 375 }
WHERE { <id/observatie/2024/waarde/ondernemersplein-partners/2023> mdo:waarde ?old }

# waarde-getal: number as text
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde "veel" }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }

# waarde-getal: negative number
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde -17179883 }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }

# mdo-plaats: swapped years
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar <id/jaar/2022> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar ?old }

# ic-12: duplicated key
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar <id/jaar/2022> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar ?old }

# mdo-plaats: cell of another row
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> prov:wasDerivedFrom ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> prov:wasDerivedFrom <id/cel/2024/a-1/4/2023> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> prov:wasDerivedFrom ?old }

# waarde-ene-cel: value without cell
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> prov:wasDerivedFrom ?c }

# waarde-ene-cel: value with two cells
INSERT DATA { <id/observatie/2024/waarde/digid-actieve-accounts/2023> prov:wasDerivedFrom <id/cel/2024/a-1/3/2022> }

# ic-13: value without unit
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> sdmx-attribute:unitMeasure ?u }

# ic-14: observation without value
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?v }

# waarneming-jaar: observation without year
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:jaar ?y }

# ic-11: status without year
DELETE WHERE { <id/observatie/2024/celstatus/digid-actieve-accounts/2023> mdo:jaar ?y }

# ic-01: observation without data set
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> qb:dataSet ?d }

# ic-02: data set without structure
DELETE WHERE { <id/dataset/2024> qb:structure ?s }

# dsd-code: foreign code
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:kwalificatie ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:kwalificatie <id/reden/misvormd> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:kwalificatie ?old }

# ic-19: unknown indicator
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:indicator ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:indicator <id/indicator/digid-onbekend> }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:indicator ?old }

# dsd-closed: undeclared property
INSERT DATA { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:gedrukteTekst "1" }

# mdo-status: status without reason
DELETE WHERE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> mdo:reden ?r }

# mdo-status: reason without gap
INSERT DATA { <id/observatie/2024/celstatus/digid-actieve-accounts/2023> mdo:reden <id/reden/onbruikbaar> }

# mdo-status: gap filled with zero
INSERT DATA { <id/observatie/2024/waarde/digid-authenticaties-hoog/2019> a qb:Observation ; qb:dataSet <id/dataset/2024> ;
  mdo:indicator <id/indicator/digid-authenticaties-hoog> ; mdo:jaar <id/jaar/2019> ; mdo:waarde 0 }

# mdo-status: status that the value lacks
DELETE { <id/observatie/2024/celstatus/bag-bevragingen/2021> mdo:celstatus ?old }
INSERT { <id/observatie/2024/celstatus/bag-bevragingen/2021> mdo:celstatus <id/status/e> }
WHERE { <id/observatie/2024/celstatus/bag-bevragingen/2021> mdo:celstatus ?old }

# mdo-status: missing figure without a status
DELETE WHERE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> ?p ?o }

# mdo-status: malformed called not surveyed
DELETE { <id/observatie/2024/celstatus/woz-beschikkingen/2021> mdo:reden ?old }
INSERT { <id/observatie/2024/celstatus/woz-beschikkingen/2021> mdo:reden <id/reden/niet-uitgevraagd> }
WHERE { <id/observatie/2024/celstatus/woz-beschikkingen/2021> mdo:reden ?old }

# mdo-mutatie: stale growth figure
DELETE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:mutatie ?old }
INSERT { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:mutatie 1.2 }
WHERE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:mutatie ?old }

# mdo-mutatie: growth against another year
DELETE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:basisjaar ?old }
INSERT { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:basisjaar <id/jaar/2021> }
WHERE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:basisjaar ?old }

# mdo-mutatie: growth left out
DELETE WHERE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> ?p ?o }

# mdo-mutatie: wrong verdict
DELETE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:oordeel ?old }
INSERT { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:oordeel <id/oordeel/klopt-niet> }
WHERE { <id/observatie/2024/mutatie/digid-actieve-accounts/2023> mdo:oordeel ?old }

# mdo-mutatie: growth over a break called normal
DELETE { <id/observatie/2024/mutatie/bag-bevragingen/2021> sdmx-attribute:obsStatus ?old }
INSERT { <id/observatie/2024/mutatie/bag-bevragingen/2021> sdmx-attribute:obsStatus <id/status/a> }
WHERE { <id/observatie/2024/mutatie/bag-bevragingen/2021> sdmx-attribute:obsStatus ?old }

# mdo-peildatum: stock without date
DELETE WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:peildatum ?d }

# mdo-peildatum: date of another year
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:peildatum ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:peildatum "2022-12-31"^^xsd:date }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:peildatum ?old }

# mdo-verwijzing: dangling link
INSERT DATA { <id/indicator/digid-actieve-accounts> rdfs:seeAlso <id/indicator/weg> }

# mdo-deel: part in another unit than its total
DELETE { <id/indicator/digid-accounts-basis> mdo:telEenheid ?old }
INSERT { <id/indicator/digid-accounts-basis> mdo:telEenheid <id/teleenheid/berichten> }
WHERE { <id/indicator/digid-accounts-basis> mdo:telEenheid ?old }

# mdo-deel: stock called a flow
DELETE { <id/indicator/digid-accounts-basis> mdo:soort ?old }
INSERT { <id/indicator/digid-accounts-basis> mdo:soort <id/soort/stroom> }
WHERE { <id/indicator/digid-accounts-basis> mdo:soort ?old }

# mdo-waarde: cell text changed
DELETE { <id/cel/2024/a-1/3/2023> mdo:tekst ?old }
INSERT { <id/cel/2024/a-1/3/2023> mdo:tekst "17.179.888" }
WHERE { <id/cel/2024/a-1/3/2023> mdo:tekst ?old }

# waarneming-cel: cell removed
DELETE WHERE { <id/cel/2024/a-1/3/2023> ?p ?o }

# mdo-doorsnede: slice without its observation
DELETE DATA { <id/reeks/2024/digid-actieve-accounts> qb:observation <id/observatie/2024/waarde/digid-actieve-accounts/2023> }

# mdo-doorsnede: observation in the wrong group
INSERT DATA { <id/groep/2024/voorziening/nora> qb:observation <id/observatie/2024/waarde/digid-actieve-accounts/2023> }

# mdo-toets: total of a sum changed
DELETE { <id/observatie/2024/waarde/digilevering-berichten/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digilevering-berichten/2023> mdo:waarde 161933296 }
WHERE { <id/observatie/2024/waarde/digilevering-berichten/2023> mdo:waarde ?old }

# mdo-toets: difference of a sum changed
DELETE { <id/toets/2024/som/digid-authenticaties-per-niveau/2023> mdo:verschil ?old }
INSERT { <id/toets/2024/som/digid-authenticaties-per-niveau/2023> mdo:verschil "0"^^xsd:decimal }
WHERE { <id/toets/2024/som/digid-authenticaties-per-niveau/2023> mdo:verschil ?old }

# mdo-bevinding: verdict without its finding
DELETE WHERE { <id/bevinding/2024/bewering-115> ?p ?o }

# mdo-bevinding: claim called wrong
DELETE { <id/bewering/2024/4> mdo:oordeel ?old }
INSERT { <id/bewering/2024/4> mdo:oordeel <id/oordeel/klopt-niet> }
WHERE { <id/bewering/2024/4> mdo:oordeel ?old }

# mdo-afgeleid: derived figure outside its extremes
DELETE { <id/observatie/2024/afgeleid/woz-beschikkingen/2021> mdo:afgeleideWaarde ?old }
INSERT { <id/observatie/2024/afgeleid/woz-beschikkingen/2021> mdo:afgeleideWaarde 9200000 }
WHERE { <id/observatie/2024/afgeleid/woz-beschikkingen/2021> mdo:afgeleideWaarde ?old }

# mdo-hierarchie: cycle of concepts
INSERT DATA { <id/voorziening/digipoort> skos:broader <id/voorziening/sbr> .
  <id/voorziening/sbr> skos:narrower <id/voorziening/digipoort> }

# begrip-definitie: concept without definition
DELETE WHERE { <id/voorziening/digid> skos:definition ?d }

# mdo-status: figure where a gap is stated
DELETE { <id/cel/2024/a-3/4/2022> mdo:tekst ?old }
INSERT { <id/cel/2024/a-3/4/2022> mdo:tekst "1.234" }
WHERE { <id/cel/2024/a-3/4/2022> mdo:tekst ?old }

# mdo-status: unknown text for a gap
DELETE { <id/cel/2024/a-1/12/2019> mdo:tekst ?old }
INSERT { <id/cel/2024/a-1/12/2019> mdo:tekst "--" }
WHERE { <id/cel/2024/a-1/12/2019> mdo:tekst ?old }

# mdo-status: status that does not go with the reason
DELETE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> mdo:celstatus ?old }
INSERT { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> mdo:celstatus <id/status/l> }
WHERE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> mdo:celstatus ?old }

# mdo-jaar: year with another notation
DELETE { <id/jaar/2020> skos:notation ?old }
INSERT { <id/jaar/2020> skos:notation "2021" }
WHERE { <id/jaar/2020> skos:notation ?old }

# mdo-jaar: year that ends in another
DELETE { <id/jaar/2020> time:hasEnd ?old }
INSERT { <id/jaar/2020> time:hasEnd <id/dag/2019-12-31> }
WHERE { <id/jaar/2020> time:hasEnd ?old }

# mdo-mutatie: printed percentage changed
DELETE { <id/cel/2024/c-1-3/4/pct> mdo:tekst ?old }
INSERT { <id/cel/2024/c-1-3/4/pct> mdo:tekst "41,4%" }
WHERE { <id/cel/2024/c-1-3/4/pct> mdo:tekst ?old }

# mdo-mutatie: percentage of another row
DELETE DATA { <id/observatie/2024/mutatie/bag-bevragingen/2023> prov:wasDerivedFrom <id/cel/2024/c-1-3/4/pct> } ;
INSERT DATA { <id/observatie/2024/mutatie/bag-bevragingen/2023> prov:wasDerivedFrom <id/cel/2024/c-1-3/3/pct> }

# mdo-mutatie: printed percentage left out
DELETE DATA { <id/observatie/2024/mutatie/bag-bevragingen/2023> prov:wasDerivedFrom <id/cel/2024/c-1-3/4/pct> ; mdo:gedrukteTekst '31,4%' ;
  mdo:oordeel <id/oordeel/klopt> } ;
INSERT DATA { <id/observatie/2024/mutatie/bag-bevragingen/2023> mdo:oordeel <id/oordeel/niet-gedrukt> }

# mdo-opmerking: break that nobody established
DELETE WHERE { <id/observatie/2024/waarde/bag-bevragingen/2021> mdo:vastgesteldDoor ?w }

# mdo-opmerking: note lost from the value
DELETE WHERE { <id/observatie/2024/waarde/bag-bevragingen/2021> rdfs:comment ?c }

# mdo-opmerking: note without its place
DELETE WHERE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> mdo:vindplaats ?p }

# mdo-opmerking: normal and a break
INSERT DATA { <id/observatie/2024/waarde/bag-bevragingen/2021> sdmx-attribute:obsStatus <id/status/a> }

# mdo-opmerking: corrected to the same
DELETE { <id/observatie/2024/waarde/digikoppeling-organisaties/2021> mdo:vorigeWaarde ?old }
INSERT { <id/observatie/2024/waarde/digikoppeling-organisaties/2021> mdo:vorigeWaarde 715 }
WHERE { <id/observatie/2024/waarde/digikoppeling-organisaties/2021> mdo:vorigeWaarde ?old }

# mdo-doorsnede: time series lost
DELETE WHERE { <id/reeks/2024/digid-actieve-accounts> ?p ?o } ;
DELETE DATA { <id/dataset/2024> qb:slice <id/reeks/2024/digid-actieve-accounts> }

# mdo-doorsnede: group without its facility
DELETE WHERE { <id/groep/2024/voorziening/digid> mdo:voorziening ?v }

# mdo-tabel: cell lost with its status
DELETE WHERE { <id/observatie/2024/celstatus/digid-authenticaties-hoog/2019> ?p ?o } ;
DELETE WHERE { <id/cel/2024/a-1/12/2019> ?p ?o }

# mdo-tabel: row with two headings
DELETE { <id/cel/2024/a-1/12/2019> mdo:rijopschrift ?old }
INSERT { <id/cel/2024/a-1/12/2019> mdo:rijopschrift "Anders"@nl }
WHERE { <id/cel/2024/a-1/12/2019> mdo:rijopschrift ?old }

# mdo-tabel: footnote mark lost
DELETE WHERE { <id/voetnootteken/2024/c-1-2/cel/3/2022/ster> ?p ?o }

# mdo-begrip: two indicators with one name
DELETE { <id/indicator/digid-accounts-basis> skos:prefLabel ?old }
INSERT { <id/indicator/digid-accounts-basis> skos:prefLabel "Actieve DigiD’s"@nl }
WHERE { <id/indicator/digid-accounts-basis> skos:prefLabel ?old }

# mdo-begrip: top concept from one side
DELETE WHERE { <id/niveau/hoog> skos:topConceptOf ?s }

# mdo-deel: total that is part of its part
INSERT DATA { <id/indicator/digid-actieve-accounts> mdo:deelVan <id/indicator/digid-accounts-basis> }

# mdo-deel: another theme than its facility
DELETE { <id/indicator/digid-accounts-basis> mdo:thema ?old }
INSERT { <id/indicator/digid-accounts-basis> mdo:thema <id/thema/gegevens-en-registreren> }
WHERE { <id/indicator/digid-accounts-basis> mdo:thema ?old }

# mdo-verwijzing: misspelt property
INSERT DATA { <id/indicator/digid-accounts-basis> mdo:niveaau <id/niveau/basis> }

# mdo-waarde: no number at all
DELETE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }
INSERT { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde "NaN"^^xsd:decimal }
WHERE { <id/observatie/2024/waarde/digid-actieve-accounts/2023> mdo:waarde ?old }

# mdo-waarde: a number of 5,000 digits
DELETE { <id/cel/2024/a-1/3/2023> mdo:tekst ?old }
INSERT { <id/cel/2024/a-1/3/2023> mdo:tekst ?long }
WHERE { <id/cel/2024/a-1/3/2023> mdo:tekst ?old .
  BIND(REPLACE(REPLACE("11111111111111111111111111111111111111111111111111", "1", "1111111111"), "1", "1111111111") AS ?long) }

# mdo-doorsnede: observation in a slice that is a text
INSERT DATA { <id/reeks/2024/digid-actieve-accounts> qb:observation "o2" }

# document-uitgever: publisher made up
INSERT DATA { <id/document/2024> dcterms:publisher <id/voorziening/digid> }
