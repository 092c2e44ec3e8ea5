import { HubError } from '@main/hub/hub-error.ts'
import type { Handlers } from '@main/ipc/router.ts'
import type { diagnosticRequests } from '@shared/features/diagnostics/contract.ts'
import { defaultBudget } from '@shared/features/diagnostics/model.ts'
import { COULD_NOT_READ } from './errors.ts'
import type { ForeignRunWatch } from './foreign-runs.ts'
import type { DiagnosticStore, SpentFigure } from './ports.ts'
import { dayOf } from './redis.ts'
import type { DiagnosticService } from './service.ts'
import { calibrate } from './view.ts'

const DAY_MS = 86_400_000

/** Maps the feature's requests to its service; decides nothing. */
export function diagnosticHandlers(
  service: DiagnosticService,
  store: DiagnosticStore,
  foreign: ForeignRunWatch,
): Handlers<keyof typeof diagnosticRequests> {
  return {
    'diagnostics.start': ({ patientId, findings, budget }) =>
      service.start(patientId, findings, budget ?? null),
    'diagnostics.cancel': ({ sessionId, patientId }) => service.cancel(sessionId, patientId),
    'diagnostics.list': ({ patientId, limit, after }) =>
      orNotRead(async () => ({ kind: 'found', ...(await service.list(patientId, limit, after ?? null)) })),
    'diagnostics.foreign': () => foreign.snapshot(),
    'diagnostics.read': ({ sessionId, patientId }) =>
      orNotRead(async () => {
        const run = await service.read(sessionId, patientId)
        return run === null ? { kind: 'not-found' } : { kind: 'found', run }
      }),
    'diagnostics.feedback': ({ sessionId, patientId, verdict, useful, finally: inTheEnd }) =>
      service.feedback(sessionId, patientId, { verdict, useful, finally: inTheEnd === '' ? null : inTheEnd }),
    'diagnostics.calibration': () =>
      orNotRead(async () => ({ kind: 'found', ...calibrate(await store.feedbackFigures()) })),
    'diagnostics.ledger': ({ days }) =>
      orNotRead(async () => ({ kind: 'found', days: await spentBy(store, days), budget: defaultBudget })),
  }
}

async function spentBy(store: DiagnosticStore, days: number) {
  const now = store.now()
  const names = Array.from({ length: days }, (_, index) => dayOf(now - index * DAY_MS))
  const lines = await Promise.all(names.map(async (day) => ({ day, figures: await store.spentOn(day) })))
  return lines
    .filter(({ figures }) => figures.length > 0)
    .map(({ day, figures }) => ({
      day,
      runs: figures.length,
      calls: sum(figures, 'calls'),
      moneyMicro: sum(figures, 'moneyMicro'),
      modelMs: sum(figures, 'modelMs'),
      runMs: sum(figures, 'runMs'),
    }))
}

function sum(figures: readonly SpentFigure[], what: keyof SpentFigure): number {
  return figures.reduce((total, figure) => total + figure[what], 0)
}

/** A list that could not be read is never shown as an empty one. */
async function orNotRead<T>(ask: () => Promise<T>): Promise<T | { kind: 'could-not-read'; reason: string }> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof HubError) return { kind: 'could-not-read', reason: COULD_NOT_READ }
    throw error
  }
}
