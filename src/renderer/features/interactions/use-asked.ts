import { useState } from 'react'
import type { RequestInput, RequestName, RequestOutput } from '@shared/ipc/registry.ts'
import { request } from '@renderer/ipc/client.ts'
import { say } from '@renderer/ui/toast-store.ts'

/** Asks main to do something. `problem` keeps why it was not done, so that a dialog can stay open with what was typed. */
export function useAsked(): {
  readonly busy: boolean
  readonly problem: string | null
  readonly ask: <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    done: string,
  ) => Promise<RequestOutput<N> | null>
} {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    done: string,
  ): Promise<RequestOutput<N> | null> => {
    setBusy(true)
    setProblem(null)
    const reply = await request(name, input)
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply.error.message)
      return null
    }
    say('told', done)
    return reply.value
  }
  return { busy, problem, ask }
}
