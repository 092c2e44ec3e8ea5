import { z } from 'zod'
import { EscalationTarget } from '@shared/clinical/roles.ts'
import { ThresholdOverrides } from '@shared/clinical/grade.ts'

const Minutes = z.number().int().min(1).max(10_080)
const Seconds = z.number().int().min(10).max(3_600)

/** One step of the escalation chain: after `afterSeconds` without acknowledgement the alert goes to `role`. */
export const EscalationStep = z.object({ role: EscalationTarget, afterSeconds: Seconds })
export type EscalationStep = z.infer<typeof EscalationStep>

/**
 * A unit's alert policy, kept on the hub so that all stations of the unit decide alike.
 * The numbers are house policy to be reviewed locally; see docs/clinical-sources.md.
 */
export const AlertPolicy = z.object({
  /** Repeats of one finding within this time are one alert. */
  bundleMinutes: Minutes.default(30),
  escalation: z
    .array(EscalationStep)
    .min(1)
    .max(6)
    .default([
      { role: 'charge-nurse', afterSeconds: 120 },
      { role: 'physician', afterSeconds: 180 },
      { role: 'rapid-response', afterSeconds: 300 },
    ]),
  /** An acknowledged critical laboratory result not read back within this time escalates. */
  readBackMinutes: Minutes.default(15),
  /** Unattended info and warning alerts expire; critical ones never do before acknowledgement. */
  expireInfoMinutes: Minutes.default(240),
  expireWarningMinutes: Minutes.default(720),
  expireAcknowledgedMinutes: Minutes.default(1_440),
  /** A publisher's clock further ahead or behind than this is doubted. */
  aheadMinutes: Minutes.default(5),
  ancientMinutes: Minutes.default(1_440),
  /** How long closed alerts stay in the unit's log and state. */
  retentionDays: z.number().int().min(1).max(3_650).default(30),
  unitThresholds: ThresholdOverrides.default({}),
  patientThresholds: z.record(z.string(), ThresholdOverrides).default({}),
})
export type AlertPolicy = z.infer<typeof AlertPolicy>

export const defaultAlertPolicy: AlertPolicy = AlertPolicy.parse({})
