import { useState } from 'react'
import type { RequestInput, RequestName, RequestOutput } from '@shared/ipc/registry.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { useNow } from '@renderer/ui/ticker.ts'

export interface Figures<T> {
  /** The newest figures that were had for this question; null before the first. */
  readonly value: T | null
  /** Why they could not be read or renewed. */
  readonly problem: string | null
  readonly retry: () => void
}

/** Figures that are renewed every `paceMs` while they are looked at. A failed renewal keeps those that are there. */
export function useFigures<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
  paceMs: number,
): Figures<RequestOutput<N>> {
  const [retries, setRetries] = useState(0)
  const now = useNow(paceMs)
  const question = JSON.stringify(input)
  const answer = useRequest(name, input, `${now} ${retries}`)
  const [last, setLast] = useState<{ question: string; value: RequestOutput<N> } | null>(null)
  const had = answer.phase === 'had' ? answer.value : null
  if (had !== null && last?.value !== had) setLast({ question, value: had })
  return {
    value: had ?? (last?.question === question ? last.value : null),
    problem: answer.phase === 'failed' ? answer.failure.message : null,
    retry: () => setRetries(retries + 1),
  }
}
