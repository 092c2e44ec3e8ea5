import type { Evidence, InteractionSeverity, Onset, RuleTier } from '@shared/features/interactions/model.ts'
import type { AnswerSource, Standing } from '@shared/features/interactions/check.ts'
import type { OverrideReason } from '@shared/features/interactions/governance.ts'

export const severityWords: Readonly<Record<InteractionSeverity, string>> = {
  contraindicated: 'Contraindicated',
  major: 'Major',
  moderate: 'Moderate',
  minor: 'Minor',
}

const tierWords: Readonly<Record<RuleTier, string>> = {
  'onc-high': 'ONC high priority',
  'onc-low': 'ONC low priority',
  ward: 'ward knowledge',
}

/** On which list a rule stands; an answer that is no rule stands on none and says who stands behind it. */
export function tierOf({ standing, tier }: { readonly standing: Standing; readonly tier: RuleTier }): string {
  return standing === 'knowledge' ? tierWords[tier] : standingWords[standing]
}

const onsets: Readonly<Record<Onset, string>> = {
  rapid: 'rapid, within 24 hours',
  delayed: 'delayed, days or weeks',
  unknown: 'not known',
}

const evidence: Readonly<Record<Evidence, string>> = {
  established: 'established',
  probable: 'probable',
  suspected: 'suspected',
  theoretical: 'theoretical',
}

const sources: Readonly<Record<AnswerSource, string>> = {
  local: 'local rules',
  cache: 'this station’s cache',
  hub: 'the hub',
  model: 'an AI model, asked just now',
}

const standingWords: Readonly<Record<Standing, string>> = {
  knowledge: 'rule with source',
  validated: 'AI answer, validated by a pharmacist',
  unvalidated: 'AI advice, not validated',
  foreign: 'written by another program',
}

export const reasonWords: Readonly<Record<OverrideReason, string>> = {
  'benefit-outweighs-risk': 'Benefit outweighs the risk',
  'already-tolerated': 'Patient already tolerates it',
  'will-monitor': 'Will monitor',
  'dose-adjusted': 'Dose is adjusted',
  'no-alternative': 'No alternative',
  'not-applicable-to-patient': 'Does not apply to this patient',
  'short-term-use': 'Short-term use',
  'stops-other-drug': 'The other drug is being stopped',
  other: 'Other (in words)',
}

/** The card of one finding or pair. */
export const cardStrings = {
  label: 'Details',
  action: 'What to do',
  effect: 'Effect',
  mechanism: 'Mechanism',
  onset: 'Onset',
  onsets,
  evidence: 'Evidence',
  evidenceWords: evidence,
  sources: 'Sources',
  noSources: 'No source is named.',
  from: (source: AnswerSource) => `Answer from ${sources[source]}`,
  age: (version: string, age: string) => `knowledge of ${version} (${age})`,
  days: (days: number) =>
    days < 0 ? 'dated ahead' : days === 0 ? 'of today' : days === 1 ? '1 day old' : `${days} days old`,
  oldest: (age: string) => `oldest stored answer ${age} old`,
  latency: (ms: string) => `whole list in ${ms}`,
  facts: 'Facts of this patient',
  base: (severity: string) => `Without these facts: ${severity}.`,
  applied: (condition: string, severity: string | null) =>
    severity === null ? condition : `${condition}: ${severity}`,
  missing: (fact: string) => `unknown: ${fact}`,
  missingNote: 'Unknown facts could change this answer.',
  interrupts: 'interrupts',
  quiet: 'does not interrupt',
  demoted: (until: string) => `Pharmacists keep this warning from interrupting until ${until}.`,
  unvalidated: {
    title: 'AI advice, not validated',
    text: 'A language model wrote this. No pharmacist has confirmed it. Do not rely on it alone.',
  },
  foreign: {
    title: 'Written by another program',
    text: 'This answer was found on the hub and names no rule and no model. It waits for a pharmacist; nobody here has confirmed it.',
  },
  validated: 'AI answer that a pharmacist has validated.',
  provenance: (model: string | null, prompt: string | null, at: string | null) =>
    [
      `Model: ${model ?? 'not told'}`,
      prompt === null ? null : `prompt ${prompt}`,
      at === null ? 'time not told' : at,
    ]
      .filter((part) => part !== null)
      .join(' · '),
  contradicted: 'Two models disagree',
  contradictedText: (model: string | null, severity: string | null, effect: string) =>
    `${model ?? 'Another model'} said: ${severity ?? 'no interaction'}. ${effect}`,
  kinds: { interaction: 'Interaction', duplicate: 'Duplicate therapy', allergy: 'Allergy' },
  none: 'Nothing to show yet',
  noneText: 'Choose a pair in the matrix or a finding in the list.',
  clear: {
    title: 'No interaction found',
    text: (version: string) =>
      `Nothing that speaks against giving these two together was found in the knowledge of ${version} and in what was consulted. This is not a proof of safety.`,
    adviceOnly:
      'The knowledge has no rule about these two. Only a model, or another program, says that nothing is known, and no pharmacist has accepted that. This is advice, not a proof of safety.',
  },
  asking: {
    title: 'Asking…',
    text: 'A model is being asked about this pair. Until it has answered, this pair is not checked.',
  },
  unchecked: {
    title: 'Could not check',
    text: 'There is no answer about this pair. This does not mean that it is safe.',
    retry: 'Try again',
    trying: 'Asking…',
  },
  overridden: (reason: string) => `Going on anyway: ${reason}`,
  undecided: 'Not decided yet',
  decide: 'Decide now',
} as const

export const findingListStrings = {
  label: 'Findings',
  uncheckedLabel: 'Could not check',
  none: 'No finding.',
  noneUnchecked: 'No finding among what could be checked. The rest is not known to be safe.',
  waits: 'decision waits',
  overridden: 'overridden',
  ai: 'AI, not validated',
  allergy: (name: string) => `Allergy “${name}”`,
  allergyText:
    'This allergy was not understood: no drug was checked against it. Word it otherwise, or check by hand.',
  retry: 'Try again',
  retryAll: (pairs: number) => `Try all ${pairs} again`,
  morePairs: (pairs: number) => `${pairs} more pairs could not be checked for the same reason`,
} as const

export const decisionStrings = {
  title: (severity: string) => `Stop: ${severity.toLowerCase()}`,
  more: (others: number) =>
    others === 1 ? 'One more warning waits after this one.' : `${others} more warnings wait after this one.`,
  takeOff: (name: string) => `Take ${name} off the list`,
  goOn: 'Go on anyway…',
  later: 'Decide later',
  reason: 'Why do you go on?',
  words: 'In your own words',
  wordsHint: 'Needed with “Other”. Goes into the audit. Leave out names.',
  confirm: 'Go on anyway',
  confirming: 'Recording…',
  back: 'Back',
  problems: {
    'reason-needed': 'Choose a reason.',
    'words-needed': 'Say in words why, since none of the reasons fits.',
  },
  notRecorded: (message: string) => `The drug is off the list, but this could not be recorded: ${message}`,
  overridden: 'Going on anyway was recorded with its reason.',
  notAllowed: 'Your role looks up interactions and decides nothing about them.',
} as const
