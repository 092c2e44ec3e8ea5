import { z } from 'zod'
import type { Severity } from './severity.ts'

/** Alarm priority as IEC 60601-1-8 names it; decides mark, colour, motion and sound. */
export const Priority = z.enum(['high', 'medium', 'low'])
export type Priority = z.infer<typeof Priority>

const bySeverity: Readonly<Record<Severity, Priority>> = { critical: 'high', warning: 'medium', info: 'low' }

/** The display priority of a severity: critical is high, warning medium, info low. */
export function priorityOf(severity: Severity): Priority {
  return bySeverity[severity]
}
