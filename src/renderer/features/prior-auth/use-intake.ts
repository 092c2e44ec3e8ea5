import { useEffect, useMemo, useRef, useState } from 'react'
import { z } from 'zod'
import { badFields, type Draft, emptyDraft, REQUEST_PLACE, requestOf } from './draft.ts'
import { intakeStrings as s } from './strings.ts'
import { usePriorAuthHost } from './use-host.ts'
import type { CriteriaAnswer, FactDefinition, PriorAuthAnswer } from '@shared/features/prior-auth/answers.ts'
import { FactSource, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { request } from '@renderer/ipc/client.ts'

/** Typing pauses this long before the criteria are looked at again. */
const SETTLE_MS = 150
/** What a draft may hold; longer notes are not kept over a lock. */
const MOST_DRAFT = 19_000

export interface Intake {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly replace: (draft: Draft) => void
  readonly bad: ReadonlySet<string>
  /** The answer to the newest draft that was asked about; null before the first. */
  readonly criteria: CriteriaAnswer | null
  /** Why there is no answer. */
  readonly criteriaFailure: string | null
  readonly result: PriorAuthAnswer | null
  readonly sending: boolean
  readonly problem: string | null
  readonly send: () => Promise<void>
  readonly clear: () => void
}

const Text = z.string()
/** As it was kept before the station locked; what cannot be read any more is begun anew. */
const StoredDraft = z.object({
  patientId: Text,
  payer: Text,
  plan: Text,
  procedure: Text,
  diagnoses: Text,
  urgent: z.boolean(),
  cost: Text,
  quantity: Text,
  usedBefore: Text,
  age: Text,
  documents: z.array(Text),
  facts: z.array(
    z.object({ id: Text, value: Text, on: Text, source: FactSource, quotation: Text.nullable() }),
  ),
  notes: Text,
  appealOf: Text,
  claim: PriorAuthRequest.shape.claim,
})

function readDraft(text: string): Draft {
  if (text === '') return emptyDraft
  try {
    return StoredDraft.safeParse(JSON.parse(text)).data ?? emptyDraft
  } catch {
    return emptyDraft
  }
}

/** The criteria for what is typed. An answer to an earlier draft never replaces that to a later one. */
function useCriteria(
  draft: Draft,
  definitions: ReadonlyMap<string, FactDefinition>,
): { readonly answer: CriteriaAnswer | null; readonly failure: string | null } {
  const [criteria, setCriteria] = useState<{ answer: CriteriaAnswer | null; failure: string | null }>({
    answer: null,
    failure: null,
  })
  const question = useRef(0)
  useEffect(() => {
    question.current += 1
    const asked = question.current
    if (draft.procedure.trim() === '') {
      setCriteria({ answer: null, failure: null })
      return undefined
    }
    const timer = setTimeout(() => {
      void request('prior-auth.criteria', { request: requestOf(draft, definitions) }).then((reply) => {
        if (asked !== question.current) return
        setCriteria(
          reply.ok ? { answer: reply.value, failure: null } : { answer: null, failure: reply.error.message },
        )
      })
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [draft, definitions])
  return criteria
}

/** The intake form: what is typed, what the policy says of it, and what came of sending it. */
export function useIntake(definitions: ReadonlyMap<string, FactDefinition>): Intake {
  const { drafts } = usePriorAuthHost()
  const [draft, setDraft] = useState(() => readDraft(drafts.read(REQUEST_PLACE)))
  const [result, setResult] = useState<PriorAuthAnswer | null>(null)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const bad = useMemo(() => badFields(draft, definitions), [draft, definitions])
  const { answer, failure } = useCriteria(draft, definitions)
  const replace = (next: Draft): void => {
    setDraft(next)
    setProblem(null)
    const text = JSON.stringify(next)
    drafts.keep(REQUEST_PLACE, next === emptyDraft || text.length > MOST_DRAFT ? '' : text)
  }
  const send = async (): Promise<void> => {
    if (sending) return
    if (draft.patientId.trim() === '') return setProblem(s.needsPatient)
    if (bad.size > 0) return setProblem(s.needsCorrection)
    setSending(true)
    setProblem(null)
    const reply = await request('prior-auth.decide', { request: requestOf(draft, definitions) })
    setSending(false)
    if (reply.ok) {
      setResult(reply.value)
      drafts.keep(REQUEST_PLACE, '')
    } else setProblem(reply.error.message)
    return undefined
  }
  return {
    draft,
    change: (part) => {
      setResult(null)
      replace({ ...draft, ...part })
    },
    replace: (next) => {
      setResult(null)
      replace(next)
    },
    bad,
    criteria: answer,
    criteriaFailure: failure,
    result,
    sending,
    problem,
    send,
    clear: () => {
      setResult(null)
      replace(emptyDraft)
    },
  }
}
