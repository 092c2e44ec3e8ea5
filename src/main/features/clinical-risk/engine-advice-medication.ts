import { CURRENT, drugGroups, joined, lacking, type AdviceRule } from './engine-advice.ts'
import type { Objection } from './engine-count.ts'
import { allOf, anyOf, not, when, YEAR_MS, type Facts } from './engine-facts.ts'
import type { Severity } from './ports.ts'

const BEERS = '2023 American Geriatrics Society Beers Criteria. J Am Geriatr Soc 2023;71:2052-2081'
const KNOWLEDGE = 'Local interaction knowledge; the list’s check names the literature of each finding'
const KDIGO_CKD =
  'KDIGO 2024 clinical practice guideline for chronic kidney disease. Kidney Int 2024;105(4S):S117-S314'

const found = (
  { read }: Facts,
  kinds: readonly Objection['kind'][],
  least: readonly Severity[],
): readonly Objection[] =>
  read.objections.filter(({ kind, low }) => kinds.includes(kind) && low !== null && least.includes(low))

const spoken = (objections: readonly Objection[]): string =>
  objections
    .slice(0, 5)
    .map(({ between, effect }) => `${joined(between)}: ${effect}`)
    .join(' ')

/** A rule that speaks of what the judge found: it never lacks anything of its own. */
function ofFindings(
  id: string,
  urgency: AdviceRule['urgency'],
  text: string,
  kinds: readonly Objection['kind'][],
  least: readonly Severity[],
): AdviceRule {
  return {
    id,
    urgency,
    text,
    source: KNOWLEDGE,
    inputs: ['medication list', 'allergies'],
    concerns: () => true,
    applies: (facts) => found(facts, kinds, least).length > 0,
    because: (facts) => spoken(found(facts, kinds, least)),
    lacks: () => [],
  }
}

const elderly = (facts: Facts) => when(facts.ageYears, (age) => age >= 65)

