import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { OverrideReason } from '@shared/features/interactions/governance.ts'
import type { OrderedDrug } from './cds-request.ts'

/** CDS Hooks 2.0: "SHOULD be under 140 characters". */
const SUMMARY_LENGTH = 139
/** A prescriber reads a few cards, not thirty: the mildest are summed up in one. */
const MAX_CARDS = 12
const REASON_SYSTEM = 'https://wardlight.org/cds/override-reasons'

export interface Card {
  readonly uuid: string
  readonly summary: string
  readonly detail: string
  readonly indicator: 'info' | 'warning' | 'critical'
  readonly source: { readonly label: string; readonly url?: string }
  readonly overrideReasons?: readonly {
    readonly code: string
    readonly system: string
    readonly display: string
  }[]
  readonly links?: readonly { readonly label: string; readonly url: string; readonly type: 'absolute' }[]
}

export interface CardMaker {
  newId(): string
  /** Where the knowledge behind a finding can be read; null when nothing is served. */
  linkOf(key: string): string | null
}

/** The override reasons as an EHR shows them. */
export const reasonTexts: Readonly<Record<OverrideReason, string>> = {
  'benefit-outweighs-risk': 'The benefit outweighs the risk',
  'already-tolerated': 'The patient has tolerated the combination',
  'will-monitor': 'Will monitor',
  'dose-adjusted': 'The dose has been adjusted',
  'no-alternative': 'There is no alternative',
  'not-applicable-to-patient': 'Does not apply to this patient',
  'short-term-use': 'Short-term use only',
  'stops-other-drug': 'The other drug is being stopped',
  other: 'Other',
}
const overrideReasons = OverrideReason.options.map((code) => ({
  code,
  system: REASON_SYSTEM,
  display: reasonTexts[code],
}))

function cut(text: string): string {
  return text.length <= SUMMARY_LENGTH ? text : `${text.slice(0, SUMMARY_LENGTH - 1).trimEnd()}…`
}

/** What a person typed or a chart holds must stay text in a client that renders markdown. */
function plain(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+!|~]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** Contraindicated and ONC-high, which may interrupt, are critical; major is a warning; the rest informs. */
export function indicatorOf(finding: Finding): Card['indicator'] {
  if (finding.interrupts) return 'critical'
  return finding.severity === 'contraindicated' || finding.severity === 'major' ? 'warning' : 'info'
}

function knowledgeName({ knowledge }: CheckResult): string {
  const review = knowledge.reviewed === null ? ' (not yet reviewed by a pharmacy)' : ''
  return `Wardlight interaction knowledge ${knowledge.version}${review}`
}

function sourceOf(finding: Finding, result: CheckResult): string {
  const version = knowledgeName(result)
  switch (finding.standing) {
    case 'knowledge':
      return version
    case 'validated':
      return `${version}, validated by a pharmacist`
    case 'unvalidated':
      return 'AI advice, not validated by a pharmacist'
    case 'foreign':
      return 'An answer that another program left on the hub'
  }
}

function detailOf(finding: Finding, result: CheckResult): string {
  const citations = finding.sources.map((source) => result.citations[source] ?? source)
  const lines = [
    `**${finding.severity}** · onset ${finding.onset} · evidence ${finding.evidence}`,
    `**Effect:** ${plain(finding.effect)}`,
    `**Mechanism:** ${plain(finding.mechanism)}`,
    `**What to do:** ${plain(finding.action)}`,
    ...finding.applied.map(
      ({ condition, note }) => `Because of ${plain(condition)}${note === null ? '' : `: ${plain(note)}`}`,
    ),
    ...(finding.missing.length === 0
      ? []
      : [`**Not known, and it could change this:** ${plain(finding.missing.join(', '))}`]),
    ...citations.map((citation) => `Source: ${plain(citation)}`),
  ]
  return lines.filter((line) => line !== '**Mechanism:** ').join('\n\n')
}

/**
 * The cards of one call. Findings count when a drug that the prescriber is acting on takes part in them; what could
 * not be checked has a card of its own, since silence would read as safe.
 */
export function cardsOf(
  result: CheckResult,
  drugs: readonly OrderedDrug[],
  complete: boolean,
  make: CardMaker,
): { cards: Card[]; findings: Map<string, Finding> } {
  const acting = (places: readonly number[]): boolean => places.some((place) => drugs[place]?.acting === true)
  const concerning = result.findings.filter((finding) => acting(finding.drugs))
  const findings = new Map<string, Finding>()
  const shown = concerning.slice(0, MAX_CARDS)
  const cards: Card[] = shown.map((finding) => {
    const uuid = make.newId()
    findings.set(uuid, finding)
    const url = make.linkOf(finding.key)
    const indicator = indicatorOf(finding)
    return {
      uuid,
      summary: cut(`${finding.ingredients.join(' + ')}: ${finding.effect}`),
      detail: detailOf(finding, result),
      indicator,
      source: { label: sourceOf(finding, result), ...(url === null ? {} : { url }) },
      ...(indicator === 'info' ? {} : { overrideReasons }),
    }
  })
  const rest = concerning.slice(MAX_CARDS)
  if (rest.length > 0) {
    cards.push({
      uuid: make.newId(),
      summary: cut(`${rest.length} further, milder findings`),
      detail: rest
        .map((finding) => `- ${finding.ingredients.join(' + ')}: ${plain(finding.effect)}`)
        .join('\n'),
      indicator: 'info',
      source: { label: knowledgeName(result) },
    })
  }
  const gaps = gapsOf(result, drugs, acting, complete)
  if (gaps.length > 0) {
    cards.push({
      uuid: make.newId(),
      summary: cut(
        gaps.length === 1
          ? `Could not check: ${gaps[0] ?? ''}`
          : `${gaps.length} things could not be checked for interactions`,
      ),
      detail: gaps.map((gap) => `- ${plain(gap)}`).join('\n'),
      indicator: 'warning',
      source: { label: knowledgeName(result) },
    })
  }
  return { cards, findings }
}

/** In words, what this answer does not cover. */
function gapsOf(
  result: CheckResult,
  drugs: readonly OrderedDrug[],
  acting: (places: readonly number[]) => boolean,
  complete: boolean,
): string[] {
  const named = (places: readonly number[]): string =>
    places.map((place) => drugs[place]?.text ?? '').join(' + ')
  const single = result.unchecked.filter(({ drugs: places }) => places.length === 1)
  // A drug that is not known spoils every pair that it is in, whether or not it is the one being ordered.
  const pairs = result.unchecked.filter(({ drugs: places }) => places.length > 1 && acting(places))
  return [
    ...(complete ? [] : ['what the patient takes already: the record sent no list of medications']),
    ...single.map(({ drugs: places, sentence }) => `${named(places)}: ${sentence}`),
    ...pairs.map(({ drugs: places, sentence }) => `${named(places)}: ${sentence}`),
    ...result.pending
      .filter(acting)
      .map((places) => `${named(places)}: a model is being asked; the answer is not here yet`),
    ...result.adviceOnly
      .filter(acting)
      .map(
        (places) =>
          `${named(places)}: only advice that no pharmacist has accepted says that nothing is known`,
      ),
    ...result.allergiesNotUnderstood.map((text) => `the allergy "${text}" is not understood`),
    ...(result.consulted.hub === 'unreachable'
      ? ['answers that other stations have stored: the hub does not answer']
      : []),
  ]
}
