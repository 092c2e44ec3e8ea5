import { useEffect, useRef, useState } from 'react'
import { request } from './client.ts'
import type { Failure } from '@shared/ipc/envelope.ts'
import type { RequestInput, RequestName, RequestOutput } from '@shared/ipc/registry.ts'

/** An answer that is under way, had, or failed; `value` of an earlier answer is never kept for another question. */
export type Answer<T> =
  | { readonly phase: 'asking' }
  | { readonly phase: 'had'; readonly value: T }
  | { readonly phase: 'failed'; readonly failure: Failure }

/**
 * Asks once per distinct `input` and again whenever `again` changes (then the former answer stays until the new
 * one comes). Answers to questions that are no longer asked are dropped. `null` asks nothing.
 */
export function useRequest<N extends RequestName>(
  name: N,
  input: RequestInput<N> | null,
  again: string | number = 0,
): Answer<RequestOutput<N>> {
  const question = input === null ? null : JSON.stringify(input)
  const [answer, setAnswer] = useState<{ question: string | null; answer: Answer<RequestOutput<N>> }>({
    question,
    answer: { phase: 'asking' },
  })
  // `question` stands for `input`, which is a new object at every render.
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })
  useEffect(() => {
    const asked = latest.current
    if (asked === null) return undefined
    let wanted = true
    void request(name, asked).then((reply) => {
      if (!wanted) return
      setAnswer({
        question,
        answer: reply.ok ? { phase: 'had', value: reply.value } : { phase: 'failed', failure: reply.error },
      })
    })
    return () => {
      wanted = false
    }
  }, [name, question, again])
  return answer.question === question ? answer.answer : { phase: 'asking' }
}
