import { createHash } from 'node:crypto'
import { z } from 'zod'
import { InteractionSeverity } from '@shared/features/interactions/model.ts'
import { type FiledAnswer, markOf, wordsOf } from './answers-filed.ts'
import { type Pair, pairField, pairOf } from './pair-key.ts'

/** What a severity that is null reads as among the choices. */
const NONE = 'none'

const severityWords: Readonly<Record<InteractionSeverity | typeof NONE, string>> = {
  contraindicated: 'Contraindicated',
  major: 'Major',
  moderate: 'Moderate',
  minor: 'Minor',
  none: 'No interaction',
}

interface Line {
  readonly label: string
  readonly text: string
  readonly standing: 'for' | 'against' | 'missing' | 'fact'
}

/** One filed answer as people are asked about it: what it says and where it comes from, and nothing of any patient. */
export interface AnswerQuestion {
  readonly id: string
  /** The revision of the filed answer: what is asked with an older one replaces nothing. */
  readonly fence: number
  /** Says exactly which filed answer is meant; it comes back with the ruling. */
  readonly reference: string
  readonly subject: string
  readonly recommendation: string
  readonly justification: string
  readonly basis: readonly Line[]
  readonly choice: {
    readonly label: string
    readonly options: readonly { readonly value: string; readonly label: string }[]
    readonly offered: string
  }
  readonly urgent: boolean
  /** The user who wants it judged once more; null for a station. */
  readonly askedBy: string | null
}

/** The id of the question about an answer; it depends on the pair and the answer's origin alone. */
export function requestIdOf(filed: Pick<FiledAnswer, 'pair' | 'provenance' | 'severity' | 'effect'>): string {
  const [a, b] = filed.pair
  return `drug_answer:${digestOf(JSON.stringify([pairField(pairOf(a, b)), markOf(filed)]))}`
}

/** Says exactly which filed answer is meant: a ruling counts for no other filing, and for no other words. */
export function referenceOf(filed: FiledAnswer): string {
  const [a, b] = filed.pair
  // A hub that has lost its data counts revisions from the start: when it was filed tells the two apart.
  return JSON.stringify([a, b, filed.rev, digestOf(`${filed.askedAt} ${wordsOf(filed)}`)])
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/**
 * The question to the pharmacists, the same at every station that asks it.
 * @param judged what pharmacists have decided about the pair before; null when nothing.
 */
export function questionOf(filed: FiledAnswer, judged: FiledAnswer | null): AnswerQuestion {
  const { pair, severity, effect, rev, again } = filed
  const said = severityWords[severity ?? NONE]
  return {
    id: requestIdOf(filed),
    fence: rev,
    reference: referenceOf(filed),
    subject: pair.join(' + '),
    recommendation: said,
    justification: effect === '' ? 'The answer names no effect.' : effect,
    basis: [...answerLines(filed), ...originLines(filed), ...historyLines(filed, judged)],
    choice: {
      label: 'Severity',
      options: [...(severity === null ? [NONE] : []), ...InteractionSeverity.options].map((value) => ({
        value,
        label: severityWords[InteractionSeverity.safeParse(value).data ?? NONE],
      })),
      offered: severity ?? NONE,
    },
    // Until a pharmacist has accepted it, not even a contraindication interrupts anybody.
    urgent: severity === 'contraindicated',
    askedBy: again?.user ?? null,
  }
}

function answerLines({ mechanism, action, onset, evidence }: FiledAnswer): Line[] {
  const line = (label: string, text: string, unknown: boolean): Line =>
    unknown
      ? { label, text: 'The answer does not say.', standing: 'missing' }
      : { label, text, standing: 'fact' }
  return [
    line('Mechanism', mechanism, mechanism === ''),
    line('What to do', action, action === ''),
    line('Onset', onset, onset === 'unknown'),
    line('Evidence, as the answer grades it', evidence, false),
  ]
}

function originLines({ provenance, effect }: FiledAnswer): Line[] {
  const { model, promptVersion, at, contradictedBy } = provenance
  const origin: Line =
    model === null
      ? {
          label: 'Origin',
          text: 'Written on the hub by another program; which model was asked, and how, is not known.',
          standing: 'missing',
        }
      : {
          label: 'Origin',
          text: `AI model ${model}, prompt ${promptVersion ?? 'not known'}${at === null ? '' : `, answered ${momentOf(at)}`}`,
          standing: 'fact',
        }
  if (contradictedBy === null) return [origin]
  const by = contradictedBy.model === null ? 'Another program' : `The AI model ${contradictedBy.model}`
  const other = severityWords[contradictedBy.severity ?? NONE]
  return [
    origin,
    {
      label: 'Contradicted',
      text: `${by} says instead: ${other}. ${contradictedBy.effect === effect ? '' : contradictedBy.effect}`.trim(),
      standing: 'against',
    },
  ]
}

/** To the minute, in UTC: every station has to ask in the same words. */
function momentOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function historyLines({ again }: FiledAnswer, judged: FiledAnswer | null): Line[] {
  const lines: Line[] = []
  if (judged !== null && judged.judgedBy !== null) {
    const { state, judgedBy, note, severity } = judged
    const isFor = state === 'validated'
    const what = isFor ? `validated as ${severityWords[severity ?? NONE].toLowerCase()}` : 'rejected'
    const why = note === null || note === '' ? '' : `: ${note}`
    lines.push({
      label: 'Judged before',
      text: `An answer about these drugs was ${what} by ${judgedBy.user}${why}`,
      standing: isFor ? 'for' : 'against',
    })
  }
  if (again !== null)
    lines.push({ label: 'To be judged once more', text: `${again.user}: ${again.why}`, standing: 'fact' })
  return lines
}

/** What a pharmacist has made of an answer: it, with the severity that they chose. Null for a choice that is none. */
export function asChosen(filed: FiledAnswer, chosen: string | null): FiledAnswer | null {
  if (chosen === null) return filed
  if (chosen === NONE) return { ...filed, severity: null }
  const severity = InteractionSeverity.safeParse(chosen)
  return severity.success ? { ...filed, severity: severity.data } : null
}

const Reference = z.tuple([z.string(), z.string(), z.number().int(), z.string()])

/** The pair and the revision that a reference names; null when it names none. */
export function readReference(
  reference: string | null,
): { readonly pair: Pair; readonly rev: number } | null {
  try {
    const parsed = Reference.safeParse(JSON.parse(reference ?? ''))
    if (!parsed.success) return null
    const [a, b, rev] = parsed.data
    return { pair: pairOf(a, b), rev }
  } catch {
    return null
  }
}
