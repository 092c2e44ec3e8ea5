import { useState } from 'react'
import type { RequestInput, RequestName } from '@shared/ipc/registry.ts'
import { request } from '@renderer/ipc/client.ts'
import { say } from '@renderer/ui/toast-store.ts'

/** Asks main to do something and says what became of it; `ask` resolves to whether it was done. */
export function useAsked(): {
  readonly busy: boolean
  readonly ask: <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    done: string | null,
  ) => Promise<boolean>
} {
  const [busy, setBusy] = useState(false)
  const ask = async <N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    done: string | null,
  ): Promise<boolean> => {
    setBusy(true)
    const reply = await request(name, input)
    setBusy(false)
    if (!reply.ok) say('failed', reply.error.message)
    else if (done !== null) say('told', done)
    return reply.ok
  }
  return { busy, ask }
}
