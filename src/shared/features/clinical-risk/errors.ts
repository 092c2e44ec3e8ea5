import { z } from 'zod'

export const ClinicalRiskErrorCode = z.enum([
  'clinical-risk.hub-unreachable',
  'clinical-risk.not-found',
  'clinical-risk.bad-file',
  'clinical-risk.already-running',
  'clinical-risk.bad-row',
  /** The results lie at another station. */
  'clinical-risk.elsewhere',
])
export type ClinicalRiskErrorCode = z.infer<typeof ClinicalRiskErrorCode>
