import { useEffect, useState } from 'react'
import type { BatchStatus } from '@shared/features/prior-auth/answers.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'

export interface BatchDesk {
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string
  /** The batch that runs, or ran last; null when none ever did. */
  readonly batch: BatchStatus | null
  readonly busy: 'start' | 'cancel' | 'resume' | null
  readonly problem: string | null
  readonly start: (name: string, text: string) => Promise<boolean>
  readonly cancel: () => Promise<boolean>
  readonly resume: () => Promise<boolean>
}

/** The newest word on a batch: progress of one that is not shown takes its place, an older word never does. */
export function newerBatch(before: BatchStatus | null, told: BatchStatus): BatchStatus {
  return before !== null && before.id === told.id && told.state === 'running' && told.done < before.done
    ? before
    : told
}

/** Follows the batch of this hub and does what is asked with it. */
export function useBatch(): BatchDesk {
  const [read, setRead] = useState<{ phase: 'asking' | 'had' | 'failed'; failure: string }>({
    phase: 'asking',
    failure: '',
  })
  const [batch, setBatch] = useState<BatchStatus | null>(null)
  const [busy, setBusy] = useState<BatchDesk['busy']>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    const ask = async (): Promise<void> => {
      const reply = await request('prior-auth.batch-status', { id: null })
      if (!wanted) return
      if (!reply.ok) return setRead({ phase: 'failed', failure: reply.error.message })
      const { batch: told } = reply.value
      setRead({ phase: 'had', failure: '' })
      if (told !== null) setBatch((before) => newerBatch(before, told))
      return undefined
    }
    const end = subscribe('prior-auth.batch', {
      onEvent: (told) => setBatch((before) => newerBatch(before, told)),
      onBad: () => void ask(),
    })
    void ask()
    return () => {
      wanted = false
      end()
    }
  }, [])
  const act = async (name: NonNullable<BatchDesk['busy']>, ask: () => Promise<Reply<BatchStatus>>) => {
    if (busy !== null) return false
    setBusy(name)
    setProblem(null)
    const reply = await ask()
    setBusy(null)
    if (reply.ok) setBatch((before) => newerBatch(before, reply.value))
    else setProblem(reply.error.message)
    return reply.ok
  }
  const id = batch?.id ?? ''
  return {
    ...read,
    batch,
    busy,
    problem,
    start: (name, text) => act('start', () => request('prior-auth.batch-start', { name, text })),
    cancel: () => act('cancel', () => request('prior-auth.batch-cancel', { id })),
    resume: () => act('resume', () => request('prior-auth.batch-resume', { id })),
  }
}
