import { createStore, type StoreApi } from 'zustand/vanilla'
import { diagnosticStrings } from './strings.ts'
import { resultStrings } from './strings-result.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import type { Feedback, ProgressLine, RunRow } from '@shared/features/diagnostics/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** The run that is open. Row and progress are live; `run` is the last full reading. */
export interface Opened {
  readonly row: RunRow
  readonly progress: readonly ProgressLine[]
  readonly run: Run | null
  readonly phase: 'reading' | 'shown' | 'gone'
  /** Why the last reading failed; what was read before stays. */
  readonly problem: string | null
}

export interface RunDeskState {
  readonly opened: Opened | null
  readonly busy: 'cancel' | 'feedback' | null
}

export type Judgement = Pick<Feedback, 'verdict' | 'useful' | 'finally'>

export interface RunDesk {
  readonly store: StoreApi<RunDeskState>
  /** Follows the opened run; returns the way to stop, which forgets it. */
  start(): () => void
  open(row: RunRow): void
  again(): void
  cancel(): Promise<boolean>
  feedback(judgement: Judgement): Promise<boolean>
}

const nothing: RunDeskState = { opened: null, busy: null }

/** The newer of two progress logs: the log only ever grows. */
function longer(a: readonly ProgressLine[], b: readonly ProgressLine[]): readonly ProgressLine[] {
  return b.length >= a.length ? b : a
}

/** True when the last full reading lacks what the run has by now. */
function isBehind({ row, progress, run }: Opened): boolean {
  if (run === null || run.status !== row.status || run.feedback !== row.feedback) return true
  const has = (event: ProgressLine['event']): boolean => progress.some((line) => line.event === event)
  if (run.diagnosis === null) return has('synthesised') || has('from_cache')
  return has('approval_asked') && run.approval === null
}

/** The opened run: read once, then moved on by events; read again when they tell of more than they bring. */
export function createRunDesk(parts: {
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly say: (tone: 'told' | 'failed', text: string) => void
}): RunDesk {
  const store = createStore<RunDeskState>()(() => nothing)
  /** Answers about a run that is no longer open, or older ones of the same, are dropped. */
  let question = 0

  const update = (sessionId: string, change: (before: Opened) => Opened): void => {
    const { opened } = store.getState()
    if (opened?.row.sessionId === sessionId) store.setState({ opened: change(opened) })
  }

  async function read({ sessionId, patientId }: RunRow): Promise<void> {
    question += 1
    const asked = question
    const reply = await parts.request('diagnostics.read', { sessionId, patientId })
    if (asked !== question) return
    const failed = (problem: string): void =>
      update(sessionId, (before) => ({ ...before, phase: 'shown', problem }))
    if (!reply.ok) return failed(reply.error.message)
    const { value } = reply
    if (value.kind === 'could-not-read') return failed(value.reason)
    if (value.kind === 'not-found')
      return update(sessionId, (before) => ({ ...before, phase: 'gone', problem: null }))
    const { run } = value
    return update(sessionId, (before) => ({
      row: run,
      progress: longer(before.progress, run.progress),
      run,
      phase: 'shown',
      problem: null,
    }))
  }

  const again = (): void => {
    const { opened } = store.getState()
    if (opened !== null) void read(opened.row)
  }

  function moved(row: RunRow, progress: readonly ProgressLine[]): void {
    update(row.sessionId, (before) => ({ ...before, row, progress: longer(before.progress, progress) }))
    const { opened } = store.getState()
    if (opened?.row.sessionId === row.sessionId && isBehind(opened)) void read(row)
  }

  /** One thing at a time; what it answers is the run as it is then. */
  async function act(
    busy: NonNullable<RunDeskState['busy']>,
    ask: (opened: Opened) => ReturnType<typeof cancelOf>,
    done: string,
  ): Promise<boolean> {
    const { opened, busy: other } = store.getState()
    if (opened === null || other !== null) return false
    store.setState({ busy })
    const reply = await ask(opened)
    store.setState({ busy: null })
    if (!reply.ok) {
      parts.say('failed', reply.error.message)
      void read(opened.row)
      return false
    }
    parts.say('told', done)
    moved(reply.value, opened.progress)
    void read(reply.value)
    return true
  }

  const cancelOf = ({ row: { sessionId, patientId } }: Opened) =>
    parts.request('diagnostics.cancel', { sessionId, patientId })

  return {
    store,
    again,
    start() {
      const endings = [
        parts.subscribe('diagnostics.changed', {
          onEvent: ({ run, progress }) => moved(run, progress),
          onBad: again,
        }),
        parts.subscribe('diagnostics.reset', { onEvent: again, onBad: again }),
        parts.subscribe('approvals.changed', {
          onEvent: ({ upserts, removed }) => {
            const approval = store.getState().opened?.run?.approval ?? null
            if (approval === null || !('id' in approval)) return
            if (removed.includes(approval.id) || upserts.some(({ id }) => id === approval.id)) again()
          },
          onBad: again,
        }),
      ]
      return () => {
        for (const end of endings) end()
        question += 1
        store.setState(nothing, true)
      }
    },
    open(row) {
      if (store.getState().opened?.row.sessionId === row.sessionId) return
      store.setState({ opened: { row, progress: [], run: null, phase: 'reading', problem: null } })
      void read(row)
    },
    cancel: () => act('cancel', cancelOf, diagnosticStrings.run.cancelled),
    feedback: (judgement) =>
      act(
        'feedback',
        ({ row: { sessionId, patientId } }) =>
          parts.request('diagnostics.feedback', { sessionId, patientId, ...judgement }),
        resultStrings.feedback.saved,
      ),
  }
}