export const medicationRules: readonly AdviceRule[] = [
  ofFindings(
    'allergy-conflict',
    'now',
    'Do not give the drug before the allergy has been clarified.',
    ['allergy'],
    ['contraindicated', 'major'],
  ),
  ofFindings(
    'contraindicated-pair',
    'now',
    'Have a pharmacist or physician resolve the contraindicated combination today.',
    ['interaction', 'duplicate'],
    ['contraindicated'],
  ),
  ofFindings('major-interaction', 'soon', 'Have a pharmacist review the list.', ['interaction'], ['major']),
  ofFindings(
    'duplicate-therapy',
    'soon',
    'Confirm that both products are meant, or stop one.',
    ['duplicate'],
    ['major', 'moderate'],
  ),
  {
    id: 'open-interaction',
    source: KNOWLEDGE,
    urgency: 'soon',
    text: 'Find out the facts on which a serious interaction depends.',
    inputs: ['medication list'],
    concerns: () => true,
    applies: ({ read }) =>
      read.objections.some(
        ({ low, high }) => low !== high && (high === 'contraindicated' || high === 'major'),
      ),
    because: ({ read }) =>
      read.objections
        .filter(({ low, high }) => low !== high && (high === 'contraindicated' || high === 'major'))
        .slice(0, 5)
        .map(({ between, missing }) => `${joined(between)}: ${joined(missing)} not known.`)
        .join(' '),
    lacks: () => [],
  },
  {
    id: 'medication-review',
    source:
      'NICE guideline NG5, Medicines optimisation, 2015 (structured medication review); ten or more drugs: Duerden M et al. Polypharmacy and medicines optimisation. The King’s Fund 2013',
    urgency: 'soon',
    text: 'Offer a structured medication review.',
    inputs: ['medication list'],
    concerns: () => true,
    applies: ({ read }) => read.drugs.length >= 10,
    because: ({ read }) => `${read.drugs.length} drugs are on the list.`,
    lacks: () => [],
  },
  {
    id: 'benzodiazepine-65',
    source: `${BEERS}, table 2`,
    urgency: 'soon',
    text: 'Avoid benzodiazepines and Z-drugs from 65 years: taper where possible.',
    inputs: ['age', 'medication list'],
    concerns: (facts) => facts.takes(...drugGroups.benzodiazepines),
    applies: elderly,
    because: (facts) => `Age 65 or over with ${joined(facts.drugs(...drugGroups.benzodiazepines))}.`,
    lacks: () => ['age'],
  },
  {
    id: 'falls-drugs',
    source: `${BEERS}, table 3 (history of falls or fractures)`,
    urgency: 'soon',
    text: 'Review drugs that raise the risk of falling.',
    inputs: ['age', 'medication list', 'falls or fractures in the history'],
    concerns: (facts) => allOf(elderly(facts), facts.takes(...drugGroups.cnsActive)),
    applies: fell,
    because: (facts) =>
      `A fall or fracture in the history with ${joined(facts.drugs(...drugGroups.cnsActive))}.`,
    lacks: (facts) => lacking({ 'falls or fractures in the history': fell(facts) }),
  },
  {
    id: 'three-cns-drugs',
    source: `${BEERS}, table 5 (three or more CNS-active drugs)`,
    urgency: 'soon',
    text: 'Avoid three or more drugs that act on the central nervous system: reduce them.',
    inputs: ['age', 'medication list'],
    concerns: (facts) => facts.drugs(...drugGroups.cnsActive).length >= 3,
    applies: elderly,
    because: (facts) => `Age 65 or over with ${joined(facts.drugs(...drugGroups.cnsActive))}.`,
    lacks: () => ['age'],
  },
  {
    id: 'sedating-antihistamine',
    source: `${BEERS}, table 2`,
    urgency: 'routine',
    text: 'Replace the first-generation antihistamine: strongly anticholinergic from 65 years.',
    inputs: ['age', 'medication list'],
    concerns: (facts) => facts.takes(...drugGroups.sedatingAntihistamines),
    applies: elderly,
    because: (facts) => `Age 65 or over with ${joined(facts.drugs(...drugGroups.sedatingAntihistamines))}.`,
    lacks: () => ['age'],
  },
  {
    id: 'nsaid-kidney',
    source: `${KDIGO_CKD}; ${BEERS}, table 6 (creatinine clearance below 30 mL/min)`,
    urgency: 'soon',
    text: 'Avoid NSAIDs in chronic kidney disease.',
    inputs: ['medication list', 'kidney disease or eGFR'],
    concerns: (facts) => facts.takes(...drugGroups.nsaids),
    applies: weakKidney,
    because: (facts) => `Kidney disease with ${joined(facts.drugs(...drugGroups.nsaids))}.`,
    lacks: (facts) => lacking({ 'kidney function (eGFR)': weakKidney(facts) }),
  },
  {
    id: 'triple-whammy',
    source: 'Lapi F et al. BMJ 2013;346:e8525 (acute kidney injury, highest in the first 30 days)',
    urgency: 'soon',
    text: 'Avoid an NSAID beside a diuretic and an ACE inhibitor or ARB; check creatinine and potassium.',
    inputs: ['medication list'],
    concerns: (facts) => facts.takes(...drugGroups.nsaids),
    applies: (facts) => allOf(facts.takes(...drugGroups.raas), facts.takes(...drugGroups.diuretics)),
    because: (facts) =>
      `${joined([...facts.drugs(...drugGroups.nsaids), ...new Set([...facts.drugs(...drugGroups.raas), ...facts.drugs(...drugGroups.diuretics)])])} are on the list.`,
    lacks: () => ['drugs that are not recognised'],
  },
  {
    id: 'nsaid-heart-failure',
    source:
      '2022 AHA/ACC/HFSA guideline for heart failure. Circulation 2022;145:e895-e1032, section 7.3.6 (harm)',
    urgency: 'soon',
    text: 'Avoid NSAIDs in heart failure.',
    inputs: ['medication list', 'medical history'],
    concerns: (facts) => facts.takes(...drugGroups.nsaids),
    applies: (facts) => facts.has('heart-failure'),
    because: (facts) => `Heart failure with ${joined(facts.drugs(...drugGroups.nsaids))}.`,
    lacks: () => ['heart failure in the history'],
  },
  {
    id: 'glitazone-heart-failure',
    source:
      '2022 AHA/ACC/HFSA guideline for heart failure. Circulation 2022;145:e895-e1032, section 7.3.6 (harm)',
    urgency: 'soon',
    text: 'Avoid thiazolidinediones in heart failure.',
    inputs: ['medication list', 'medical history'],
    concerns: (facts) => facts.takes(...drugGroups.glitazones),
    applies: (facts) => facts.has('heart-failure'),
    because: (facts) => `Heart failure with ${joined(facts.drugs(...drugGroups.glitazones))}.`,
    lacks: () => ['heart failure in the history'],
  },
  {
    id: 'nsaid-without-ppi',
    source: 'O’Mahony D et al. STOPP/START criteria version 3. Eur Geriatr Med 2023;14:625-632',
    urgency: 'routine',
    text: 'Give a proton pump inhibitor with the NSAID, or stop the NSAID.',
    inputs: ['age', 'medication list'],
    concerns: (facts) => allOf(facts.takes(...drugGroups.nsaids), elderly(facts)),
    applies: (facts) => not(facts.takes(...drugGroups.ppis)),
    because: (facts) =>
      `Age 65 or over, ${joined(facts.drugs(...drugGroups.nsaids))} and no proton pump inhibitor.`,
    lacks: () => ['drugs that are not recognised'],
  },
  {
    id: 'metformin-egfr',
    source:
      'FDA drug safety communication of 8 April 2016 (metformin contraindicated below 30 mL/min/1.73 m²)',
    urgency: 'now',
    text: 'Stop metformin: the eGFR is below 30 mL/min/1.73 m².',
    inputs: ['medication list', 'eGFR'],
    concerns: (facts) => facts.takes(...drugGroups.metformin),
    applies: (facts) => when(facts.lab('egfr', CURRENT.egfr)?.value ?? null, (egfr) => egfr < 30),
    because: (facts) => `eGFR ${facts.lab('egfr', CURRENT.egfr)?.value ?? ''} mL/min/1.73 m².`,
    lacks: () => ['kidney function (eGFR)'],
  },
  {
    id: 'potassium-raas',
    source: 'UK Kidney Association guideline on hyperkalaemia, 2023; KDIGO 2024 (potassium above 5.5 mmol/L)',
    urgency: 'now',
    text: 'Repeat potassium today and review drugs that raise it.',
    inputs: ['medication list', 'potassium'],
    concerns: (facts) => facts.takes(...drugGroups.potassiumSparing),
    applies: (facts) =>
      when(facts.lab('potassium', CURRENT.potassium)?.value ?? null, (potassium) => potassium > 5.5),
    because: (facts) =>
      `Potassium ${facts.lab('potassium', CURRENT.potassium)?.value ?? ''} mmol/L with ${joined(facts.drugs(...drugGroups.potassiumSparing))}.`,
    lacks: () => ['potassium'],
  },
  {
    id: 'digoxin-potassium',
    source: 'Digoxin, US prescribing information, section 5 (hypokalaemia sensitises to digoxin)',
    urgency: 'now',
    text: 'Correct potassium: below 3.5 mmol/L digoxin is more toxic.',
    inputs: ['medication list', 'potassium'],
    concerns: (facts) => facts.takes(...drugGroups.digoxin),
    applies: (facts) =>
      when(facts.lab('potassium', CURRENT.potassium)?.value ?? null, (potassium) => potassium < 3.5),
    because: (facts) =>
      `Potassium ${facts.lab('potassium', CURRENT.potassium)?.value ?? ''} mmol/L with digoxin.`,
    lacks: () => ['potassium'],
  },
  {
    id: 'doac-kidney-check',
    source:
      'Steffel J et al. 2021 EHRA practical guide on DOACs. Europace 2021;23:1612-1676 (renal function at least yearly)',
    urgency: 'routine',
    text: 'Check creatinine: at least yearly with a direct oral anticoagulant.',
    inputs: ['medication list', 'creatinine with its date'],
    concerns: (facts) => facts.takes(...drugGroups.doacs),
    applies: (facts) => not(facts.measuredSince('creatinine', facts.now - YEAR_MS)),
    because: (facts) =>
      `${joined(facts.drugs(...drugGroups.doacs))}, and no creatinine within twelve months.`,
    lacks: () => ['creatinine with its date'],
  },
  {
    id: 'beta-blocker-asthma',
    source: 'O’Mahony D et al. STOPP/START criteria version 3. Eur Geriatr Med 2023;14:625-632; GINA 2024',
    urgency: 'soon',
    text: 'Avoid non-selective beta-blockers in asthma.',
    inputs: ['medication list', 'medical history'],
    concerns: (facts) => facts.takes(...drugGroups.nonselectiveBetaBlockers),
    applies: (facts) => facts.says('asthma'),
    because: (facts) => `Asthma with ${joined(facts.drugs(...drugGroups.nonselectiveBetaBlockers))}.`,
    lacks: () => ['asthma in the history'],
  },
]

function fell(facts: Facts) {
  return facts.says('fall', 'falls', 'fracture', 'hip fracture', 'fracture of hip', 'fell')
}

function weakKidney(facts: Facts) {
  const low = when(facts.lab('egfr', CURRENT.egfr)?.value ?? null, (egfr) => egfr < 60)
  return anyOf(facts.has('renal'), low) === true ? true : allOf(low, facts.has('renal'))
}
