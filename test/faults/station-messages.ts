import { z } from 'zod'

/** Where in its work a station process can be told to die. */
export const DeathPoint = z.enum([
  /** The hub has accepted a message; the station has recorded nothing of it. */
  'decided',
  /** Recorded as received and sent to the window, which has not painted. */
  'pushed',
  /** Painted and reported; the journal has not been written yet. */
  'shown',
  /** An answer is on its way to the hub; what became of it nobody knows. */
  'answering',
  /** The hub has confirmed the answer. */
  'answered',
])
export type DeathPoint = z.infer<typeof DeathPoint>

/** How the people at a station behave. */
export const Answers = z.object({
  seed: z.number().int(),
  /** Whoever sits here: two stations answer differently under the same seed. */
  person: z.string(),
  /** Shares of the alerts shown here, 0 to 1. */
  acknowledge: z.number(),
  resolve: z.number(),
  /** At most this long after an alert was shown. */
  withinMs: z.number(),
})
export type Answers = z.infer<typeof Answers>

export const StationPlan = z.object({
  name: z.string(),
  hubUrl: z.string(),
  dataFolder: z.string(),
  units: z.array(z.string()),
  answers: Answers,
  /** How long the window takes to paint. */
  paintMs: z.number(),
})
export type StationPlan = z.infer<typeof StationPlan>

/** One alert as the window has it. */
export const BoardLine = z.object({
  id: z.string(),
  rev: z.number(),
  calling: z.boolean(),
  /** Time of the value that is shown. */
  publishedAt: z.number(),
  chain: z.string(),
})
export type BoardLine = z.infer<typeof BoardLine>

/** What the station says about itself on its Hub screen. */
export const Counters = z.object({ received: z.number(), backlog: z.number(), quarantined: z.number() })
export type Counters = z.infer<typeof Counters>

export const StationReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), link: z.enum(['connecting', 'live', 'lost']) }),
  z.object({ kind: z.literal('board'), lines: z.array(BoardLine) }),
  z.object({ kind: z.literal('shown'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('called'), by: z.enum(['notice', 'tone']), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('answered'), id: z.string(), rev: z.number() }),
  z.object({ kind: z.literal('window'), serial: z.number(), lines: z.array(BoardLine), counters: Counters }),
  z.object({ kind: z.literal('counters'), serial: z.number(), counters: Counters }),
  z.object({ kind: z.literal('defect'), text: z.string() }),
])
export type StationReport = z.infer<typeof StationReport>

export const StationOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('die'), point: DeathPoint, after: z.number().int() }),
  z.object({ kind: z.literal('window'), serial: z.number() }),
  z.object({ kind: z.literal('counters'), serial: z.number() }),
  z.object({ kind: z.literal('stop') }),
])
export type StationOrder = z.infer<typeof StationOrder>

/** Findings of one chain are repeats or worsenings of each other. */
export function chainOf(patientId: string, type: string): string {
  return `${patientId}|${type}`
}
