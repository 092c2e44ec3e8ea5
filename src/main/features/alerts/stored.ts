import { z } from 'zod'
import { Alert } from '@shared/features/alerts/model.ts'
import { bundleKey } from './engine.ts'
import type { LogEntry } from './ports.ts'

/** XRANGE's reply: id and flat field list of each entry. */
export const StreamEntries = z.array(z.tuple([z.string(), z.array(z.string())]))

const Fields = z.object({
  n: z.coerce.number().int().nonnegative(),
  k: z.string(),
  a: z.string(),
  r: z.coerce.number().int().nonnegative(),
  t: z.coerce.number().nonnegative(),
  m: z.string().default(''),
})

/** One entry of a unit's log. */
export function toLogEntry(unit: string, [streamId, flat]: readonly [string, readonly string[]]): LogEntry {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at] ?? '', flat[at + 1] ?? ''])
  const fields = Fields.parse(Object.fromEntries(pairs))
  return {
    unit,
    streamId,
    seq: fields.n,
    kind: fields.k,
    alertId: fields.a,
    rev: fields.r,
    at: Math.floor(fields.t),
    messageId: fields.m === '' ? null : fields.m,
  }
}

/** An alert as the hub stores it, `{revision}:{json}`; null when absent or not readable by this version. */
export function readStored(text: string | null): Alert | null {
  if (text === null || text === '') return null
  try {
    return Alert.parse(JSON.parse(text.slice(text.indexOf(':') + 1)))
  } catch {
    return null
  }
}

/** The bundle that an alert stands for; the same rule as for findings. */
export function bundleKeyOf(alert: Alert): string {
  return bundleKey(alert.patient.patientId, alert)
}
