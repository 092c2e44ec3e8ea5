import { z } from 'zod'
import { MessageFault } from '@shared/clinical/message-fault.ts'

const Instant = z.number().int().nonnegative()

/** Why there is no live link. Each has its own sentence for people. */
export const LinkTrouble = z.enum([
  'unreachable',
  'silent',
  'loading',
  'wrong-password',
  'tls-name',
  'tls-untrusted',
  'no-permission',
  'out-of-memory',
  'read-only',
  'embedded-missing',
  'bad-address',
])
export type LinkTrouble = z.infer<typeof LinkTrouble>

export const HubStatus = z.object({
  /** `connecting` only before the first proof of life; afterwards a link is live or lost. */
  link: z.enum(['connecting', 'live', 'lost']),
  trouble: LinkTrouble.nullable(),
  /** One sentence for people; empty when live. */
  sentence: z.string(),
  /** Wall clock of this machine at the last reply of the hub; null before the first. */
  lastProofAt: Instant.nullable(),
  /** Age of the last proof of life when this status was made, in milliseconds. */
  lastProofAgeMs: z.number().nonnegative().nullable(),
  since: Instant,
  /** The hub's clock minus this machine's, in milliseconds: ages and countdowns are by the hub's. */
  clockAheadMs: z.number(),
  /** `embedded` or host and port; never a password. */
  target: z.string(),
  embedded: z.boolean(),
  /** True when alerts come from the demonstration ward: every screen is marked DEMO. */
  demo: z.boolean(),
  version: z.string().nullable(),
  /** Sentences about what is wrong although the link is live (eviction, no persistence, key in a file). */
  warnings: z.array(z.string()),
  /** Messages that could not be understood since the start of this station. */
  quarantined: z.number().int().nonnegative(),
})
export type HubStatus = z.infer<typeof HubStatus>

/** A message that was not fully understood. Holds no patient data: the shape and the reason, not the content. */
export const QuarantineItem = z.object({
  at: Instant,
  channelKind: z.enum(['unit', 'patient', 'care-management', 'history']),
  unit: z.string().nullable(),
  reason: MessageFault,
  /** For people: what is wrong. */
  sentence: z.string(),
  bytes: z.number().int().nonnegative(),
  /** True when an alert was shown all the same, marked as doubtful. */
  shown: z.boolean(),
  /** First 12 hex digits of the SHA-256 of the message, to find it at the publisher. */
  digest: z.string(),
})
export type QuarantineItem = z.infer<typeof QuarantineItem>

export const LatencySample = z.object({ at: Instant, ms: z.number().nonnegative() })

export const HubReport = z.object({
  status: HubStatus,
  latency: z.object({
    p50: z.number().nullable(),
    p99: z.number().nullable(),
    /** Last two minutes, one sample per heartbeat. */
    series: z.array(LatencySample),
  }),
  server: z
    .object({
      version: z.string().nullable(),
      usedMemoryBytes: z.number().nullable(),
      maxMemoryBytes: z.number().nullable(),
      evictedKeys: z.number().nullable(),
      evictionPolicy: z.string().nullable(),
      hitRatio: z.number().nullable(),
      connectedClients: z.number().nullable(),
      appendOnly: z.boolean().nullable(),
      uptimeSeconds: z.number().nullable(),
    })
    .nullable(),
  counters: z.object({
    received: z.number().int(),
    raised: z.number().int(),
    folded: z.number().int(),
    duplicates: z.number().int(),
    quarantined: z.number().int(),
    reconnects: z.number().int(),
    backlog: z.number().int(),
    notificationsShown: z.number().int(),
    notificationsSuppressed: z.number().int(),
  }),
  quarantine: z.array(QuarantineItem),
  lastErrors: z.array(z.object({ at: Instant, sentence: z.string() })),
})
export type HubReport = z.infer<typeof HubReport>
