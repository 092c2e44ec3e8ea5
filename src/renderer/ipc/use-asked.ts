import { useState } from 'react'
import { request } from './client.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import type { RequestInput, RequestName, RequestOutput } from '@shared/ipc/registry.ts'
import { say } from '@renderer/ui/toast-store.ts'

/**
 * Asks main to do something; what was done is said. Why something was not done is kept as `problem`, so that a
 * dialog can stay open with what was typed, and with `sayFailures` it is said as well.
 */
export function useAsked(parts: { readonly sayFailures?: boolean } = {}): {
  readonly busy: boolean
  readonly problem: string | null
  readonly ask: <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    /** What is said when it was done; null says nothing. */
    done: string | null,
  ) => Promise<Reply<RequestOutput<N>>>
} {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    done: string | null,
  ): Promise<Reply<RequestOutput<N>>> => {
    setBusy(true)
    setProblem(null)
    const reply = await request(name, input)
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply.error.message)
      if (parts.sayFailures === true) say('failed', reply.error.message)
    } else if (done !== null) say('told', done)
    return reply
  }
  return { busy, problem, ask }
}
