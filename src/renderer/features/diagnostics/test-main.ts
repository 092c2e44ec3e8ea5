import {
  inputSchemaOf,
  outputSchemaOf,
  payloadSchemaOf,
  type EventName,
  type RequestName,
} from '@shared/ipc/registry.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import {
  defaultBudget,
  type Diagnosis,
  type Hypothesis,
  type ProgressLine,
  type RunRow,
  type SpecialistId,
} from '@shared/features/diagnostics/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

type Answer = { readonly value: unknown } | { readonly error: string }

/** A main process for tests of stores: it answers what a test says, when a test says. */
export function testMain() {
  const asked: {
    readonly name: RequestName
    readonly input: unknown
    readonly answer: (given: Answer) => void
  }[] = []
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>()
  const request: RequestFn = (name, input) =>
    new Promise((resolve) => {
      asked.push({
        name,
        input: inputSchemaOf(name).parse(input),
        answer: (given) =>
          resolve(
            'error' in given
              ? { ok: false, error: { code: 'test', message: given.error, details: {} } }
              : { ok: true, value: outputSchemaOf(name).parse(given.value) },
          ),
      })
    })
  const subscribe: SubscribeFn = (name, listener) => {
    const take = (payload: unknown): void => listener.onEvent(payloadSchemaOf(name).parse(payload))
    const all = listeners.get(name) ?? new Set()
    listeners.set(name, all.add(take))
    return () => all.delete(take)
  }
  return {
    request,
    subscribe,
    count: (name: RequestName): number => asked.filter((each) => each.name === name).length,
    /** Answers the question of this name at a place, the latest unless told. */
    async answer(name: RequestName, given: Answer, at = -1): Promise<void> {
      asked
        .filter((each) => each.name === name)
        .at(at)
        ?.answer(given)
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    send(name: EventName, payload: unknown): void {
      for (const take of listeners.get(name) ?? []) take(payload)
    },
  }
}

const by = { user: 'test.nurse', role: 'nurse', station: 'desk' } as const

export function rowOf(number: number, part: Partial<RunRow> = {}): RunRow {
  return {
    sessionId: `diag:P-${number}:${String(number).padStart(8, '0')}`,
    patientId: `P-${number}`,
    status: 'running',
    source: null,
    startedBy: by,
    startedAt: 1_000 + number,
    endedAt: null,
    leading: null,
    confidence: null,
    risk: null,
    feedback: null,
    ...part,
  }
}

export function lineOf(
  event: ProgressLine['event'],
  specialist: SpecialistId | null = null,
  confidence: number | null = null,
): ProgressLine {
  return { id: '1-0', event, specialist, confidence, at: 1_000 }
}

export function hypothesisOf(condition: string, confidence: number): Hypothesis {
  return {
    condition,
    name: condition.toUpperCase(),
    mustNotMiss: false,
    confidence,
    atMost: confidence,
    for: [],
    against: [],
    missing: [],
    source: 'a paper',
  }
}

export function diagnosisOf(part: Partial<Diagnosis> = {}): Diagnosis {
  return {
    differential: [],
    mustNotMiss: [],
    unchecked: [],
    dissent: [],
    risk: { level: 'low', reasons: [] },
    next: [],
    actions: [],
    scores: [],
    local: [],
    model: [],
    rulesVersion: '1',
    ...part,
  }
}

export function runOf(row: RunRow, part: Partial<Run> = {}): Run {
  return {
    ...row,
    findings: Findings.parse({}),
    diagnosis: null,
    approval: null,
    ledger: { budget: defaultBudget, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0, spent: null },
    progress: [],
    fullFeedback: null,
    ...part,
  }
}
