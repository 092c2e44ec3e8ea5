import { z } from 'zod'
import { Actor } from '@shared/clinical/person.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import {
  Diagnosis,
  Feedback,
  Ledger,
  LocalOpinion,
  ModelOpinion,
  ProgressLine,
  RunStatus,
  SpecialistId,
} from '@shared/features/diagnostics/model.ts'
import type { NewRun, StoredRun } from './ports.ts'
import { patientOf } from './seed.ts'

/** JSON text of this shape. */
function json<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)
}

const Whole = z.coerce.number().int().nonnegative()

const Fields = z.object({
  status: RunStatus,
  source: z.enum(['rules', 'cache']).optional(),
  startedBy: json(Actor),
  startedAt: Whole,
  endedAt: Whole.optional(),
  attempts: Whole.default(0),
  findings: json(Findings),
  ledger: json(Ledger),
  diagnosis: json(Diagnosis).optional(),
  approval: z.string().optional(),
  feedback: json(Feedback).optional(),
})

const Local = json(LocalOpinion)
const Model = json(ModelOpinion)

/** A run as the hub's hash holds it; null when the fields are none that this version understands. */
export function readRun(sessionId: string, fields: ReadonlyMap<string, string>): StoredRun | null {
  const parsed = Fields.safeParse(Object.fromEntries(fields))
  if (!parsed.success) return null
  const run = parsed.data
  return {
    sessionId,
    patientId: patientOf(sessionId),
    status: run.status,
    source: run.source ?? null,
    startedBy: run.startedBy,
    startedAt: run.startedAt,
    endedAt: run.endedAt ?? null,
    attempts: run.attempts,
    findings: run.findings,
    ledger: run.ledger,
    local: opinions(fields, 'local', Local),
    model: opinions(fields, 'model', Model),
    diagnosis: run.diagnosis ?? null,
    approval: run.approval ?? null,
    feedback: run.feedback ?? null,
  }
}

function opinions<T>(
  fields: ReadonlyMap<string, string>,
  kind: 'local' | 'model',
  schema: z.ZodType<T>,
): T[] {
  return SpecialistId.options.flatMap((specialist) => {
    const text = fields.get(opinionField(kind, specialist))
    const parsed = text === undefined ? null : schema.safeParse(text)
    return parsed?.success === true ? [parsed.data] : []
  })
}

/** The field of a run that keeps one specialist's opinion. */
export function opinionField(kind: 'local' | 'model', specialist: SpecialistId): string {
  return `${kind}:${specialist}`
}

/** The fields with which a run begins. */
export function newRunFields({ startedBy, findings, ledger }: NewRun): string[] {
  return [
    'startedBy',
    JSON.stringify(startedBy),
    'findings',
    JSON.stringify(findings),
    'ledger',
    JSON.stringify(ledger),
  ]
}

const Entries = z.array(z.tuple([z.string(), z.array(z.string())]))

/** The durable progress; lines that this version does not know are left out. */
export function readProgress(reply: unknown): readonly ProgressLine[] {
  return Entries.parse(reply).flatMap(([id, flat]) => {
    const fields = pairs(flat)
    const confidence = fields.get('c') ?? ''
    const line = ProgressLine.safeParse({
      id,
      event: fields.get('e'),
      specialist: (fields.get('s') ?? '') === '' ? null : fields.get('s'),
      confidence: confidence === '' ? null : Number(confidence),
      at: Number(fields.get('t')),
    })
    return line.success ? [line.data] : []
  })
}

/** A flat list of names and values. */
export function pairs(flat: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at + 1 < flat.length; at += 2) found.set(flat[at] ?? '', flat[at + 1] ?? '')
  return found
}
