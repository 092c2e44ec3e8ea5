import { bridge } from './bridge.ts'
import { ReplyEnvelope, type Failure, type Reply } from '@shared/ipc/envelope.ts'
import {
  outputSchemaOf,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '@shared/ipc/registry.ts'

/**
 * Longest wait for the station's core, in milliseconds. Main settles every hub command within 1 s; only a core
 * that hangs takes longer, and a person must then be told rather than kept waiting.
 */
const LONGEST_WAIT_MS = 8_000

/** Requests that main itself answers later. Milliseconds. */
const longerWaits: Partial<Record<RequestName, number>> = {
  // A decision waits up to 10 s for a model that reads notes.
  'prior-auth.decide': 16_000,
  // A roster, and a file, of a million lines.
  'population.import-roster': 180_000,
  'population.export': 120_000,
  'population.statistics': 60_000,
  // Up to 100 MB are encrypted; results of a million patients are decrypted and searched.
  'clinical-risk.add-file': 60_000,
  // A run ends after the parts under way.
  'clinical-risk.cancel': 20_000,
  'clinical-risk.start': 20_000,
  'clinical-risk.export': 120_000,
  'clinical-risk.results': 20_000,
  'clinical-risk.rejects': 20_000,
  'clinical-risk.read': 20_000,
  'clinical-risk.mend': 20_000,
}

const noBridge: Failure = {
  code: 'renderer.no-bridge',
  message:
    'The window is not connected to the station. Nothing was changed. Close Wardlight and start it again.',
  details: {},
}
const noAnswer: Failure = {
  code: 'renderer.no-answer',
  message:
    'The station did not answer in time. Whether the action was carried out is not known: check the alert before repeating it.',
  details: {},
}
const unreadable: Failure = {
  code: 'renderer.unreadable-reply',
  message: 'The station sent an answer this window cannot read. What is on screen was kept as it was.',
  details: {},
}

/** Puts a limit to waiting; the late answer, if any, is dropped because events bring its effect anyway. */
async function withinLimit(answer: Promise<unknown>, limitMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<unknown>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, error: noAnswer }), limitMs)
  })
  try {
    return await Promise.race([answer, limit])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Asks main and parses the reply with the request's own schema. Never rejects: every failure, a hanging core
 * included, comes back as `{ ok: false, error }` with a sentence for people.
 */
export async function request<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<Reply<RequestOutput<N>>> {
  const line = bridge()
  if (line === null) return { ok: false, error: noBridge }
  let raw: unknown
  try {
    raw = await withinLimit(line.request(name, input), longerWaits[name] ?? LONGEST_WAIT_MS)
  } catch {
    return { ok: false, error: noAnswer }
  }
  const envelope = ReplyEnvelope.safeParse(raw)
  if (!envelope.success) return { ok: false, error: unreadable }
  if (!envelope.data.ok) return envelope.data
  const value = outputSchemaOf(name).safeParse(envelope.data.value)
  return value.success ? { ok: true, value: value.data } : { ok: false, error: unreadable }
}

/** The shape of `request`, so that stores can be tested without a window. */
export type RequestFn = typeof request
