import { z } from 'zod'
import { Approval } from '@shared/features/approvals/model.ts'

/** XRANGE's reply: id and flat field list of each entry. */
export const StreamEntries = z.array(z.tuple([z.string(), z.array(z.string())]))

const Fields = z.object({
  n: z.coerce.number().int().nonnegative(),
  k: z.string(),
  a: z.string(),
  r: z.coerce.number().int().nonnegative(),
  t: z.coerce.number().nonnegative(),
})

export interface ApprovalLogEntry {
  readonly streamId: string
  readonly seq: number
  readonly kind: string
  readonly id: string
  readonly rev: number
  readonly at: number
}

export function toLogEntry([streamId, flat]: readonly [string, readonly string[]]): ApprovalLogEntry {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at] ?? '', flat[at + 1] ?? ''])
  const { n, k, a, r, t } = Fields.parse(Object.fromEntries(pairs))
  return { streamId, seq: n, kind: k, id: a, rev: r, at: Math.floor(t) }
}

/** `{revision}:{fence}:{token}:{json}`: what the script compares stands before what it does not read. */
export function storedText(approval: Approval): string {
  const { rev, fence, claim } = approval
  return `${rev}:${fence}:${claim?.token ?? 0}:${JSON.stringify(approval)}`
}

/** Null when absent, or not readable by this version. */
export function readStored(text: string | null): Approval | null {
  const json = /^\d+:\d+:\d+:([\s\S]*)$/.exec(text ?? '')?.[1]
  if (json === undefined) return null
  try {
    return Approval.parse(JSON.parse(json))
  } catch {
    return null
  }
}

/** Something that must still be done after a change; `rev` is the revision that it belongs to. */
export const Duty = z.tuple([
  z.enum(['mirror', 'publish', 'audit']),
  z.number().int().positive(),
  z.string(),
  z.string(),
])
export type Duty = z.infer<typeof Duty>

export function readDuty(member: string): Duty | null {
  try {
    return Duty.safeParse(JSON.parse(member)).data ?? null
  } catch {
    return null
  }
}
