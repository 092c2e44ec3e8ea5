import { z } from 'zod'
import { Role } from '@shared/clinical/roles.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import type { RequestName } from '@shared/ipc/registry.ts'

/** How a station is started that does what it is asked. */
export const AskedPlan = z.object({
  name: z.string(),
  hubUrl: z.string(),
  dataFolder: z.string(),
  role: Role,
  approvals: ApprovalPolicy,
})
export type AskedPlan = z.infer<typeof AskedPlan>

export const Question = z.object({
  serial: z.number(),
  name: z.custom<RequestName>((value) => typeof value === 'string'),
  input: z.unknown(),
})
export type Question = z.infer<typeof Question>

export const AskedReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('reply'), serial: z.number(), reply: z.unknown() }),
])
export type AskedReport = z.infer<typeof AskedReport>
