import { z } from 'zod'
import { Approval, ApprovalKind, Ruling } from '@shared/features/approvals/model.ts'
import type { Ruled } from './engine-record.ts'

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

const Revision = z.number().int().positive()
/**
 * Something that must still be done after a change: what, the revision that it belongs to, the kind of the change, the
 * request. What is to be told stands in the duty itself, as text: the record may have become another question by then.
 */
export const Duty = z.union([
  z.tuple([z.enum(['mirror', 'publish', 'audit']), Revision, z.string(), z.string()]),
  z.tuple([z.literal('tell'), Revision, z.string(), z.string(), z.string()]),
])
export type Duty = z.infer<typeof Duty>

export function readDuty(member: string): Duty | null {
  try {
    return Duty.safeParse(JSON.parse(member)).data ?? null
  } catch {
    return null
  }
}

const StoredRuled = z.object({
  id: z.string(),
  kind: ApprovalKind,
  reference: z.string().nullable(),
  round: z.number().int().nonnegative(),
  ruling: Ruling,
})

/** The ruling that a duty carries; null when this version cannot read it. */
export function readRuled(text: string): Ruled | null {
  try {
    return StoredRuled.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
